/**
 * Our own reading of a message's From, so that green does not rest on the server's reading alone.
 *
 * It takes only what every mail program reads in one way: exactly one From field, with exactly one plain mailbox
 * (RFC 5322 section 3.4, without routes, groups, quoted local parts and comments inside the address). Everything else is
 * null, and null is never green.
 */

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const COMMENT = String.raw`\((?:[^()\\]|\\.)*\)`;
const ATOM = String.raw`[^\s<>"(),:;@\\\[\]]`;
const ADDRESS = `${ATOM}+@${ATOM}+`;
const WITH_NAME = new RegExp(String.raw`^(?:${QUOTED}|${COMMENT}|${ATOM}|[ \t])*<[ \t]*(${ADDRESS})[ \t]*>[ \t]*(?:${COMMENT}[ \t]*)?$`, "u");
const BARE = new RegExp(String.raw`^[ \t]*(${ADDRESS})[ \t]*(?:${COMMENT}[ \t]*)?$`, "u");
const FIELD = /^[\x21-\x39\x3b-\x7e]+:/;
const FROM = /^from[\s\0]*:/i;
const MAX_FROM = 2000; // characters; a longer one is nobody's address, and patterns stay quick

/**
 * @param {string | null} headers the header block as text, with or without what follows it
 * @returns {string | null} the address, in lower case, its domain as A-labels
 */
export function fromAddress(headers) {
  if (headers === null) return null;
  const lines = blockOf(headers);
  if (lines === null) return null;
  const fields = unfold(lines).filter((field) => FROM.test(field));
  const field = fields[0];
  if (field === undefined || fields.length !== 1 || !/^from:/i.test(field) || field.length > MAX_FROM) return null;
  return mailbox(field.slice("from:".length));
}

/**
 * One address in the form in which addresses are compared.
 * @param {string} address
 * @returns {string | null} null when it is not an address with a domain name
 */
export function canonical(address) {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at).toLowerCase();
  const domain = asciiDomain(address.slice(at + 1));
  return at > 0 && domain !== null && !local.includes("=?") && !/^\.|\.\.|\.$/.test(local) ? `${local}@${domain}` : null;
}

/** @param {string} value of the From field */
function mailbox(value) {
  const address = (WITH_NAME.exec(value) ?? BARE.exec(value))?.[1];
  return address === undefined ? null : canonical(address);
}

/**
 * The lines up to the first empty one, or null where programs disagree on what the fields are: bare CR, NUL, a line that
 * is neither a field nor its continuation, a continuation of nothing.
 * @param {string} text
 */
function blockOf(text) {
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const lines = text.slice(0, end).split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const clean = lines.every((line, i) => !/[\0\r]/.test(line) && (FIELD.test(line) || (i > 0 && /^[ \t]/.test(line))));
  return clean ? lines : null;
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

/** @param {string} name @returns {string | null} lower-case A-labels (UTS #46), as the browser itself makes them */
function asciiDomain(name) {
  if (/[/?#\\:[\]%]/.test(name) || !URL.canParse(`http://${name}/`)) return null;
  const host = new URL(`http://${name}/`).hostname.replace(/\.$/, "");
  return /^[\d.]+$/.test(host) || !host.includes(".") ? null : host;
}
