/** One entry as it is typed, and as a list holds it (docs/format.md section 4): the server must answer the very same, or nothing is signed. Pure. */

const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const HOST = new RegExp(`^(?=.{1,253}$)(?:${LABEL}\\.)+(?!\\d+$)${LABEL}$`);
const LOCAL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~\u0080-\u{10ffff}-]{1,64}$/u;
const PHONE = /^\+?[0-9 ().\-/]{1,39}$/;
const AUTHSERV_ID = /^[a-z0-9](?:[a-z0-9._:-]{0,251}[a-z0-9])?$/;
const VISIBLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,100}$/u;
const MAX_URL_CHARS = 2000;

/** @type {Readonly<Record<EntryKind, (text: string) => string | null>>} null where it cannot be used */
export const READ = Object.freeze({ host, address, name, phone, authserv, url });

/**
 * Also of a whole address of a page or of a mailbox.
 * @param {string} text
 */
function host(text) {
  const typed = text.trim().replace(/^[a-z]+:\/\//i, "").replace(/^.*@/, "").replace(/[/?#].*$/, "").replace(/\.$/, "").replace(/^\*\./, "");
  try {
    const { hostname } = new URL(`http://${typed}`);
    return HOST.test(hostname) ? hostname : null;
  } catch {
    return HOST.test(typed.toLowerCase()) ? typed.toLowerCase() : null;
  }
}

/** @param {string} text */
function address(text) {
  const typed = text.trim().replace(/^.*<(.*)>$/, "$1").replace(/^mailto:/i, "");
  const at = typed.lastIndexOf("@");
  const local = typed.slice(0, at).toLowerCase();
  const domain = at < 1 ? null : host(typed.slice(at + 1));
  return domain === null || !LOCAL.test(local) ? null : `${local}@${domain}`;
}

/** @param {string} text */
function name(text) {
  const plain = text.trim().split(/\s+/).join(" ");
  return VISIBLE.test(plain) ? plain : null;
}

/** @param {string} text */
function phone(text) {
  const plain = text.trim().split(/\s+/).join(" ");
  const digits = plain.replace(/\D/g, "").length;
  return PHONE.test(plain) && digits >= 3 && digits <= 15 ? plain : null;
}

/** @param {string} text */
function authserv(text) {
  const plain = text.trim().toLowerCase();
  return AUTHSERV_ID.test(plain) ? plain : null;
}

/** @param {string} text */
function url(text) {
  const plain = text.trim();
  return /^https:\/\/[!-~]+$/.test(plain) && plain.length <= MAX_URL_CHARS ? plain : null;
}

/**
 * The first entry of a list that is not in the format: a server refuses it, and no eye is shown what it cannot see.
 * @param {ListContents} contents
 * @returns {string | null}
 */
export function malformedEntry({ brands, platforms, authserv_ids: servers, blocked, persons }) {
  const hosts = brands.flatMap((brand) => [...brand.domains, ...brand.owned, ...brand.tenants, ...brand.links, ...brand.known]);
  const addresses = brands.flatMap((brand) => [...brand.senders, ...brand.carriers]);
  const names = brands.flatMap((brand) => [brand.name, ...brand.aliases.map((alias) => alias.text)]);
  const words = brands.flatMap((brand) => brand.never_asks);
  for (const entry of blocked) ("sender" in entry ? addresses : hosts).push("sender" in entry ? entry.sender : entry.domain);
  for (const person of persons) {
    names.push(person.name, ...person.aliases);
    addresses.push(...person.addresses);
  }
  return (
    [...hosts, ...platforms].find((entry) => !HOST.test(entry)) ??
    addresses.find((entry) => !isAddress(entry)) ??
    names.find((entry) => name(entry) !== entry) ??
    brands.flatMap(({ phones }) => phones).find((entry) => phone(entry) !== entry) ??
    servers.find((entry) => !AUTHSERV_ID.test(entry)) ??
    words.find((word) => !/^[a-z_]{1,40}$/.test(word)) ??
    brands.flatMap((brand) => brand.policy_url ?? []).find((entry) => url(entry) !== entry) ??
    null
  );
}

/** @param {string} entry */
function isAddress(entry) {
  const at = entry.lastIndexOf("@");
  const local = entry.slice(0, at);
  return at > 0 && LOCAL.test(local) && VISIBLE.test(local) && HOST.test(entry.slice(at + 1));
}

/**
 * An id for a new brand, of its name.
 * @param {string} brandName
 * @param {readonly string[]} taken
 */
export function newId(brandName, taken) {
  const plain = brandName.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 50) || "brand";
  if (!taken.includes(plain)) return plain;
  let number = 2;
  while (taken.includes(`${plain}-${number}`)) number += 1;
  return `${plain}-${number}`;
}
