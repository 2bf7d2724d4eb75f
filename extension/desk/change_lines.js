/** The difference between two lists, as lines on the page. */

import { make } from "./dom.js";
import { entryText, fieldName } from "./words.js";

const SIGN = Object.freeze({ added: "+", removed: "−", changed: "→" });
const MAX_LINES = 400;
const MAX_ENTRIES = 200; // of one line

/**
 * @param {readonly Change[]} changes
 * @param {MessageLookup} lookup
 */
export function changeLines(changes, lookup) {
  const list = make("ul", { class: "changes" }, ...changes.slice(0, MAX_LINES).map((change) => line(change, lookup)));
  if (changes.length > MAX_LINES) list.append(make("li", {}, lookup("desk_more", String(changes.length - MAX_LINES))));
  return list;
}

/**
 * @param {Change} change
 * @param {MessageLookup} lookup
 */
function line({ kind, owner, field, entries }, lookup) {
  const [shown, hidden] = [entries.slice(0, MAX_ENTRIES), entries.length - MAX_ENTRIES];
  const texts = shown.map((entry) => make("bdi", { class: "entry" }, entryText(field, entry, lookup)));
  const words = kind === "changed" ? [texts[0] ?? "", make("span", { class: "becomes" }, lookup("desk_becomes")), texts[1] ?? ""] : texts;
  const name = fieldName(field, lookup);
  return make(
    "li",
    { "data-kind": kind, "data-field": field },
    make("span", { class: "sign", "aria-hidden": "true" }, SIGN[kind]),
    make(
      "div",
      {},
      make("p", { class: "about" }, ...(owner === "" ? [] : [make("strong", {}, owner), " · "]), name, make("span", { class: "verb" }, lookup(`desk_kind_${kind}`))),
      make("p", { class: "entries" }, ...words, hidden > 0 && lookup("desk_more", String(hidden))),
    ),
  );
}
