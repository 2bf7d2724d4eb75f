/** "Take over from your organisation": from the server's address alone to everything set, with one comparison and one permission. */

import { ext } from "../../ext.js";
import { createApi } from "../../modules/server/api.js";
import { inGroups, joinAddress } from "../../modules/settings/settings.js";
import { readOffer } from "../../modules/server/join.js";
import { byId, input, load, patternsOf, save, showError } from "./page.js";

/**
 * What is shown now; known before the click on "take over", because nothing may be awaited in it before the permissions.
 * @type {{server: string, offer: Offer} | null}
 */
let shown = null;

/** The first button: nothing is stored, and no permission is needed. */
export async function lookUp() {
  shown = null;
  byId("join-offer").hidden = true;
  const { server, expected } = joinAddress(input("join-address").value);
  const { pin: accepted } = await load();
  const api = createApi({ server, token: "" }, ext.i18nMessage("language"));
  const offer = await readOffer(api, { accepted, expected }, Date.now());
  shown = { server, offer: ext.isMailProgram ? { ...offer, webmails: [] } : offer };
  showOffer(server, shown.offer);
}

/**
 * The second button. A token that the server refuses stops it before anything is stored.
 * @returns {Promise<boolean>} whether everything was taken over
 */
export async function takeOver() {
  if (shown === null) return false;
  const { server, offer } = shown;
  const token = offer.tokenRequired ? input("join-token").value.trim() : "";
  if (offer.tokenRequired && token === "") {
    showError("error_token_missing");
    return false;
  }
  if (!(await ext.permissions.ask(...patternsOf(server, ...offer.webmails)))) {
    showError("error_refused");
    return false;
  }
  if (offer.tokenRequired) await createApi({ server, token }, ext.i18nMessage("language")).checkToken();
  await save(({ webmails }) => ({ server, token, pin: offer.pin, webmails: [...new Set([...webmails, ...offer.webmails])] }));
  shown = null;
  byId("join-offer").hidden = true;
  return true;
}

/**
 * @param {string} server
 * @param {Offer} offer
 */
function showOffer(server, { pin, webmails, tokenRequired, isAccepted, isExpected }) {
  byId("join-compare").textContent = ext.i18nMessage("options_join_compare", new URL(server).host);
  byId("join-fingerprint").textContent = inGroups(pin);
  const agrees = isAccepted ? "options_join_accepted" : "options_join_expected";
  byId("join-agrees").textContent = isAccepted || isExpected ? ext.i18nMessage(agrees) : "";
  byId("join-agrees").hidden = !isAccepted && !isExpected;
  const rows = [[server, "options_join_server"], ...webmails.map((origin) => [origin, "options_join_webmail"])];
  byId("join-allowed").replaceChildren(...rows.map(([address = "", key = ""]) => allowedItem(address, ext.i18nMessage(key))));
  byId("join-no-webmail").hidden = webmails.length > 0 || ext.isMailProgram;
  byId("join-token-field").hidden = !tokenRequired;
  byId("join-offer").hidden = false;
  byId("join-offer").scrollIntoView({ block: "nearest" });
}

/**
 * @param {string} address
 * @param {string} purpose
 */
function allowedItem(address, purpose) {
  const item = document.createElement("li");
  item.dataset["origin"] = address;
  const label = document.createElement("div");
  const name = document.createElement("strong");
  name.dir = "ltr";
  const hint = document.createElement("small");
  name.append(address);
  hint.append(purpose);
  label.append(name, hint);
  item.append(label);
  return item;
}
