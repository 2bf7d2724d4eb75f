/**
 * Our own parser of a message's From, so that green does not rest on the server's alone.
 *
 * It takes only what every mail program reads the same way: exactly one From field, with exactly one plain mailbox
 * (RFC 5322 section 3.4, without routes, groups, quoted local parts and comments inside the address). Everything else is
 * null, and null is never green.
 */

import { headerFields } from "./header_fields.js";

const QUOTED_STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const COMMENT = String.raw`\((?:[^()\\]|\\.)*\)`;
const ATEXT = String.raw`[^\s\x1c-\x1f\x85<>"(),:;@\\\[\]]`;
const ADDR_SPEC = `${ATEXT}+@${ATEXT}+`;
const DISPLAY_NAME = String.raw`(?:${QUOTED_STRING}|${COMMENT}|${ATEXT}|[ \t])*`;
const NAME_ADDR = new RegExp(String.raw`^${DISPLAY_NAME}<[ \t]*(${ADDR_SPEC})[ \t]*>[ \t]*(?:${COMMENT}[ \t]*)?$`, "u");
const BARE_ADDR_SPEC = new RegExp(String.raw`^[ \t]*(${ADDR_SPEC})[ \t]*(?:${COMMENT}[ \t]*)?$`, "u");
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Mn}\p{Me}]/u; // control, format and combining characters
const BECOMES_ASCII = /\u212a/; // the one letter beyond ASCII that is within it once it is in lower case
const FROM_NAME = /^from[\s\0]*:/i;
const HOST_NAME = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/;
export const MAX_FROM_CHARS = 2000; // a longer field is refused: the patterns stay fast

/**
 * @param {string | null} headers the header block as text, with or without what follows it
 * @returns {string | null} the address, in lower case, its domain as A-labels
 */
export function fromAddress(headers) {
  const fields = headerFields(headers)?.filter((candidate) => FROM_NAME.test(candidate)) ?? [];
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
  const isPlain = !address.includes("=?") && !BECOMES_ASCII.test(address) && !/^\.|\.\.|\.@|\.$/.test(address) && !INVISIBLE.test(address);
  return separator > 0 && domain !== null && isPlain ? `${local}@${domain}` : null;
}

/** @param {string} value of the From field */
function addressOf(value) {
  if (value.includes("\\") && value.split("@").length > 2) return null; // programs differ in what a backslash before a quote ends
  const address = (NAME_ADDR.exec(value) ?? BARE_ADDR_SPEC.exec(value))?.[1];
  return address === undefined ? null : canonicalAddress(address);
}

/**
 * @param {string} name
 * @returns {string | null} lower-case A-labels (UTS #46), as the browser itself makes them
 */
function asciiDomain(name) {
  if (/[/?#\\:[\]%]/.test(name) || !URL.canParse(`http://${name}/`)) return null;
  const host = new URL(`http://${name}/`).hostname;
  const isMapped = !/^[\0-\x7f]*$/.test(name) && !host.includes("xn--"); // full-width letters of an ASCII name
  return !HOST_NAME.test(host) || /^[\d.]+$/.test(host) || isMapped ? null : host;
}
