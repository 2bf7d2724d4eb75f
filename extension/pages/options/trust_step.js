/** The second step on the page: which fingerprint is offered or accepted, and the status of the list. */

import { ext } from "../../ext.js";
import { dateText, expiresSoon, problemKey } from "../../modules/judgement/badge_view.js";
import { byId } from "./page.js";

/** What the page's style and the tests tell apart, by what is shown. */
const STATES = Object.freeze({
  none: "none",
  offered: "offered",
  changed: "offered",
  waiting: "waiting",
  pinned: "pinned",
  failed: "failed",
  token_missing: "failed",
  token_refused: "failed",
});

/**
 * @param {keyof typeof STATES} state
 * @param {string} fingerprint in groups of four
 * @param {Renewed | null} status
 */
export function showTrust(state, fingerprint, status) {
  const isOffer = STATES[state] === "offered";
  const isEnding = state === "pinned" && expiresSoon(status?.expires ?? 0, Date.now());
  byId("trust").dataset["state"] = STATES[state];
  byId("trust").toggleAttribute("data-ending", isEnding); // which is no good news
  const expiryNotice = isEnding ? ext.i18nMessage("options_trust_ending") : "";
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
