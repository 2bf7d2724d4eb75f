/**
 * Our own parser of a message's From, so that green does not rest on the server's alone.
 *
 * It takes only what every mail program reads the same way: exactly one From field, with exactly one plain mailbox
 * (RFC 5322 section 3.4, without routes, groups, quoted local parts and comments inside the address). Everything else is
 * null, and null is never green.
 */

const QUOTED_STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const COMMENT = String.raw`\((?:[^()\\]|\\.)*\)`;
const ATEXT = String.raw`[^\s<>"(),:;@\\\[\]]`;
const ADDR_SPEC = `${ATEXT}+@${ATEXT}+`;
const DISPLAY_NAME = String.raw`(?:${QUOTED_STRING}|${COMMENT}|${ATEXT}|[ \t])*`;
const NAME_ADDR = new RegExp(String.raw`^${DISPLAY_NAME}<[ \t]*(${ADDR_SPEC})[ \t]*>[ \t]*(?:${COMMENT}[ \t]*)?$`, "u");
const BARE_ADDR_SPEC = new RegExp(String.raw`^[ \t]*(${ADDR_SPEC})[ \t]*(?:${COMMENT}[ \t]*)?$`, "u");
const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+:/;
const FROM_NAME = /^from[\s\0]*:/i;
export const MAX_FROM_CHARS = 2000; // a longer field is refused: the patterns stay fast

/**
 * @param {string | null} headers the header block as text, with or without what follows it
 * @returns {string | null} the address, in lower case, its domain as A-labels
 */
export function fromAddress(headers) {
  if (headers === null) return null;
  const lines = headerLines(headers);
  if (lines === null) return null;
  const fields = unfold(lines).filter((field) => FROM_NAME.test(field));
  const field = fields[0];
  if (field === undefined || fields.length !== 1 || !/^from:/i.test(field) || field.length > MAX_FROM_CHARS) return null;
  return addressOf(field.slice("from:".length));
}

/**
 * One address in the form in which addresses are compared.
 * @param {string} address
 * @returns {string | null} null when it is not an address with a domain name
 */
export function canonicalAddress(address) {
  const separator = address.lastIndexOf("@");
  const local = address.slice(0, separator).toLowerCase();
  const domain = asciiDomain(address.slice(separator + 1));
  return separator > 0 && domain !== null && !local.includes("=?") && !/^\.|\.\.|\.$/.test(local) ? `${local}@${domain}` : null;
}

/** @param {string} value of the From field */
function addressOf(value) {
  const address = (NAME_ADDR.exec(value) ?? BARE_ADDR_SPEC.exec(value))?.[1];
  return address === undefined ? null : canonicalAddress(address);
}

/**
 * The lines up to the first empty one, or null where mail programs disagree on what the fields are: bare CR, NUL, a line that
 * is neither a field nor its continuation, a continuation of nothing.
 * @param {string} text
 */
function headerLines(text) {
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const lines = text.slice(0, end).split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const isWellFormed = lines.every((line, i) => !/[\0\r]/.test(line) && (FIELD_NAME.test(line) || (i > 0 && /^[ \t]/.test(line))));
  return isWellFormed ? lines : null;
}

/** @param {readonly string[]} lines */
function unfold(lines) {
  /** @type {string[]} */
  const fields = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line)) fields[fields.length - 1] += ` ${line.trim()}`;
    else fields.push(line);
  }
  return fields;
}

/**
 * @param {string} name
 * @returns {string | null} lower-case A-labels (UTS #46), as the browser itself makes them
 */
function asciiDomain(name) {
  if (/[/?#\\:[\]%]/.test(name) || !URL.canParse(`http://${name}/`)) return null;
  const host = new URL(`http://${name}/`).hostname.replace(/\.$/, "");
  return /^[\d.]+$/.test(host) || !host.includes(".") ? null : host;
}
