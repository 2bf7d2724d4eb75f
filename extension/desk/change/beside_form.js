/** What stands beside the brands: platforms, mail servers, blocked senders, own people. */

import { blockedLine } from "../list/difference.js";
import { button, make, newElementId } from "../dom.js";
import { usualLastDay } from "../list/draft.js";
import { READ } from "../list/entries.js";
import { checkbox, textField } from "./brand_form.js";
import { entriesField } from "./entries_field.js";

/** The names of the forms, as in docs/format.md. */
export const BESIDE_FIELDS = Object.freeze(/** @type {const} */ (["persons", "platforms", "blocked", "authserv_ids"]));

/**
 * @param {typeof BESIDE_FIELDS[number]} field
 * @param {Desk} desk
 */
export function besideForm(field, desk) {
  const { text, draft } = desk;
  if (field === "persons") return personsForm(desk);
  if (field === "blocked") return blockedForm(desk);
  const kind = field === "platforms" ? "host" : "authserv";
  const options = { field, kind: /** @type {EntryKind} */ (kind), label: text(`desk_field_${field}`), hint: text(`desk_hint_${field}`), where: field === "platforms" ? "platform" : field };
  const entries = entriesField({ ...options, entries: draft.contents[field], change: (changed) => draft.editBeside({ [field]: changed }) }, text);
  const bundled = checkbox("default_platforms", draft.contents.default_platforms, "list", (on) => draft.editBeside({ default_platforms: on }), text);
  return make("div", { class: "form" }, entries, field === "platforms" && bundled);
}

/** @param {Desk} desk */
function blockedForm({ text, draft }) {
  const list = make("ul", { class: "rows" });
  const [whoId, untilId] = [newElementId(), newElementId()];
  const who = make("input", { id: whoId, type: "text", autocomplete: "off", spellcheck: "false", dir: "ltr", class: "who" });
  const until = make("input", { id: untilId, type: "date", value: usualLastDay() });
  const error = make("p", { class: "problem", role: "alert", hidden: true });
  const form = make("form", { class: "add wide", novalidate: true, submit: add }, make("label", { for: whoId }, text("desk_sender_or_domain")), who, make("label", { for: untilId }, text("desk_blocked_until")), until, make("button", { type: "submit", class: "plain" }, text("desk_add")));
  show();
  return make("div", { class: "form" }, make("section", { class: "field full", "data-field": "blocked", "data-where": "blocked" }, make("p", { class: "hint" }, text("desk_hint_blocked")), list, form, error, make("ul", { class: "remarks" })));

  function show() {
    const rows = draft.contents.blocked.map((entry, i) => make("li", {}, make("bdi", {}, blockedLine(entry)), button("×", () => removeAt(i), { class: "remove", "aria-label": text("options_remove", blockedLine(entry)) })));
    list.replaceChildren(...rows);
  }

  /** @param {number} i */
  function removeAt(i) {
    draft.editBeside({ blocked: draft.contents.blocked.filter((_, at) => at !== i) });
    show();
    who.focus();
  }

  /** @param {Event} event */
  function add(event) {
    event.preventDefault();
    const isAddress = who.value.includes("@");
    const entry = isAddress ? READ.address(who.value) : READ.host(who.value);
    error.hidden = entry !== null && until.value !== "";
    error.textContent = text("desk_unusable", who.value.slice(0, 100));
    if (entry === null || until.value === "") return;
    draft.block(isAddress ? { sender: entry } : { domain: entry }, until.value);
    who.value = "";
    show();
    who.focus();
  }
}

/** @param {Desk} desk */
function personsForm(desk) {
  const { text, draft } = desk;
  const place = make("div", { class: "form" });
  const [nameId, addressId] = [newElementId(), newElementId()];
  const name = make("input", { id: nameId, type: "text", autocomplete: "off", dir: "auto" });
  const address = make("input", { id: addressId, type: "email", autocomplete: "off", spellcheck: "false", dir: "ltr" });
  const error = make("p", { class: "problem", role: "alert", hidden: true });
  const form = make("form", { class: "add wide", novalidate: true, submit: add }, make("label", { for: nameId }, text("desk_field_name")), name, make("label", { for: addressId }, text("desk_addresses")), address, make("button", { type: "submit", class: "plain" }, text("desk_add")));
  show();
  return place;

  function showAndFocus() {
    show();
    name.focus();
  }

  function show() {
    place.replaceChildren(make("p", { class: "hint" }, text("desk_hint_persons")), ...draft.contents.persons.map((_, i) => personForm(i, showAndFocus, desk)), make("section", { class: "field full" }, form, error), make("ul", { class: "remarks general", "data-where": "person" }));
  }

  /** @param {Event} event */
  function add(event) {
    event.preventDefault();
    const [read, mail] = [READ.name(name.value), READ.address(address.value)];
    error.hidden = read !== null && mail !== null;
    error.textContent = text("desk_unusable", (read === null ? name : address).value.slice(0, 100));
    if (read === null || mail === null) return;
    draft.addPerson(read, mail);
    name.value = address.value = "";
    show();
    name.focus();
  }
}

/**
 * @param {number} i
 * @param {() => void} showAll
 * @param {Desk} desk
 */
function personForm(i, showAll, { text, draft }) {
  const person = draft.contents.persons[i];
  if (person === undefined) return "";
  const set = (/** @type {Partial<DeskPerson>} */ fields) => draft.editBeside({ persons: draft.contents.persons.map((other, at) => (at === i ? { ...other, ...fields } : other)) });
  const remove = button(text("options_remove", person.name), () => {
    draft.editBeside({ persons: draft.contents.persons.filter((_, at) => at !== i) });
    showAll();
  }, { class: "plain danger" });
  const where = `person[${i}]`;
  return make(
    "details",
    { class: "person", "data-where": where },
    make("summary", {}, make("bdi", {}, person.name), make("small", {}, person.addresses.join(", "))),
    textField("name", person.name, "name", where, (name) => set({ name }), text),
    entriesField({ field: "addresses", label: text("desk_addresses"), kind: "address", where: `${where}.addresses`, entries: person.addresses, change: (addresses) => set({ addresses }) }, text),
    entriesField({ field: "aliases", label: text("desk_field_aliases"), kind: "name", where: `${where}.aliases`, entries: person.aliases, change: (aliases) => set({ aliases }) }, text),
    remove,
  );
}
