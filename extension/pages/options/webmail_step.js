/** The third step on the page: the webmails that Lencana reads. */

import { ext } from "../../ext.js";

/**
 * @param {readonly {origin: string, allowed: boolean, own: boolean}[]} webmails
 * @param {(origin: string) => void} remove
 */
export function showWebmails(webmails, remove) {
  const items = webmails.map(({ origin, allowed, own }) => {
    const item = document.createElement("li");
    item.dataset["origin"] = origin;
    if (!allowed) item.dataset["missing"] = "";
    const name = document.createElement("strong");
    name.dir = "ltr";
    const state = document.createElement("small");
    state.textContent = ext.i18nMessage(allowed ? "options_webmail_allowed" : "options_webmail_missing");
    name.append(origin);
    const label = document.createElement("div");
    label.append(name, state);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "remove plain";
    button.textContent = ext.i18nMessage("options_remove_short");
    button.setAttribute("aria-label", ext.i18nMessage("options_remove", origin));
    button.addEventListener("click", () => remove(origin));
    item.append(label, ...(own ? [button] : []));
    return item;
  });
  document.getElementById("webmails")?.replaceChildren(...items);
}
