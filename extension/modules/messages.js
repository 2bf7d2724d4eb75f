/** What content scripts say to the background, and what it answers. Whatever does not fit is refused as a whole. */

import { isText, record } from "./shape.js";

/**
 * @typedef {object} Evidence
 * @property {string} webmail the reader that found it
 * @property {string | null} headers the header block, null when the page gives none
 * @property {string | null} shown the From address that the page shows
 * @property {string} from the From as the page shows it, name and address
 * @property {string} subject
 * @property {string} text visible text, at most 16 KB
 * @property {readonly {href: string, text: string}[]} links
 *
 * @typedef {object} CheckMessage
 * @property {"check"} type
 * @property {string} page which load of the page speaks
 * @property {string} id the message's name in that page
 * @property {Evidence} evidence
 * @property {string | null} raw base64 of the byte-exact message, once the server has asked for it
 *
 * @typedef {{type: "unreadable", page: string, id: string}} UnreadableMessage the page shows a message that cannot be read
 * @typedef {{type: "gone", page: string, id: string | null}} GoneMessage a message is closed, or (null) all of the page
 * @typedef {{type: "settings"}} SettingsMessage the reader asks for the settings
 * @typedef {{type: "renew"}} RenewMessage the settings page asks to fetch the list
 * @typedef {CheckMessage | UnreadableMessage | GoneMessage | SettingsMessage} ContentMessage
 *
 * @typedef {{view: import("./badge.js").BadgeView, needs: "raw" | null}} CheckReply
 */

const MAX = Object.freeze({ id: 500, headers: 256 * 1024, from: 2000, subject: 2000, text: 16 * 1024, links: 200, href: 2000, raw: 36_000_000 });

/**
 * @param {unknown} value
 * @returns {ContentMessage | RenewMessage | null}
 */
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
