/** The difference between two lists, as lines on the page. */

import { button, make } from "../dom.js";
import { entryText, fieldName } from "../words.js";

const SIGN = Object.freeze({ added: "+", removed: "−", changed: "→" });
const MAX_LINES = 500;
const MAX_ENTRIES = 200; // of one line

/**
 * @param {readonly Change[]} changes
 * @param {MessageLookup} lookup
 * @param {number} [most] lines until the rest is asked for
 */
export function changeLines(changes, lookup, most = MAX_LINES) {
  const list = make("ul", { class: "changes" }, ...changes.slice(0, most).map((change) => line(change, lookup)));
  const hidden = changes.length - most;
  if (hidden <= 0) return list;
  const showRest = () => list.replaceChildren(...changes.map((change) => line(change, lookup)));
  list.append(make("li", {}, make("span"), button(lookup("desk_more", String(hidden)), showRest, { class: "link" })));
  return list;
}

/**
 * @param {Change} change
 * @param {MessageLookup} lookup
 */
function line({ kind, owner, field, entries }, lookup) {
  const element = (/** @type {string} */ entry) => make("bdi", { class: "entry" }, entryText(field, entry, lookup));
  // A comma within <bdi> would stand on its wrong side.
  const listed = (/** @type {readonly string[]} */ some) => some.flatMap((entry, i) => (i === 0 ? [element(entry)] : [", ", element(entry)]));
  const hidden = entries.length - MAX_ENTRIES;
  const rest = button(lookup("desk_more", String(hidden)), () => rest.replaceWith(", ", ...listed(entries.slice(MAX_ENTRIES))), { class: "link" });
  const [was, is] = entries.slice(0, 2).map(element);
  const words = kind === "changed" ? [was ?? "", make("span", { class: "becomes" }, lookup("desk_becomes")), is ?? ""] : listed(entries.slice(0, MAX_ENTRIES));
  const name = fieldName(field, lookup);
  return make(
    "li",
    { "data-kind": kind, "data-field": field },
    make("span", { class: "sign", "aria-hidden": "true" }, SIGN[kind]),
    make(
      "div",
      {},
      make("p", { class: "about" }, ...(owner === "" ? [] : [make("strong", {}, owner), " · "]), name, make("span", { class: "verb" }, lookup(`desk_kind_${kind}`))),
      make("p", { class: "entries" }, ...words, hidden > 0 && rest),
    ),
  );
}
