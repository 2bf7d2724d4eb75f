/**
 * Our own reading of Authentication-Results (RFC 8601), as a second witness beside the server: by the rules of the server's
 * core/evidence, and stricter where those need the public suffix list. Whatever is unclear is no pass.
 */

import { headerFields, valuesOf } from "./header_fields.js";

const MAX_VALUE_CHARS = 16 * 1024;
const METHOD_RESULT = /^([a-z0-9-]+)(?:\/[0-9]+)?=([a-z0-9]+)$/i;
const PROPERTY = /^(smtp|header|body|policy|dns)\.[a-z0-9-]+$/;
const LOOKS_LIKE_RESULT = /;\s*[a-z0-9-]+(?:\/[0-9]+)?\s*=/i;
/** Of Exchange Online, which writes none: its results count only where they are topmost. */
const MICROSOFT = "microsoft";
/** Which authserv-ids are a webmail provider's own. In its webmail, no other provider's results count. */
const PROVIDER_IDS = /** @type {Record<string, readonly string[]>} */ ({
  gmail: ["mx.google.com"],
  outlook: [MICROSOFT],
  proton: ["mail.protonmail.ch", "mailin.protonmail.ch"],
});

/**
 * @typedef {{method: string, result: string, properties: ReadonlyMap<string, string>}} MethodResult
 * @typedef {{authservId: string | null, results: readonly MethodResult[]}} Results
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
  const results = newestTrusted(fields, trusted);
  if (results === null) return false;
  const isAligned = (/** @type {string} */ name) => {
    const other = name.toLowerCase().replace(/\.$/, "");
    return other === domain || (listed !== null && (other === listed || other.endsWith(`.${listed}`)));
  };
  const dmarc = results.filter(({ method }) => method === "dmarc");
  const [first] = dmarc;
  const isPass = (/** @type {MethodResult} */ { result }) => result === "pass";
  if (first !== undefined) {
    if (dmarc.some(({ result }) => result !== first.result)) return false;
    const headerFrom = first.properties.get("header.from") ?? "";
    if (isPass(first) && isAligned(headerFrom)) return true;
    if (first.result === "fail" && (headerFrom === "" || isAligned(headerFrom))) return false;
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
 * @returns {readonly MethodResult[] | null}
 */
function newestTrusted(fields, trusted) {
  const positions = fields.flatMap((field, i) => (/^authentication-results:/i.test(field) ? [i] : []));
  for (const [rank, position] of positions.entries()) {
    const results = resultsAt(fields, position);
    if (results === null) return null;
    const { authservId } = results;
    if (authservId === null) return rank === 0 && trusted.includes(MICROSOFT) ? results.results : null;
    if (authservId === MICROSOFT || !trusted.includes(authservId)) continue;
    if (isBeyondBoundary(fields, position, authservId)) return null;
    return joined(fields, position, authservId, results.results);
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

/** @param {string} received the host that wrote the field; null for one without a domain */
function byHost(received) {
  const end = received.lastIndexOf(";");
  const host = /\bby\s+([a-z0-9._-]+)/i.exec(end < 0 ? "" : received.slice(0, end))?.[1]?.toLowerCase() ?? "";
  return host.includes(".") && !/^[\d.]+$/.test(host) ? host : null;
}

/**
 * Whether a host is of the mail server's organisation, as near as can be told without the public suffix list.
 * @param {string | null} host
 * @param {string} authservId
 */
function isWithin(host, authservId) {
  const parent = authservId.split(".").length > 2 ? authservId.slice(authservId.indexOf(".") + 1) : authservId;
  return host !== null && (host === parent || host.endsWith(`.${parent}`));
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

/**
 * @param {string} value unfolded
 * @returns {Results | null} null where it does not follow the grammar of section 2.2, or may be read in two ways
 */
function parseResults(value) {
  const segments = value.length > MAX_VALUE_CHARS ? null : segmentsOf(value);
  if (segments === null) return null;
  const tokens = segments.map((segment) => segment.replace(/(^| )([a-z0-9./-]+) *= *(?=[^ ])/gi, "$1$2=").split(" ").filter(Boolean));
  const [first = []] = tokens;
  const [head] = first;
  if (head === undefined) return null;
  const hasId = !head.includes("=");
  if (hasId && (first.length > 2 || (first.length === 2 && !/^\d+$/.test(first[1] ?? "")))) return null;
  const results = tokens.slice(hasId ? 1 : 0).filter((each) => each.length > 0 && each.join() !== "none").map(methodResult);
  if (results.includes(null)) return null;
  return { authservId: hasId ? head.toLowerCase() : null, results: /** @type {MethodResult[]} */ (results) };
}

/**
 * @param {readonly string[]} tokens
 * @returns {MethodResult | null}
 */
function methodResult([head = "", ...rest]) {
  const [, method, result] = METHOD_RESULT.exec(head) ?? [];
  if (method === undefined || result === undefined) return null;
  const properties = new Map();
  for (const token of rest) {
    const separator = token.indexOf("=");
    const key = token.slice(0, Math.max(separator, 0)).toLowerCase();
    if (!PROPERTY.test(key) || separator === token.length - 1) continue; // servers add more: reason=… or action=…
    if (properties.has(key)) return null;
    properties.set(key, token.slice(separator + 1));
  }
  return { method: method.toLowerCase(), result: result.toLowerCase(), properties };
}

/**
 * What stands between semicolons that are neither in a comment nor in a quoted string. Comments become blanks; blanks in quoted
 * strings become no-break ones, where nothing is split.
 * @param {string} value
 */
function segmentsOf(value) {
  const segments = [""];
  const add = (/** @type {string} */ text) => void segments.push((segments.pop() ?? "") + text);
  for (let i = 0; i < value.length; i += 1) {
    const char = value[i] ?? "";
    if (char === "(" || char === '"') {
      const end = char === "(" ? endOfComment(value, i) : endOfQuotedString(value, i);
      if (end === null) return null;
      add(char === "(" ? " " : value.slice(i + 1, end).replace(/\\(.)/g, "$1").replaceAll(" ", "\u00a0"));
      i = end;
    } else if (char === ";") segments.push("");
    else if (/[\t\r\n ]/.test(char)) add(" ");
    else if (char < " " || char === ")" || char === "\x7f") return null;
    else add(char);
  }
  return segments;
}

/**
 * Where a comment ends that begins there; comments nest (RFC 5322 section 3.2.2). Null for one that does not end, that is glued to
 * a property, that may hide a result, or that holds half a quoted string.
 * @param {string} value
 * @param {number} start
 */
function endOfComment(value, start) {
  const before = value.slice(value.lastIndexOf(" ", start - 1) + 1, start);
  if (start > 0 && !/[ \t\r\n;)]$/.test(before) && before !== "" && before.split("=", 1)[0]?.includes(".")) return null;
  let depth = 0;
  for (let i = start; i < value.length; i += 1) {
    if (value[i] === "\\") i += 1;
    else if (value[i] === "(") depth += 1;
    else if (value[i] === ")" && (depth -= 1) === 0) {
      const comment = value.slice(start, i);
      const hasHalfQuote = comment.split('"').length % 2 === 0;
      return hasHalfQuote || LOOKS_LIKE_RESULT.test(comment) ? null : i;
    }
  }
  return null;
}

/**
 * @param {string} value
 * @param {number} start
 */
function endOfQuotedString(value, start) {
  for (let i = start + 1; i < value.length; i += 1) {
    if (value[i] === "\\") i += 1;
    else if (value[i] === '"') return i;
  }
  return null;
}
