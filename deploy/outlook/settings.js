/**
 * The settings of the pane: the server is the one that serves it; fingerprint and token are kept with the mailbox, so that they are
 * there on every device of the reader. The signed list is kept in the browser, so that an older one is detected.
 */

import { DEFAULTS, readSettings } from "./extension/modules/settings/settings.js";

const KEY = "lencana";
const TRUST_KEY = "lencana:trust";

/**
 * @param {OutlookContext} context
 * @returns {Settings}
 */
export function loadSettings({ roamingSettings }) {
  const server = new URL("..", location.href).href.replace(/\/$/, "");
  return { ...readSettings(roamingSettings.get(KEY), DEFAULTS), server };
}

/**
 * @param {OutlookContext} context
 * @param {Settings} settings
 * @returns {Promise<void>} once Outlook has stored them, or said that it cannot
 */
export function saveSettings({ roamingSettings }, { pin, token }) {
  roamingSettings.set(KEY, { pin, token });
  return new Promise((resolve) => roamingSettings.saveAsync(() => resolve()));
}

/** @returns {Store} */
export function trustStore() {
  return {
    read: async () => JSON.parse(localStorage.getItem(TRUST_KEY) ?? "null"),
    write: async (state) => localStorage.setItem(TRUST_KEY, JSON.stringify(state)),
  };
}
