/**
 * The settings in force, from three sources: what the organisation's policy sets, what the reader has set, and what the archive
 * brings along (`organisation.json`, which `lencana extension pack` puts into it). The earlier one wins; docs/managed.md.
 */

import { record } from "../decoders.js";
import { DEFAULTS, parseFingerprint, readSettings, serverAddress, webmailOrigin } from "./settings.js";

const POLICY_TIMEOUT_MS = 100; // after which the policy of the last start holds

/**
 * @param {Pick<Ext, "local" | "managed" | "packed">} ext
 * @returns {Promise<Readonly<SettingsInForce>>}
 */
export async function loadSettings(ext) {
  const [stored, policy, packed] = await Promise.all([ext.local.read("settings"), policyOf(ext), ext.packed()]);
  return settingsOf(stored, policy, packed);
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
 * @param {unknown} stored
 * @param {unknown} policy
 * @param {unknown} packed
 * @returns {Readonly<SettingsInForce>}
 */
export function settingsOf(stored, policy, packed) {
  const fromPolicy = organisationSettings(policy);
  const fromArchive = organisationSettings(packed);
  const own = readSettings(stored, { ...DEFAULTS, ...fromArchive.fields });
  const fixedWebmails = [...new Set([...fromPolicy.webmails, ...fromArchive.webmails])];
  return Object.freeze({
    ...own,
    ...fromPolicy.fields,
    webmails: [...new Set([...fixedWebmails, ...own.webmails])],
    fixedWebmails,
    managed: Object.freeze({ fields: Object.keys(fromPolicy.fields), webmails: fromPolicy.webmails }),
  });
}

/**
 * What an organisation sets. Firefox enforces no schema, so every value is validated here; an invalid one counts as not set.
 * @param {unknown} value
 */
function organisationSettings(value) {
  const { server, fingerprint, webmails, token, headers_only: headersOnly } = record(value);
  const addresses = (Array.isArray(webmails) ? webmails : []).filter((item) => typeof item === "string");
  return {
    fields: {
      ...optional("server", typeof server === "string" ? validOrNull(() => serverAddress(server)) : null),
      ...optional("pin", typeof fingerprint === "string" ? parseFingerprint(fingerprint) : null),
      ...optional("token", typeof token === "string" ? token : null),
      ...optional("headersOnly", typeof headersOnly === "boolean" ? headersOnly : null),
    },
    webmails: addresses.flatMap((item) => validOrNull(() => webmailOrigin(item)) ?? []),
  };
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
