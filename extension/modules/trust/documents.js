/** The documents that the organisation signs (docs/format.md sections 2 to 4): the bytes of a document in, a frozen value out. */

import { DocumentError } from "../errors.js";
import { DEFAULT_PLATFORMS } from "../judgement/platforms.js";
import { fromHex, sha256 } from "./bytes.js";
import { OtherNumber, parse } from "./strict_json.js";

export const PAYLOAD_TYPE = Object.freeze({
  root: "application/vnd.lencana.root.v1+json",
  allowlist: "application/vnd.lencana.allowlist.v1+json",
});
export const MAX_KEYS = 16;
const HEX_OF_32_BYTES = /^[0-9a-f]{64}$/;
const TIME = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
export const GUARDS = ["full", "homograph"];
/** The words of `never_asks` that version 1.1 knows; others are ignored. */
export const SECRETS = ["password", "api_key", "verification_code", "payment_card", "recovery_phrase", "phone_call"];
export const BRAND_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** @param {Bytes} bytes */
export async function parseRoot(bytes) {
  const value = readDocument(bytes, "root");
  const keys = await readKeys(value["keys"]);
  const roles = object(value["roles"], "roles");
  return Object.freeze({
    ...(await commonFields(value, bytes)),
    roles: Object.freeze({ root: readRole(roles["root"], keys), allowlist: readRole(roles["allowlist"], keys) }),
  });
}

/** @param {Bytes} bytes */
export async function parseAllowlist(bytes) {
  const value = readDocument(bytes, "allowlist");
  const common = await commonFields(value, bytes);
  const prev = value["prev"];
  if (prev !== null && !(typeof prev === "string" && HEX_OF_32_BYTES.test(prev))) throw new DocumentError("prev is not a SHA-256");
  if ((prev === null) !== (common.version === 1)) throw new DocumentError("prev is null in version 1 and only there");
  const brands = list(value["brands"], "brands").map(readBrand);
  const listed = list(value["platforms"], "platforms").map((platform) => string(object(platform, "platform")["domain"], "domain"));
  const platforms = boolean(value["default_platforms"], "default_platforms", true) ? [...listed, ...DEFAULT_PLATFORMS] : listed;
  const authservIds = strings(value["authserv_ids"], "authserv_ids");
  const blocked = list(value["blocked"], "blocked").map(readBlocked);
  list(value["persons"], "persons").forEach(requirePerson);
  if (new Set(brands.map(({ id }) => id)).size !== brands.length) throw new DocumentError("two brands have one id");
  return Object.freeze({ ...common, prev, brands, platforms, authservIds, blocked });
}

/**
 * @param {Uint8Array} bytes
 * @param {"root" | "allowlist"} type
 */
function readDocument(bytes, type) {
  let value;
  try {
    value = object(parse(bytes), type);
  } catch (error) {
    throw error instanceof SyntaxError ? new DocumentError(`not a document: ${error.message}`) : error;
  }
  if (value["_type"] !== type) throw new DocumentError(`_type is not ${type}`);
  if (!/^1\.\d{1,9}$/.test(string(value["spec_version"], "spec_version"))) throw new DocumentError("spec_version is not 1.N");
  return value;
}

/**
 * @param {Record<string, unknown>} value
 * @param {Bytes} bytes
 */
async function commonFields(value, bytes) {
  const version = integer(value["version"], "version");
  const issued = time(value["issued"], "issued");
  const expires = time(value["expires"], "expires");
  if (issued >= expires) throw new DocumentError("expires is not after issued");
  return { version, expires, sha256: await sha256(bytes) };
}

/**
 * @param {unknown} value
 * @returns {Promise<ReadonlyMap<string, string>>} keyid → raw key, hex
 */
async function readKeys(value) {
  const entries = Object.entries(object(value, "keys"));
  if (entries.length > MAX_KEYS) throw new DocumentError(`more than ${MAX_KEYS} keys`);
  const keys = new Map();
  for (const [keyid, entry] of entries) {
    const key = object(entry, "key");
    const raw = string(key["public"], "public");
    if (key["keytype"] !== "ed25519" || !HEX_OF_32_BYTES.test(raw)) throw new DocumentError("a key is not Ed25519");
    if ((await sha256(fromHex(raw))) !== keyid) throw new DocumentError("a keyid is not its key's SHA-256");
    keys.set(keyid, raw);
  }
  return keys;
}

