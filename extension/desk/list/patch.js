/** A draft as what it changes of a list, so that it can be kept, and put onto a newer list that somebody else has published. Pure. */

import { isSame } from "./difference.js";
import { besideOf, BRAND_LISTS, BRAND_SCALARS } from "./list_document.js";

/**
 * @param {{version: number, contents: ListContents}} base
 * @param {ListContents} draft
 * @returns {DraftPatch}
 */
export function patchOf({ version, contents }, draft) {
  const [was, is] = [byId(contents), byId(draft)];
  const ids = [...new Set([...was.keys(), ...is.keys()])];
  const brands = ids
    .map((id) => ({ from: was.get(id) ?? null, to: is.get(id) ?? null }))
    .filter(({ from, to }) => from !== to && !isSame(from, to));
  const [from, to] = [besideOf(contents), besideOf(draft)];
  const fields = /** @type {(keyof Beside)[]} */ (Object.keys(from));
  return { version, brands, beside: fields.every((field) => from[field] === to[field] || isSame(from[field], to[field])) ? null : { from, to } };
}

/** @param {DraftPatch} patch */
export function isEmpty({ brands, beside }) {
  return brands.length === 0 && beside === null;
}

/**
 * The draft on top of a list, the same or a newer one. What both changed is merged, entry by entry; where that is not possible the
 * draft has it.
 * @param {ListContents} list
 * @param {DraftPatch} patch
 * @returns {ListContents}
 */
export function applyPatch(list, { brands, beside }) {
  const merged = byId(list);
  for (const { from, to } of brands) {
    const id = /** @type {DeskBrand} */ (to ?? from).id;
    const brand = mergedBrand(from, to, merged.get(id) ?? null);
    if (brand === null) merged.delete(id);
    else merged.set(id, brand);
  }
  return { brands: [...merged.values()], ...(beside === null ? besideOf(list) : mergedBeside(beside.from, beside.to, list)) };
}

/**
 * @param {DeskBrand | null} from
 * @param {DeskBrand | null} to
 * @param {DeskBrand | null} theirs
 * @returns {DeskBrand | null}
 */
function mergedBrand(from, to, theirs) {
  if (to === null || from === null || theirs === null || isSame(from, theirs)) return to;
  const lists = BRAND_LISTS.map((field) => [field, mergedEntries(from[field], to[field], theirs[field])]);
  const aliases = mergedEntries(from.aliases, to.aliases, theirs.aliases);
  const scalars = BRAND_SCALARS.map((field) => [field, to[field] === from[field] ? theirs[field] : to[field]]);
  return { ...to, aliases, ...Object.fromEntries(lists), ...Object.fromEntries(scalars) };
}

/**
 * @param {Beside} from
 * @param {Beside} to
 * @param {Beside} theirs
 * @returns {Beside}
 */
function mergedBeside(from, to, theirs) {
  return {
    platforms: mergedEntries(from.platforms, to.platforms, theirs.platforms),
    default_platforms: to.default_platforms === from.default_platforms ? theirs.default_platforms : to.default_platforms,
    authserv_ids: mergedEntries(from.authserv_ids, to.authserv_ids, theirs.authserv_ids),
    blocked: mergedEntries(from.blocked, to.blocked, theirs.blocked),
    persons: mergedEntries(from.persons, to.persons, theirs.persons),
  };
}

/**
 * Theirs, without what the draft took away, with what it added.
 * @template T
 * @param {readonly T[]} from
 * @param {readonly T[]} to
 * @param {readonly T[]} theirs
 * @returns {T[]}
 */
function mergedEntries(from, to, theirs) {
  const key = (/** @type {T} */ entry) => JSON.stringify(entry);
  const [was, is] = [new Set(from.map(key)), new Set(to.map(key))];
  const kept = theirs.filter((entry) => is.has(key(entry)) || !was.has(key(entry)));
  const present = new Set(kept.map(key));
  return [...kept, ...to.filter((entry) => !was.has(key(entry)) && !present.has(key(entry)))];
}

/**
 * @param {ListContents} contents
 * @returns {Map<string, DeskBrand>}
 */
function byId({ brands }) {
  return new Map(brands.map((brand) => [brand.id, brand]));
}
