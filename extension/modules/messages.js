/** What content scripts say to the background, and what it answers. Whatever does not fit is refused as a whole. */

import { isText, record } from "./shape.js";

const MAX = Object.freeze({ id: 500, headers: 256 * 1024, from: 2000, subject: 2000, text: 16 * 1024, links: 200, href: 2000, raw: 36_000_000 });

/** @param {unknown} value @returns {ContentMessage | RenewMessage | null} */
export function readMessage(value) {
  const { type, page, id, evidence, raw } = record(value);
  if (type === "settings" || type === "renew") return { type };
  if (!isText(page, MAX.id)) return null;
  if (type === "gone") return id === null || isText(id, MAX.id) ? { type, page, id } : null;
  if (!isText(id, MAX.id)) return null;
  if (type === "unreadable") return { type, page, id };
  const seen = readEvidence(evidence);
  if (type !== "check" || seen === null || !isTextOrNull(raw, MAX.raw)) return null;
  return { type, page, id, evidence: seen, raw };
}

/** @param {unknown} value @returns {Evidence | null} */
function readEvidence(value) {
  const { webmail, headers, shown, from, subject, text, links } = record(value);
  if (!isText(webmail, 40) || !isTextOrNull(headers, MAX.headers) || !isTextOrNull(shown, MAX.from)) return null;
  if (!isText(from, MAX.from) || !isText(subject, MAX.subject) || !isText(text, MAX.text)) return null;
  if (!Array.isArray(links) || links.length > MAX.links || !links.every(isLink)) return null;
  return { webmail, headers, shown, from, subject, text, links: links.map(({ href, text }) => ({ href, text })) };
}

/** @param {unknown} value @returns {value is {href: string, text: string}} */
function isLink(value) {
  const { href, text } = record(value);
  return isText(href, MAX.href) && isText(text, MAX.href);
}

/** @param {unknown} value @param {number} limit @returns {value is string | null} */
function isTextOrNull(value, limit) {
  return value === null || isText(value, limit);
}
