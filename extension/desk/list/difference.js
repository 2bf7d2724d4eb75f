/** What is different between two lists: every field of the format, one line each. Pure. */

import { BRAND_LISTS, BRAND_SCALARS, brandOf } from "./list_document.js";

const DEFAULTS = brandOf({ id: "", name: "" }); // what a brand is where it does not say so

/**
 * @param {ListContents | null} old null before the first list
 * @param {ListContents} next
 * @returns {Change[]} empty if and only if the lists say the same, but for the order of entries in a field
 */
export function differences(old, next) {
  const before = new Map((old?.brands ?? []).map((brand) => [brand.id, brand]));
  const after = new Map(next.brands.map((brand) => [brand.id, brand]));
  const gone = [...before.values()].filter(({ id }) => !after.has(id));
  return [
    ...[...after.values()].flatMap((brand) => ofBrand(before.get(brand.id) ?? null, brand)),
    ...gone.flatMap(ofRemoved),
    ...ofOrder([...before.keys()].filter((id) => after.has(id)), [...after.keys()].filter((id) => before.has(id))),
    ...ofBeside(old, next),
  ];
}

/**
 * Whether two values say the same: their fields in any order, their entries in the same one.
 * @param {unknown} one
 * @param {unknown} other
 */
export function isSame(one, other) {
  return JSON.stringify(one, sortedFields) === JSON.stringify(other, sortedFields);
}

/**
 * @param {DeskBrand | null} old
 * @param {DeskBrand} brand
 * @returns {Change[]}
 */
function ofBrand(old, brand) {
  const about = { brand: brand.id, owner: brand.name };
  if (old === brand || (old !== null && isSame(old, brand))) return []; // mostly it is the very same one
  const lists = [
    ...BRAND_LISTS.flatMap((field) => ofList(about, field, old?.[field] ?? [], brand[field])),
    ...ofList(about, "aliases", old?.aliases ?? [], brand.aliases, aliasText),
  ];
  const scalars = BRAND_SCALARS.filter((field) => old !== null && old[field] !== brand[field]);
  if (old === null) {
    const settings = BRAND_SCALARS.filter((field) => field !== "name" && brand[field] !== DEFAULTS[field]);
    const set = settings.map((field) => change("changed", about, field, String(DEFAULTS[field] ?? ""), String(brand[field] ?? "")));
    return [change("added", about, "brand", brand.name, brand.id), ...lists, ...set];
  }
  return [...scalars.map((field) => change("changed", about, field, String(old[field] ?? ""), String(brand[field] ?? ""))), ...lists];
}

/** @param {DeskBrand} brand */
function ofRemoved({ id, name, domains, senders }) {
  return [change("removed", { brand: id, owner: name }, "brand", name, ...domains, ...senders)];
}

/**
 * Of two brands with the same entry the later one has it, so that their order says something.
 * @param {string[]} was ids of the brands that both have
 * @param {string[]} is
 */
function ofOrder(was, is) {
  return was.join() === is.join() ? [] : [change("changed", BESIDE, "order", was.slice(0, 20).join(" "), is.slice(0, 20).join(" "))];
}

const BESIDE = Object.freeze({ brand: null, owner: "" });

/**
 * @param {ListContents | null} old
 * @param {ListContents} next
 */
function ofBeside(old, next) {
  const wasDefault = old?.default_platforms ?? true;
  const setting = wasDefault === next.default_platforms ? [] : [change("changed", BESIDE, "default_platforms", String(wasDefault), String(next.default_platforms))];
  return [
    ...ofList(BESIDE, "platforms", old?.platforms ?? [], next.platforms),
    ...setting,
    ...ofList(BESIDE, "authserv_ids", old?.authserv_ids ?? [], next.authserv_ids),
    ...ofList(BESIDE, "blocked", old?.blocked ?? [], next.blocked, blockedText),
    ...ofList(BESIDE, "persons", old?.persons ?? [], next.persons, personText),
  ];
}

/**
 * Entries are compared whole, not by how they read.
 * @template T
 * @param {{brand: string | null, owner: string}} about
 * @param {string} field
 * @param {readonly T[]} old
 * @param {readonly T[]} next
 * @param {(entry: T) => string} text
 */
function ofList(about, field, old, next, text = String) {
  if (old === next) return [];
  const added = without(next, old);
  const removed = without(old, next);
  return [
    ...(added.length > 0 ? [change("added", about, field, ...added.map(text))] : []),
    ...(removed.length > 0 ? [change("removed", about, field, ...removed.map(text))] : []),
  ];
}

/**
 * @template T
 * @param {readonly T[]} some
 * @param {readonly T[]} others
 * @returns {T[]}
 */
function without(some, others) {
  const keys = new Set(others.map((entry) => JSON.stringify(entry, sortedFields)));
  return some.filter((entry) => !keys.has(JSON.stringify(entry, sortedFields)));
}

/**
 * @param {Change["kind"]} kind
 * @param {{brand: string | null, owner: string}} about
 * @param {string} field
 * @param {string[]} entries
 * @returns {Change}
 */
function change(kind, { brand, owner }, field, ...entries) {
  return { kind, brand, owner, field, entries };
}

/** @param {DeskAlias} alias a common word is marked with an asterisk */
export function aliasText({ text, common }) {
  return common ? `${text} *` : text;
}

/** @param {DeskBlocked} entry */
function blockedText(entry) {
  return `${"sender" in entry ? entry.sender : entry.domain} → ${entry.until}`;
}

/** @param {DeskBlocked} entry the same for the eye, without seconds */
export function blockedLine(entry) {
  return `${"sender" in entry ? entry.sender : entry.domain} → ${entry.until.slice(0, 16).replace("T", " ")}`;
}

/** @param {DeskPerson} person */
export function personText({ name, aliases, addresses }) {
  return `${[name, ...aliases].join(" / ")} <${addresses.join(" ")}>`;
}

/**
 * For JSON.stringify.
 * @param {string} _name
 * @param {unknown} value
 */
function sortedFields(_name, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
