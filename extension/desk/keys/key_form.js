/** Choosing a key: the one that was made here, or a file with its passphrase. The file is not kept, nor is what was typed. */

import { button, make, newElementId } from "../dom.js";
import { madeKey } from "./made_key.js";
import { isEncrypted, KeyError, openPem } from "./pem.js";

const MAX_FILE_BYTES = 64 * 1024;

/**
 * @param {Desk} desk
 * @param {string} label of the button
 * @param {(signer: Signer) => Promise<void>} use is given a key that the root lets sign lists
 */
export function keyForm({ text, inForce, open, fail }, label, use) {
  const name = newElementId();
  const place = make("form", { class: "key-form", novalidate: true });
  const file = make("input", { type: "file", id: newElementId(), accept: ".pem", class: "key-file" });
  const passphrase = make("input", { type: "password", id: newElementId(), autocomplete: "off", class: "passphrase" });
  const progress = make("progress", { max: "1", value: "0", hidden: true, "aria-label": text("desk_key_opening") });
  const run = make("button", { type: "submit", class: "primary", id: newElementId() }, label);
  place.addEventListener("submit", (event) => {
    event.preventDefault();
    if (run.disabled) return;
    run.disabled = true;
    fail();
    void chosen()
      .then(use)
      .catch(fail)
      .finally(() => {
        run.disabled = false;
        progress.hidden = true;
        passphrase.value = "";
      });
  });
  void madeKey().then((made) => show(made?.signer ?? null), fail);
  return place;

  /** @param {Signer | null} made */
  function show(made) {
    const isUsable = made !== null && allowed(made);
    const radio = (/** @type {string} */ value, /** @type {string} */ key, /** @type {boolean} */ isEnabled) =>
      make("label", { class: "choice" }, make("input", { type: "radio", name, value, disabled: !isEnabled, checked: value === (isUsable ? "made" : "file"), change: toggle }), text(key));
    const hint = made === null ? "desk_key_none" : isUsable ? "" : "desk_key_not_in_root";
    const fields = make("div", { class: "file-fields" }, make("label", { for: file.id }, text("desk_key_file")), file, make("label", { for: passphrase.id }, text("desk_passphrase")), passphrase);
    place.replaceChildren(
      radio("made", "desk_key_made_here", isUsable),
      ...(hint === "" ? [] : [make("p", { class: "hint" }, text(hint), " ", button(text("desk_keys"), () => open("keys"), { class: "link" }))]),
      radio("file", "desk_key_from_file", true),
      fields,
      progress,
      run,
    );
    toggle();

    function toggle() {
      fields.hidden = place.querySelector("input:checked")?.getAttribute("value") !== "file";
    }
  }

  /** @returns {Promise<Signer>} */
  async function chosen() {
    const isMade = place.querySelector("input:checked")?.getAttribute("value") === "made";
    const signer = isMade ? ((await madeKey())?.signer ?? null) : await fromFile();
    if (signer === null) throw new KeyError("not_key");
    if (!allowed(signer)) throw new KeyError("not_list_key");
    return signer;
  }

  /** @returns {Promise<Signer>} */
  async function fromFile() {
    const [chosenFile] = file.files ?? [];
    if (chosenFile === undefined || chosenFile.size > MAX_FILE_BYTES) throw new KeyError("not_key");
    const pem = await chosenFile.text();
    progress.hidden = !isEncrypted(pem);
    return openPem(pem, passphrase.value, (done) => void (progress.value = done));
  }

  /** @param {Signer} signer */
  function allowed({ keyid }) {
    return inForce.root.roles.allowlist.keyids.includes(keyid);
  }
}
