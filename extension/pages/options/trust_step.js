/** The second step on the page: which fingerprint is offered or accepted, and the status of the list. */

import { ext } from "../../ext.js";
import { dateText, expiresSoon, problemKey } from "../../modules/badge_view.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {"none" | "offered" | "changed" | "waiting" | "pinned" | "failed"} state
 * @param {string} fingerprint in groups of four
 * @param {Renewed | null} status
 */
export function showTrust(state, fingerprint, status) {
  const isOffer = state === "offered" || state === "changed";
  byId("trust").dataset["state"] = isOffer ? "offered" : state === "waiting" ? "pinned" : state;
  const expiryNotice = state === "pinned" && expiresSoon(status?.expires ?? 0, Date.now()) ? ext.i18nMessage("options_trust_ending") : "";
  byId("trust-text").textContent = `${ext.i18nMessage(`options_trust_${state}`, ...params(state, status))} ${expiryNotice}`.trim();
  byId("fingerprint").textContent = fingerprint;
  byId("fingerprint").hidden = fingerprint === "";
  byId("trust-hint").hidden = !isOffer;
  byId("accept").hidden = !isOffer;
}

/**
 * @param {string} state
 * @param {Renewed | null} status
 */
function params(state, status) {
  if (state === "pinned") return [String(status?.version ?? "?"), dateText(status?.expires ?? 0, ext.i18nMessage)];
  return state === "failed" ? [ext.i18nMessage(problemKey(status?.problem ?? "unreachable"))] : [];
}
