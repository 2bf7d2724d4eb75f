/** Every field of one brand. */

import { button, make, newElementId } from "../dom.js";
import { READ } from "../list/entries.js";
import { GUARDS, SECRETS } from "../../modules/trust/documents.js";
import { entriesField } from "./entries_field.js";

/** @type {Readonly<Record<Exclude<BrandListField, "never_asks">, EntryKind>>} */
const KINDS = Object.freeze({ domains: "host", senders: "address", owned: "host", tenants: "host", carriers: "address", links: "host", known: "host", phones: "phone" });

/**
 * @param {DeskBrand} brand
 * @param {Desk} desk
 */
export function brandForm(brand, { text, draft, open }) {
  const { id } = brand;
  const where = `brand.${id}`;
  const lists = Object.entries(KINDS).map(([field, kind]) =>
    entriesField(
      {
        field,
        kind,
        label: text(`desk_field_${field}`),
        hint: text(`desk_hint_${field}`),
        where: `${where}.${field}`,
        entries: brand[/** @type {BrandListField} */ (field)],
        change: (entries) => draft.editBrand(id, { [field]: entries }),
      },
      text,
    ),
  );
  const remove = button(text("desk_remove_brand", brand.name), () => {
    draft.removeBrand(id);
    open("change");
  }, { class: "plain danger", id: "remove-brand" });
  return make(
    "div",
    { class: "form", "data-brand": id },
    make("ul", { class: "remarks general", "data-where": where }),
    textField("name", brand.name, "name", where, (name) => draft.editBrand(id, { name }), text),
    ...lists.slice(0, 2),
    aliases(brand, draft, text),
    ...lists.slice(2),
    neverAsks(brand, draft, text),
    choice("guard", GUARDS.map((guard) => [guard, text(`desk_guard_${guard}`)]), brand.guard, where, (guard) => draft.editBrand(id, { guard }), text),
    checkbox("links_complete", brand.links_complete, where, (on) => draft.editBrand(id, { links_complete: on }), text),
    textField("policy_url", brand.policy_url ?? "", "url", where, (url) => draft.editBrand(id, { policy_url: url === "" ? null : url }), text),
    make("p", {}, remove),
  );
}

/**
 * @param {DeskBrand} brand
 * @param {import("../list/draft.js").Draft} draft
 * @param {MessageLookup} text
 */
function aliases(brand, draft, text) {
  const common = new Set(brand.aliases.filter((alias) => alias.common).map((alias) => alias.text));
  let entries = /** @type {readonly string[]} */ (brand.aliases.map((alias) => alias.text));
  const changed = () => draft.editBrand(brand.id, { aliases: entries.map((alias) => ({ text: alias, common: common.has(alias) })) });
  const beside = (/** @type {string} */ alias) => {
    const box = make("input", { type: "checkbox", checked: common.has(alias), "aria-label": text("desk_common_word", alias) });
    box.addEventListener("change", () => {
      if (box.checked) common.add(alias);
      else common.delete(alias);
      changed();
    });
    return make("label", { class: "common" }, box, text("desk_common"));
  };
  const change = (/** @type {readonly string[]} */ texts) => {
    entries = texts;
    changed();
  };
  const options = { field: "aliases", kind: /** @type {const} */ ("name"), label: text("desk_field_aliases"), hint: text("desk_hint_aliases"), where: `brand.${brand.id}.aliases`, entries, change, beside };
  return entriesField(options, text);
}

/**
 * @param {DeskBrand} brand
 * @param {import("../list/draft.js").Draft} draft
 * @param {MessageLookup} text
 */
function neverAsks({ id, never_asks: initial }, draft, text) {
  let words = initial;
  const boxes = SECRETS.map((secret) => {
    const box = make("input", { type: "checkbox", checked: words.includes(secret) });
    box.addEventListener("change", () => {
      words = box.checked ? [...words, secret] : words.filter((word) => word !== secret);
      draft.editBrand(id, { never_asks: words });
    });
    return make("label", { class: "choice" }, box, text(`desk_secret_${secret}`));
  });
  const label = text("desk_field_never_asks");
  return make("section", { class: "field", "data-field": "never_asks", "data-where": `brand.${id}.never_asks`, role: "group", "aria-label": label }, make("h3", {}, label), make("div", { class: "choices" }, ...boxes), make("ul", { class: "remarks" }));
}

/**
 * @param {string} field
 * @param {string} value
 * @param {"name" | "url"} kind
 * @param {string} where
 * @param {(value: string) => void} change
 * @param {MessageLookup} text
 */
export function textField(field, value, kind, where, change, text) {
  const [id, errorId] = [newElementId(), newElementId()];
  const error = make("p", { class: "problem", id: errorId, role: "alert", hidden: true });
  const input = make("input", { id, type: kind === "url" ? "url" : "text", value, autocomplete: "off", spellcheck: "false", "aria-describedby": errorId, dir: kind === "url" ? "ltr" : "auto" });
  input.addEventListener("change", () => {
    const read = input.value.trim() === "" && kind === "url" ? "" : READ[kind](input.value);
    error.hidden = read !== null;
    error.textContent = read === null ? text("desk_unusable", input.value.slice(0, 100)) : "";
    if (read !== null) change(read);
  });
  return make("section", { class: "field", "data-field": field, "data-where": `${where}.${field}` }, make("h3", {}, make("label", { for: id }, text(`desk_field_${field}`))), input, error, make("ul", { class: "remarks" }));
}

/**
 * @param {string} field
 * @param {string[][]} options value and label
 * @param {string} value
 * @param {string} where
 * @param {(value: string) => void} change
 * @param {MessageLookup} text
 */
function choice(field, options, value, where, change, text) {
  const id = newElementId();
  const select = make("select", { id }, ...options.map(([option = "", label = ""]) => make("option", { value: option, selected: option === value }, label)));
  select.addEventListener("change", () => change(select.value));
  return make("section", { class: "field", "data-field": field, "data-where": `${where}.${field}` }, make("h3", {}, make("label", { for: id }, text(`desk_field_${field}`))), select, make("ul", { class: "remarks" }));
}

/**
 * @param {string} field
 * @param {boolean} value
 * @param {string} where
 * @param {(value: boolean) => void} change
 * @param {MessageLookup} text
 */
export function checkbox(field, value, where, change, text) {
  const box = make("input", { type: "checkbox", checked: value });
  box.addEventListener("change", () => change(box.checked));
  return make("section", { class: "field", "data-field": field, "data-where": `${where}.${field}` }, make("label", { class: "choice" }, box, text(`desk_field_${field}`)), make("ul", { class: "remarks" }));
}
