/**
 * Whether a source is that of the message which the page shows, by Subject and Date beside the sender. Only what both have in a
 * form that a machine reads is compared: webmails shorten and translate what they show, and that is no difference.
 */

import { headerFields, valuesOf } from "./header_fields.js";

const ENCODED_WORD = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=/gi;
const REPLY_PREFIX = /^(\s*(\[[^\]]*\]|[\p{L}]{1,5}(\[\d+\])?\s?[:：]))*/u; // "Re:", "AW:", "Bls:", "[list]": some webmails leave them out
const QUARTER_MS = 15 * 60_000; // zones differ by quarters of an hour
const MAX_ZONE_DIFFERENCE_MS = 26 * 60 * 60_000;
const MINUTE_MS = 60_000;
const MIN_COMPARED_LETTERS = 3;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * @param {string | null} headers of the source
 * @param {Witness} witness what the page shows
 * @returns {boolean} false only where the two name different subjects or minutes
 */
export function isSourceOf(headers, { subject, date }) {
  const fields = headerFields(headers);
  if (fields === null) return true;
  const [subjects, dates] = [valuesOf(fields, "subject"), valuesOf(fields, "date")];
  return isSameSubject(one(subjects), subject) && isSameMinute(one(dates), date);
}

/** @param {readonly string[]} values the first; null where there is none, or several that programs choose from */
function one(values) {
  return values.length === 1 ? (values[0] ?? null) : null;
}

/**
 * @param {string | null} field
 * @param {string | null} shown
 */
function isSameSubject(field, shown) {
  const source = field === null ? null : decoded(field);
  if (source === null || shown === null) return true;
  const [a, b] = [letters(source), letters(shown)];
  if (Math.min(a.length, b.length) < MIN_COMPARED_LETTERS) return true; // "(no subject)" in any language, or signs alone
  return a.startsWith(b) || b.startsWith(a) || a.endsWith(b) || b.endsWith(a);
}

/** @param {string} subject what of it no webmail changes: its letters and digits, without prefixes */
function letters(subject) {
  return subject.normalize("NFKC").replace(REPLY_PREFIX, "").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/**
 * A field's encoded-words decoded (RFC 2047).
 * @param {string} value
 * @returns {string | null} null where programs may read it differently
 */
export function decoded(value) {
  const parts = value.split(ENCODED_WORD); // plain text, then charset, encoding and content of each word with the text behind it
  const plain = parts.filter((_, i) => i % 4 === 0);
  const isGlued = plain.some((text, i) => (i > 0 && /^\S/.test(text)) || (i < plain.length - 1 && /\S$/.test(text)));
  if (isGlued || /[^\0-\x7f]/.test(value)) return null; // or bytes in a charset that nobody names
  /** @type {(string | {charset: string, bytes: number[]})[]} */
  const runs = [plain[0] ?? ""];
  try {
    for (let i = 1; i < parts.length; i += 4) {
      const [charset = "", encoding = "", content = "", behind = ""] = parts.slice(i, i + 4);
      const last = runs.at(-1);
      const bytes = bytesOf(encoding, content);
      if (typeof last === "object" && last.charset === charset.toLowerCase()) last.bytes.push(...bytes); // a character may lie across two
      else runs.push({ charset: charset.toLowerCase(), bytes });
      if (/\S/.test(behind)) runs.push(behind); // blanks between two words are no text
    }
    const text = runs.map((run) => (typeof run === "string" ? run : textOf(run))).join("");
    return text.includes("=?") ? null : text;
  } catch {
    return null; // no such charset, or not of it
  }
}

/**
 * @param {string} encoding
 * @param {string} content
 */
function bytesOf(encoding, content) {
  if (/b/i.test(encoding)) return Array.from(atob(content), (char) => char.charCodeAt(0));
  const text = content.replace(/_/g, " ").replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Array.from(text, (char) => char.charCodeAt(0));
}

/** @param {{charset: string, bytes: readonly number[]}} run */
function textOf({ charset, bytes }) {
  return new TextDecoder(charset, { fatal: true }).decode(Uint8Array.from(bytes));
}

/**
 * @param {string | null} field
 * @param {string | null} shown
 */
function isSameMinute(field, shown) {
  const [a, b] = [field === null ? null : timeOf(field), shown === null ? null : timeOf(shown)];
  if (a === null || b === null) return true;
  const difference = Math.abs(a.minute - b.minute);
  if (a.hasZone && b.hasZone) return difference === 0;
  return difference <= MAX_ZONE_DIFFERENCE_MS && difference % QUARTER_MS === 0;
}

/**
 * A time in one of the forms of `Witness.date`.
 * @param {string} text
 * @returns {{minute: number, hasZone: boolean} | null} the beginning of its minute, milliseconds since 1970
 */
function timeOf(text) {
  if (/^\d{10}(\d{3})?$/.test(text)) return { minute: minuteOf(Number(text) * (text.length === 10 ? 1000 : 1)), hasZone: true };
  const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?$/.exec(text);
  const mail = /^(?:[A-Z][a-z]{2},\s*)?(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})\s+(\d\d):(\d\d)(?::\d\d)?\s+([+-]\d{4}|GMT|UTC?)(?:\s+\([^()]*\))?$/.exec(text);
  if (iso !== null) return time(iso.slice(1, 6).map(Number), iso[6] ?? null);
  if (mail === null) return null;
  const [, day, month = "", year, hour, minute, zone = ""] = mail;
  return time([Number(year), MONTHS.indexOf(month) + 1, Number(day), Number(hour), Number(minute)], /\d/.test(zone) ? zone : "Z");
}

/**
 * @param {readonly number[]} parts year, month from 1, day, hour, minute
 * @param {string | null} zone null where none is named
 */
function time([year = 0, month = 0, day = 0, hour = 0, minute = 0], zone) {
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? "") ?? [];
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  const local = month === 0 ? Number.NaN : Date.UTC(year, month - 1, day, hour, minute);
  return Number.isNaN(local) ? null : { minute: local - offset, hasZone: zone !== null };
}

/** @param {number} milliseconds */
function minuteOf(milliseconds) {
  return Math.floor(milliseconds / MINUTE_MS) * MINUTE_MS;
}
