/** What the reader sets: which server, which root, which webmails. */

import { record } from "./decoders.js";
import { AddressError } from "./errors.js";

/** @type {Settings} */
export const DEFAULTS = Object.freeze({
  server: "http://127.0.0.1:8025",
  token: "",
  pin: "",
  webmails: Object.freeze([]),
  headersOnly: false,
});

/**
 * Settings from what was stored; an invalid value counts as not set.
 * @param {unknown} stored
 */
export function readSettings(stored) {
  const { server, token, pin, webmails, headersOnly } = record(stored);
  return Object.freeze({
    server: typeof server === "string" && isServer(server) ? server : DEFAULTS.server,
    token: typeof token === "string" ? token : DEFAULTS.token,
    pin: typeof pin === "string" && /^[0-9a-f]{64}$/.test(pin) ? pin : DEFAULTS.pin,
    webmails: Array.isArray(webmails) ? webmails.filter((item) => typeof item === "string" && isWebmail(item)) : DEFAULTS.webmails,
    headersOnly: headersOnly === true,
  });
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
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") throw new AddressError("not_address");
  return url;
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
