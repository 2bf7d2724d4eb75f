/** The settings in force: the reader's own, and over them what the organisation's policy sets (docs/managed.md). */

import { record } from "./decoders.js";
import { readSettings, serverAddress, webmailOrigin } from "./settings.js";

const POLICY_TIMEOUT_MS = 100; // after which the policy of the last start holds

/**
 * @param {Pick<Ext, "local" | "managed">} ext
 * @returns {Promise<Readonly<SettingsInForce>>}
 */
export async function loadSettings(ext) {
  const [stored, policy] = await Promise.all([ext.local.read("settings"), policyOf(ext)]);
  return settingsOf(stored, policy);
}

/**
 * Chromium answers only some three seconds after its own start; until then the last policy holds.
 * @param {Parameters<typeof loadSettings>[0]} ext
 */
async function policyOf(ext) {
  const last = await ext.local.read("policy");
  const current = ext.managed().then(async (policy) => {
    if (JSON.stringify(policy) !== JSON.stringify(last)) await ext.local.write("policy", policy);
    return policy;
  });
  return last === undefined ? current : Promise.race([current, new Promise((resolve) => setTimeout(resolve, POLICY_TIMEOUT_MS, last))]);
}

/**
 * Firefox enforces no schema, so every value is validated here; an invalid one counts as not set.
 * @param {unknown} stored
 * @param {unknown} policy
 * @returns {Readonly<SettingsInForce>}
 */
export function settingsOf(stored, policy) {
  const own = readSettings(stored);
  const { server, fingerprint, webmails, token, headers_only: headersOnly } = record(policy);
  const pin = typeof fingerprint === "string" ? fingerprint.replace(/[\s:-]/g, "").toLowerCase() : "";
  const fromPolicy = {
    ...optional("server", typeof server === "string" ? validOrNull(() => serverAddress(server)) : null),
    ...optional("pin", /^[0-9a-f]{64}$/.test(pin) ? pin : null),
    ...optional("token", typeof token === "string" ? token : null),
    ...optional("headersOnly", typeof headersOnly === "boolean" ? headersOnly : null),
  };
  const addresses = (Array.isArray(webmails) ? webmails : []).filter((item) => typeof item === "string");
  const policyWebmails = addresses.flatMap((item) => validOrNull(() => webmailOrigin(item)) ?? []);
  return Object.freeze({
    ...own,
    ...fromPolicy,
    webmails: [...new Set([...policyWebmails, ...own.webmails])],
    managed: Object.freeze({ fields: Object.keys(fromPolicy), webmails: policyWebmails }),
  });
}

/**
 * @template T
 * @param {string} name
 * @param {T | null} value
 */
function optional(name, value) {
  return value === null ? {} : { [name]: value };
}

/**
 * @template T
 * @param {() => T} read
 * @returns {T | null} null for an invalid address
 */
function validOrNull(read) {
  try {
    return read();
  } catch {
    return null;
  }
}
