/** The settings in force: the reader's own, and over them what the organisation's policy sets (docs/managed.md). */

import { readSettings, serverAddress, webmailOrigin } from "./settings.js";
import { record } from "./shape.js";

/**
 * @param {typeof import("../ext.js").ext} ext
 * @returns {Promise<Readonly<SettingsInForce>>}
 */
export async function loadSettings(ext) {
  const [stored, policy] = await Promise.all([ext.local.read("settings"), ext.managed()]);
  return settingsOf(stored, policy);
}

/**
 * Firefox enforces no schema, so every value is looked at here; what does not fit is as if it had never been set.
 * @param {unknown} stored
 * @param {unknown} policy
 * @returns {Readonly<SettingsInForce>}
 */
export function settingsOf(stored, policy) {
  const own = readSettings(stored);
  const { server, fingerprint, webmails, token, headers_only: headersOnly } = record(policy);
  const pin = typeof fingerprint === "string" ? fingerprint.replace(/\s/g, "").toLowerCase() : "";
  const set = {
    ...optional("server", typeof server === "string" ? orNull(() => serverAddress(server)) : null),
    ...optional("pin", /^[0-9a-f]{64}$/.test(pin) ? pin : null),
    ...optional("token", typeof token === "string" ? token : null),
    ...optional("headersOnly", typeof headersOnly === "boolean" ? headersOnly : null),
  };
  const given = (Array.isArray(webmails) ? webmails : []).flatMap((item) => (typeof item === "string" ? orNull(() => webmailOrigin(item)) ?? [] : []));
  return Object.freeze({
    ...own,
    ...set,
    webmails: [...new Set([...given, ...own.webmails])],
    managed: Object.freeze({ fields: Object.keys(set), webmails: given }),
  });
}

/** @template T @param {string} name @param {T | null} value */
function optional(name, value) {
  return value === null ? {} : { [name]: value };
}

/** @template T @param {() => T} read @returns {T | null} null for what is no address */
function orNull(read) {
  try {
    return read();
  } catch {
    return null;
  }
}
