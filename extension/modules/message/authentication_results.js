/**
 * Our own reading of Authentication-Results (RFC 8601), as a second witness beside the server: by the rules of the server's
 * core/evidence, and stricter where those need the public suffix list. Whatever is unclear is no pass.
 */

import { headerFields, repeatedFields, valuesOf } from "./header_fields.js";
import { byHost, isWithin, wasReceivedBy, wasReceivedElsewhere } from "./received.js";
import { lowerCase, parseResults } from "./results_grammar.js";
import { leavesWordsOpen } from "./signed_fields.js";

/** Of Exchange Online, which writes none: its results count only where they are topmost. */
const MICROSOFT = "microsoft";
/** Which authserv-ids are a webmail provider's own. In its webmail, no other provider's results count. */
const PROVIDER_IDS = /** @type {Record<string, readonly string[]>} */ ({
  gmail: ["mx.google.com"],
  outlook: [MICROSOFT],
  proton: ["mail.protonmail.ch", "mailin.protonmail.ch"],
});

/** Mail programs read the mailboxes of many providers, which do not remove results that a sender wrote in our server's name. */
export const MAIL_PROGRAMS = Object.freeze(["thunderbird"]);
/** Webmails to which a reader can add a mailbox of another provider. They mostly show that of the trusted server. */
export const MULTI_ACCOUNT_WEBMAILS = Object.freeze(["cypht", "horde", "nextcloud", "snappymail", "sogo", "zimbra"]);
/** Of the hosts that write Exchange Online's Received fields. */
const MICROSOFT_DOMAIN = "outlook.com";

/**
 * @typedef {import("./results_grammar.js").MethodResult} MethodResult
 * @typedef {import("./results_grammar.js").Results} Results
 */

/**
 * Whether the newest results of a trusted mail server say that the sender's domain was authenticated.
 * @param {string | null} headers
 * @param {{domain: string, listed: string | null, webmail: string, authservIds: readonly string[]}} question the From domain, and
 *   the listed domain that it is or is below, if it is not an exact sender's: what lies below that is one organisation's
 */
export function isAuthenticated(headers, { domain, listed, webmail, authservIds }) {
  const fields = headerFields(headers) ?? [];
  const trusted = trustedIds(authservIds, webmail);
  const newest = newestTrusted(fields, trusted);
  if (newest === null || repeatedFields(fields).length > 0) return false;
  const { authservId, results } = newest;
  if (!isOwnMailbox(fields, authservId ?? MICROSOFT_DOMAIN, webmail)) return false;
  const isAligned = (/** @type {string} */ name) => {
    const other = lowerCase(name).replace(/\.$/, "");
    return other === domain || (listed !== null && (other === listed || other.endsWith(`.${listed}`)));
  };
  const isSender = (/** @type {string} */ name) => isAligned(name) || domain.endsWith(`.${lowerCase(name)}`);
  const isSentByOwnHost = results.some(({ method, result, properties }) => method === "spf" && result === "pass" &&
    isAligned((properties.get("smtp.mailfrom") ?? "").split("@").at(-1) ?? ""));
  return isPassOf(results, isAligned, isSender) && (isSentByOwnHost || !leavesWordsOpen(fields, isSender));
}

/**
 * Whether the server that reports may be the one that put the message there.
 * @param {readonly string[]} fields
 * @param {string} authservId
 * @param {string} webmail
 */
function isOwnMailbox(fields, authservId, webmail) {
  const hops = fields.filter((field) => /^received:/i.test(field));
  if (MAIL_PROGRAMS.includes(webmail)) return wasReceivedBy(hops, authservId);
  return !MULTI_ACCOUNT_WEBMAILS.includes(webmail) || !wasReceivedElsewhere(hops, authservId);
}

/**
 * @param {readonly MethodResult[]} results
 * @param {(domain: string) => boolean} isAligned
 * @param {(domain: string) => boolean} isSender the same, and the domains above the sender's
 */
