/** A list's document with every field that docs/format.md section 4 knows, as the desk shows, compares and edits it. */

import { parseAllowlist } from "../../modules/trust/documents.js";
import { parse } from "../../modules/trust/strict_json.js";

/** The fields of a brand that are lists of plain texts, in the order in which the desk shows them. */
export const BRAND_LISTS = Object.freeze(
  /** @type {const} */ (["domains", "senders", "owned", "tenants", "carriers", "links", "known", "phones", "never_asks"]),
);

/** Those that are one value each. */
export const BRAND_SCALARS = Object.freeze(/** @type {const} */ (["name", "guard", "links_complete", "policy_url"]));

/** @type {Beside} */
export const EMPTY_BESIDE = Object.freeze({ platforms: [], default_platforms: true, authserv_ids: [], blocked: [], persons: [] });

const KNOWN = Object.freeze({
  document: new Set(["_type", "spec_version", "version", "issued", "expires", "prev", "brands", "platforms", "default_platforms", "authserv_ids", "blocked", "persons"]),
  brands: new Set(["id", "aliases", ...BRAND_SCALARS, ...BRAND_LISTS]),
  aliases: new Set(["text", "common"]),
  platforms: new Set(["domain"]),
  blocked: new Set(["sender", "domain", "until"]),
  persons: new Set(["name", "aliases", "addresses"]),
});

/**
 * @param {Bytes} payload
 * @returns {Promise<FullDocument>}
 * @throws {import("../../modules/errors.js").DocumentError} where `parseAllowlist` does
 */
export async function readFullDocument(payload) {
  const { version, expires, prev, sha256 } = await parseAllowlist(payload); // every type and form is checked there
  const value = /** @type {any} */ (parse(payload));
  const contents = {
    brands: (value.brands ?? []).map(brandOf),
    platforms: (value.platforms ?? []).map((/** @type {any} */ platform) => platform.domain),
    default_platforms: value.default_platforms ?? true,
    authserv_ids: [...(value.authserv_ids ?? [])],
    blocked: (value.blocked ?? []).map(blockedOf),
    persons: (value.persons ?? []).map(personOf),
  };
  return { version, issued: Date.parse(value.issued), expires, prev, sha256, contents, unknown: unknownFields(value) };
}

/**
 * A brand with every field, from one with some.
 * @param {any} brand
 * @returns {DeskBrand}
 */
export function brandOf(brand) {
  const lists = BRAND_LISTS.map((field) => [field, [...(brand[field] ?? [])]]);
  return {
    id: brand.id,
    name: brand.name,
    aliases: (brand.aliases ?? []).map((/** @type {any} */ { text, common = false }) => ({ text, common })),
    ...Object.fromEntries(lists),
    links_complete: brand.links_complete ?? false,
    guard: brand.guard ?? "full",
    policy_url: brand.policy_url ?? null,
  };
}

/**
 * What `POST /v1/allowlist/draft` takes: the keys of the TOML (docs/admin.md).
 * @param {ListContents} contents
 */
export function asDraft({ brands, platforms, default_platforms, authserv_ids, blocked, persons }) {
  return {
    default_platforms,
    authserv_ids,
    brand: brands.map(({ policy_url, ...brand }) => (policy_url === null ? brand : { ...brand, policy_url })),
    platform: platforms.map((domain) => ({ domain })),
    blocked,
    person: persons,
  };
}

/**
 * @param {ListContents} contents
 * @returns {Beside} everything but the brands
 */
export function besideOf({ platforms, default_platforms, authserv_ids, blocked, persons }) {
  return { platforms, default_platforms, authserv_ids, blocked, persons };
}

/**
 * @param {any} entry
 * @returns {DeskBlocked}
 */
function blockedOf({ sender, domain, until }) {
  return sender === undefined ? { domain, until } : { sender, until };
}

/**
 * @param {any} person
 * @returns {DeskPerson}
 */
function personOf({ name, aliases = [], addresses = [] }) {
  return { name, aliases: [...aliases], addresses: [...addresses] };
}

/** @param {any} value */
function unknownFields(value) {
  /** @type {Set<string>} */
  const found = new Set();
  const look = (/** @type {object} */ object, /** @type {keyof typeof KNOWN} */ kind, path = "") => {
    for (const name of Object.keys(object)) if (!KNOWN[kind].has(name)) found.add(path + name);
  };
  look(value, "document");
  for (const kind of /** @type {const} */ (["brands", "platforms", "blocked", "persons"])) {
    for (const entry of value[kind] ?? []) look(entry, kind, `${kind}.`);
  }
  for (const brand of value.brands ?? []) for (const alias of brand.aliases ?? []) look(alias, "aliases", "brands.aliases.");
  return [...found];
}
