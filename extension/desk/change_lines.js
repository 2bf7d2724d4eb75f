/** The difference between two lists, as lines on the page. */

import { button, make } from "./dom.js";
import { entryText, fieldName } from "./words.js";

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
  const elements = entries.map((entry) => make("bdi", { class: "entry" }, entryText(field, entry, lookup)));
  const listed = elements.flatMap((element, i) => (i === 0 ? [element] : [", ", element])); // a comma within <bdi> would stand on its wrong side
  const hidden = entries.length - MAX_ENTRIES;
  const shown = 2 * MAX_ENTRIES - 1; // with the commas between them
  const rest = button(lookup("desk_more", String(hidden)), () => rest.replaceWith(...listed.slice(shown)), { class: "link" });
  const words = kind === "changed" ? [elements[0] ?? "", make("span", { class: "becomes" }, lookup("desk_becomes")), elements[1] ?? ""] : listed.slice(0, shown);
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
