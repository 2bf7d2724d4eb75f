/** What the reader sets: which server, which root, which webmails. */

import { record } from "../decoders.js";
import { AddressError } from "../errors.js";

/** @type {Settings} */
export const DEFAULTS = Object.freeze({
  server: "http://127.0.0.1:8025",
  token: "",
  pin: "",
  webmails: Object.freeze([]),
  headersOnly: false,
});

const FINGERPRINT = /^[0-9a-f]{64}$/;

/**
 * Settings from what was stored; an invalid value counts as not set.
 * @param {unknown} stored
 * @param {Settings} [defaults] what counts where nothing is set
 */
export function readSettings(stored, defaults = DEFAULTS) {
  const { server, token, pin, webmails, headersOnly } = record(stored);
  const isPinned = typeof pin === "string" && FINGERPRINT.test(pin);
  // Earlier versions stored the default address with every change: without a pin it is nobody's choice.
  const isChosen = typeof server === "string" && isServer(server) && (isPinned || server !== DEFAULTS.server);
  return Object.freeze({
    server: isChosen ? server : defaults.server,
    token: typeof token === "string" ? token : defaults.token,
    pin: isPinned ? pin : defaults.pin,
    webmails: Array.isArray(webmails) ? webmails.filter((item) => typeof item === "string" && isWebmail(item)) : DEFAULTS.webmails,
    headersOnly: typeof headersOnly === "boolean" ? headersOnly : defaults.headersOnly,
  });
}

/**
 * A fingerprint as people write it: in groups, with blanks, colons or hyphens between them.
 * @param {string} typed
 * @returns {string | null} 64 hex digits
 */
export function parseFingerprint(typed) {
  const digits = typed.replace(/[\s:-]/g, "").toLowerCase();
  return FINGERPRINT.test(digits) ? digits : null;
}

/**
 * The address of a server that a reader joins, as typed or as the poster's QR code has it: with the page's path, and perhaps
 * with the fingerprint behind `#`.
 * @param {string} typed
 * @returns {{server: string, expected: string}} `expected` is "" where the address names no fingerprint
 * @throws {AddressError}
 */
export function joinAddress(typed) {
  const [place = "", ...fragment] = typed.trim().split("#");
  const server = serverAddress(place.replace(/[?].*$/, "").replace(/\/(?:join|extension)\/?$/, ""));
  const expected = fragment.length === 0 ? "" : parseFingerprint(fragment.join("#").replaceAll("%20", " "));
  if (expected === null) throw new AddressError("not_fingerprint");
  return { server, expected };
}

/**
 * A server's address as people type it. Only https, or http on this machine: the text of messages goes there.
 * @param {string} typed
 * @returns {string} without a trailing slash
 * @throws {AddressError}
 */
export function serverAddress(typed) {
  const url = address(typed);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) throw new AddressError("not_https");
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/**
 * A webmail's address as people copy it from the address bar.
 * @param {string} typed
 * @returns {string} its origin
 */
export function webmailOrigin(typed) {
  return address(typed).origin;
}

/**
 * A fingerprint in groups of four digits, so that two people can compare it by telephone.
 * @param {string} hex
 */
export function inGroups(hex) {
  return hex.match(/.{1,4}/g)?.join(" ") ?? "";
}

/** @param {string} typed */
function address(typed) {
  const text = typed.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const full = hasScheme ? text : `https://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") throw new AddressError("not_address");
  if (!isHost(url.hostname) || (!hasScheme && !isFullHost(text))) throw new AddressError("not_address");
  return url;
}

/** @param {string} hostname in a URL, which takes empty labels */
function isHost(hostname) {
  return hostname.startsWith("[") || hostname.replace(/\.$/, "").split(".").every((label) => label !== "");
}

/**
 * A single word is no address: "gmail" is not what its reader means. Who has such a host writes the scheme, too.
 * @param {string} text without a scheme
 */
function isFullHost(text) {
  const host = /^[^/?#]*/.exec(text)?.[0] ?? "";
  return /[^.]\.[^.]|^\[|:\d+$/.test(host) || host === "localhost";
}

/** @param {string} hostname */
function isLoopback(hostname) {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** @param {string} text */
function isServer(text) {
  try {
    return serverAddress(text) === text;
  } catch {
    return false;
  }
}

/** @param {string} text */
function isWebmail(text) {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