function isPassOf(results, isAligned, isSender) {
  const dmarc = results.filter(({ method }) => method === "dmarc");
  const [first] = dmarc;
  const isPass = (/** @type {MethodResult} */ { result }) => result === "pass";
  const authors = dmarc.map(({ properties }) => properties.get("header.from") ?? "");
  if (first !== undefined) {
    if (dmarc.some(({ result }) => result !== first.result)) return false;
    if (authors.some((author) => author !== "" && !isSender(author.split("@").at(-1) ?? ""))) return false; // of a sender that we did not read
    if (isPass(first) && isAligned(authors[0] ?? "")) return true;
    if (first.result === "fail") return false;
  }
  return results.some((result) => result.method === "dkim" && isPass(result) && isAligned(signingDomain(result)));
}

/**
 * @param {readonly string[]} authservIds
 * @param {string} webmail
 */
function trustedIds(authservIds, webmail) {
  const own = PROVIDER_IDS[webmail];
  const others = own === undefined ? [] : Object.values(PROVIDER_IDS).flat().filter((id) => !own.includes(id));
  return authservIds.filter((id) => !others.includes(id));
}

/**
 * The topmost results of a trusted authserv-id. A field that cannot be read ends the search, for it may be the trusted server's.
 * @param {readonly string[]} fields
 * @param {readonly string[]} trusted
 * @returns {Results | null}
 */
function newestTrusted(fields, trusted) {
  const positions = fields.flatMap((field, i) => (/^authentication-results:/i.test(field) ? [i] : []));
  for (const [rank, position] of positions.entries()) {
    const results = resultsAt(fields, position);
    if (results === null) return null;
    const { authservId } = results;
    if (authservId === null) return rank === 0 && trusted.includes(MICROSOFT) ? results : null;
    if (authservId === MICROSOFT || !trusted.includes(authservId)) continue;
    if (isBeyondBoundary(fields, position, authservId)) return null;
    return { authservId, results: joined(fields, position, authservId, results.results) };
  }
  return null;
}

/**
 * With the results of the same server in the fields right below, where nobody but that server can have written them.
 * @param {readonly string[]} fields
 * @param {number} position
 * @param {string} authservId
 * @param {readonly MethodResult[]} newest
 * @returns {readonly MethodResult[]}
 */
function joined(fields, position, authservId, newest) {
  const firstHop = fields.findIndex((field) => /^received:/i.test(field));
  const isAboveOwnHop = firstHop > position && isWithin(byHost(fields[firstHop] ?? ""), authservId);
  if (!isAboveOwnHop && !PROVIDER_IDS["proton"]?.includes(authservId)) return newest;
  const all = [...newest];
  for (let i = position + 1; /^authentication-results:/i.test(fields[i] ?? ""); i += 1) {
    const results = resultsAt(fields, i);
    if (results === null) return []; // it may hold a failure
    if (results.authservId !== authservId) break;
    all.push(...results.results);
  }
  return all;
}

/**
 * Whether a host of another organisation has had the message since: then the sender may have written the field.
 * @param {readonly string[]} fields
 * @param {number} position
 * @param {string} authservId
 */
function isBeyondBoundary(fields, position, authservId) {
  let isInside = false;
  for (const field of fields.slice(0, position)) {
    const host = /^received:/i.test(field) ? byHost(field) : null;
    if (host === null) continue;
    if (isWithin(host, authservId)) isInside = true;
    else if (isInside) return true;
  }
  return false;
}

/**
 * @param {readonly string[]} fields
 * @param {number} position
 */
function resultsAt(fields, position) {
  const [value = ""] = valuesOf(fields.slice(position, position + 1), "authentication-results");
  return parseResults(value);
}

/** @param {MethodResult} result the SDID, or else the domain of the AUID (RFC 8601 section 2.7.1) */
function signingDomain({ properties }) {
  return properties.get("header.d") ?? (properties.get("header.i") ?? "").split("@").at(-1) ?? "";
}
