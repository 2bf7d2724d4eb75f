/** The settings page in Thunderbird: no webmail is to be allowed, and the reader may have suspicious messages tagged in the list. */

import { ext } from "../ext.js";
import { byId, input } from "../pages/options/page.js";
import { isTagging, setTagging } from "./list_tag.js";
import { messenger } from "./messenger.js";

export async function startMailSettings() {
  for (const id of ["webmail-form", "desk"]) byId(id).hidden = true;
  const missing = byId("missing").querySelector("p");
  if (missing !== null) missing.textContent = ext.i18nMessage("options_join_server");
  byId("list-tag-card").hidden = false;
  const box = input("list-tag");
  box.checked = await isTagging(ext, messenger);
  box.addEventListener("change", () => void change(box));
}

/** @param {HTMLInputElement} box */
async function change(box) {
  box.checked = await setTagging(box.checked, ext, messenger);
}
