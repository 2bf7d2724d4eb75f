/** The settings in force: the reader's own, and over them what the organisation's policy sets (docs/managed.md). */

import { readSettings, serverAddress, webmailOrigin } from "./settings.js";
import { record } from "./shape.js";

const SOON = 100; // milliseconds that a policy may take before the one of last time holds

/**
 * @param {Pick<Ext, "local" | "managed">} ext
 * @returns {Promise<Readonly<SettingsInForce>>}
 */
export async function loadSettings(ext) {
  const [stored, policy] = await Promise.all([ext.local.read("settings"), policyOf(ext)]);
  return settingsOf(stored, policy);
}

/** Chromium answers only some three seconds after its own start; until then the policy that was seen last holds. @param {Parameters<typeof loadSettings>[0]} ext */
async function policyOf(ext) {
  const known = await ext.local.read("policy");
  const seen = ext.managed().then(async (policy) => {
    if (JSON.stringify(policy) !== JSON.stringify(known)) await ext.local.write("policy", policy);
    return policy;
  });
  return known === undefined ? seen : Promise.race([seen, new Promise((resolve) => setTimeout(resolve, SOON, known))]);
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
