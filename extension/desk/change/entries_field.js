/** A field that is a list of texts: its entries, each with a button that takes it away, and a line to add one. */

import { button, make, newElementId } from "../dom.js";
import { READ } from "../list/entries.js";

/**
 * @typedef {object} FieldOptions
 * @property {string} field
 * @property {string} label
 * @property {string} [hint]
 * @property {EntryKind} kind of its entries
 * @property {string} where as the server's remarks call the field: "brand.openai.domains"
 * @property {readonly string[]} entries
 * @property {(entries: readonly string[]) => void} change
 * @property {(entry: string) => Node} [beside] what stands beside an entry
 */

/**
 * @param {FieldOptions} options
 * @param {MessageLookup} text
 */
export function entriesField({ field, label, hint = "", kind, where, entries: initial, change, beside }, text) {
  let entries = initial;
  const [inputId, hintId, errorId] = [newElementId(), newElementId(), newElementId()];
  const list = make("ul", { class: "chips editable" });
  const input = make("input", { id: inputId, type: "text", autocomplete: "off", spellcheck: "false", autocapitalize: "off", "aria-label": label, "aria-describedby": `${hintId} ${errorId}`, dir: kind === "name" ? "auto" : "ltr" });
  const error = make("p", { class: "problem", id: errorId, role: "alert", hidden: true });
  const add = make("button", { type: "submit", class: "plain" }, text("desk_add"));
  const form = make("form", { class: "add", novalidate: true, submit: submitted }, input, add);
  show();
  return make("section", { class: "field", "data-field": field, "data-where": where, role: "group", "aria-label": label }, make("h3", {}, label), make("p", { class: "hint", id: hintId }, hint), list, form, error, make("ul", { class: "remarks" }));

  /** @param {Event} event */
  function submitted(event) {
    event.preventDefault();
    const typed = kind === "name" || kind === "phone" ? [input.value] : input.value.split(input.value.includes("<") ? /[,;]+/ : /[\s,;]+/); // many at once, pasted
    const read = typed.filter((one) => one.trim() !== "").map((one) => ({ one, entry: READ[kind](one) }));
    const wrong = read.find(({ entry }) => entry === null);
    error.hidden = wrong === undefined;
    error.textContent = wrong === undefined ? "" : text("desk_unusable", wrong.one.slice(0, 100));
    if (wrong !== undefined || read.length === 0) return;
    set([...new Set([...entries, ...read.flatMap(({ entry }) => entry ?? [])])]);
    input.value = "";
    input.focus();
  }

  /** @param {readonly string[]} changed */
  function set(changed) {
    entries = changed;
    show();
    change(entries);
  }

  function show() {
    list.replaceChildren(...entries.map(chip));
    list.hidden = entries.length === 0;
  }

  /** @param {string} entry */
  function chip(entry, /** @type {number} */ i) {
    const remove = button("×", () => removeAt(i), { class: "remove", "aria-label": text("options_remove", entry) });
    return make("li", {}, make("bdi", {}, entry), beside?.(entry) ?? null, remove);
  }

  /** @param {number} i */
  function removeAt(i) {
    set(entries.filter((_, at) => at !== i));
    const next = list.querySelectorAll("button.remove")[Math.min(i, entries.length - 1)];
    /** @type {HTMLElement} */ (next ?? input).focus(); // or it would be lost
  }
}
