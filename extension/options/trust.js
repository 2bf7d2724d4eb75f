/** The second step on the page: which fingerprint is offered or accepted, and what of the list. */

import { ext } from "../ext.js";
import { dateText, endsSoon, problemKey } from "../modules/badge.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {"none" | "offered" | "changed" | "waiting" | "pinned" | "failed"} state
 * @param {string} fingerprint in groups
 * @param {Renewed | null} standing
 */
export function showTrust(state, fingerprint, standing) {
  const isOffer = state === "offered" || state === "changed";
  byId("trust").dataset["state"] = isOffer ? "offered" : state === "waiting" ? "pinned" : state;
  const ending = state === "pinned" && endsSoon(standing?.expires ?? 0, Date.now()) ? ext.words("options_trust_ending") : "";
  byId("trust-text").textContent = `${ext.words(`options_trust_${state}`, ...params(state, standing))} ${ending}`.trim();
  byId("fingerprint").textContent = fingerprint;
  byId("fingerprint").hidden = fingerprint === "";
  byId("trust-hint").hidden = !isOffer;
  byId("accept").hidden = !isOffer;
}

/** @param {string} state @param {Renewed | null} standing */
function params(state, standing) {
  if (state === "pinned") return [String(standing?.version ?? "?"), dateText(standing?.expires ?? 0, ext.words)];
  return state === "failed" ? [ext.words(problemKey(standing?.problem ?? "unreachable"))] : [];
}