/**
 * @param {unknown} value
 * @param {ReadonlyMap<string, string>} keys
 */
function readRole(value, keys) {
  const role = object(value, "role");
  const keyids = strings(role["keyids"], "keyids");
  const threshold = integer(role["threshold"], "threshold");
  if (keyids.length === 0 || new Set(keyids).size !== keyids.length) throw new DocumentError("keyids are none or repeated");
  if (threshold > keyids.length) throw new DocumentError("the threshold is more than the keys");
  const raw = keyids.map((keyid) => keys.get(keyid) ?? fail(`no key ${keyid.slice(0, 80)}`));
  return Object.freeze({ keyids: Object.freeze(keyids), keys: Object.freeze(raw), threshold });
}

/** @param {unknown} value */
function readBrand(value) {
  const brand = object(value, "brand");
  const id = string(brand["id"], "id");
  if (!BRAND_ID.test(id)) throw new DocumentError("a brand's id has other letters than a-z, 0-9, _ and -");
  requireWellFormed(brand);
  const policyUrl = brand["policy_url"] ?? null;
  if (policyUrl !== null && !string(policyUrl, "policy_url").startsWith("https://")) throw new DocumentError("policy_url is not https");
  return Object.freeze({
    id,
    name: string(brand["name"], "name"),
    domains: strings(brand["domains"], "domains"),
    senders: strings(brand["senders"], "senders"),
    owned: strings(brand["owned"], "owned"),
    tenants: strings(brand["tenants"], "tenants"),
    carriers: strings(brand["carriers"], "carriers"),
    policyUrl: /** @type {string | null} */ (policyUrl),
  });
}

/**
 * Fields that we do not use must be well formed, too: a document is valid for every client or for none.
 * @param {Record<string, unknown>} brand
 */
function requireWellFormed(brand) {
  for (const name of ["links", "known", "phones", "never_asks"]) strings(brand[name], name);
  for (const value of list(brand["aliases"], "aliases")) {
    const { text, common = false } = object(value, "alias");
    if (typeof text !== "string" || typeof common !== "boolean") fail("an alias is not a text");
  }
  const { guard = "full", links_complete: linksComplete = false } = brand;
  if (typeof linksComplete !== "boolean") fail("links_complete is not a boolean");
  if (!GUARDS.includes(string(guard, "guard"))) fail("guard is unknown");
}

/**
 * @param {unknown} value
 * @returns {Blocked}
 */
function readBlocked(value) {
  const { sender, domain, until } = object(value, "blocked");
  if ((sender === undefined) === (domain === undefined)) fail("an entry of blocked has sender and domain, or neither");
  return Object.freeze({ entry: string(sender ?? domain, "blocked"), until: time(until, "until") });
}

/** @param {unknown} value */
function requirePerson(value) {
  const person = object(value, "person");
  string(person["name"], "name");
  for (const name of ["aliases", "addresses"]) strings(person[name], name);
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function object(value, name) {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof OtherNumber);
  return isObject ? /** @type {Record<string, unknown>} */ (value) : fail(`${name} is not an object`);
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function string(value, name) {
  return typeof value === "string" ? value : fail(`${name} is not a string`);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown[]} missing is empty
 */
function list(value = [], name) {
  return Array.isArray(value) ? value : fail(`${name} is not a list`);
}

/**
 * @param {unknown} value
 * @param {string} name missing is empty
 */
function strings(value, name) {
  return list(value, name).map((item) => string(item, name));
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {boolean} missing
 */
function boolean(value, name, missing) {
  if (value === undefined) return missing;
  return typeof value === "boolean" ? value : fail(`${name} is not a boolean`);
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function integer(value, name) {
  return typeof value === "number" && value >= 1 ? value : fail(`${name} is not an integer from 1`);
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function time(value, name) {
  const text = string(value, name);
  const milliseconds = TIME.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes 30 February for 1 March; the field must name a day that exists.
  const exists = !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text.slice(0, -1));
  return exists ? milliseconds : fail(`${name} is not a time`);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  throw new DocumentError(message);
}
