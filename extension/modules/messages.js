/** What content scripts say to the background, and what it answers. Whatever does not fit is refused as a whole. */

import { isText, record } from "./shape.js";

const YAHOO_ID = /^[\w-]{1,200}$/;
const MAX = Object.freeze({ id: 500, headers: 256 * 1024, from: 2000, subject: 2000, text: 16 * 1024, links: 200, href: 2000, raw: 36_000_000, rows: 100 });

/** @param {unknown} value @returns {ContentMessage | RenewMessage | FileMessage | null} */
export function readMessage(value) {
  const { type, page, id, evidence, raw, rows, marks } = record(value);
  if (type === "settings" || type === "renew") return { type };
  if (type === "source") return readSource(value);
  if (type === "file") return isText(raw, MAX.raw) ? { type, raw } : null;
  if (!isText(page, MAX.id)) return null;
  if (type === "rows") return isList(rows, isRow) ? { type, page, rows: rows.map(({ id, webmail, from, subject }) => ({ id, webmail, from, subject })) } : null;
  if (type === "listed") return isList(marks, isMark) ? { type, page, marks: marks.map(({ from, text }) => ({ from, text })) } : null;
  if (type === "gone") return id === null || isText(id, MAX.id) ? { type, page, id } : null;
  if (!isText(id, MAX.id)) return null;
  if (type === "unreadable") return { type, page, id };
  const seen = readEvidence(evidence);
  if (type !== "check" || seen === null || !isTextOrNull(raw, MAX.raw)) return null;
  return { type, page, id, evidence: seen, raw };
}

/** @param {unknown} value @returns {SourceMessage | null} */
function readSource(value) {
  const { mailbox, message } = record(value);
  const fits = isText(mailbox, MAX.id) && isText(message, MAX.id) && YAHOO_ID.test(mailbox) && YAHOO_ID.test(message);
  return fits ? { type: "source", mailbox, message } : null;
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

/** @template T @param {unknown} value @param {(item: unknown) => item is T} is @returns {value is T[]} */
function isList(value, is) {
  return Array.isArray(value) && value.length <= MAX.rows && value.every(is);
}

/** @param {unknown} value @returns {value is RowQuestion} */
function isRow(value) {
  const { id, webmail, from, subject } = record(value);
  return isText(id, MAX.id) && isText(webmail, 40) && isText(from, MAX.from) && isText(subject, MAX.subject);
}

/** @param {unknown} value @returns {value is {from: string, text: string}} */
function isMark(value) {
  const { from, text } = record(value);
  return isText(from, MAX.from) && isText(text, MAX.subject);
}

/** @param {unknown} value @param {number} limit @returns {value is string | null} */
function isTextOrNull(value, limit) {
  return value === null || isText(value, limit);
}
