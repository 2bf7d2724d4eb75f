/** Signing and publishing: what the very bytes say, in words that are computed here; then a key; then the server. */

import { signEnvelope } from "../../modules/trust/signing.js";
import { remarkItem } from "../change/remarks.js";
import { button, download, make } from "../dom.js";
import { sendAnswers } from "../inbox/pending.js";
import { keyForm } from "../keys/key_form.js";
import { described, finished, lifetime, otherAdmins } from "../sign/cards.js";
import { publish } from "../sign/publish.js";
import { fromDraft, fromFile } from "../sign/to_sign.js";

/** @typedef {import("../sign/to_sign.js").ToSign} ToSign */

/** @type {DeskView} */
export const signView = {
  id: "sign",
  name: "desk_sign",
  mount(place, desk) {
    const { text, draft, fail } = desk;
    const notice = make("section", { class: "card notice", role: "status", tabindex: -1, hidden: true });
    const what = make("section", { class: "card", id: "what" });
    const key = make("section", { class: "card", id: "key", hidden: true });
    const file = otherAdmins(desk, (bytes) => latest(fromFile(bytes, desk.inForce), (toSign) => offer(toSign)));
    const columns = make("div", { class: "columns" }, make("div", { class: "steps" }, what, key), make("aside", {}, lifetime(desk, () => prepare()), file));
    place.append(notice, columns);
    let turn = 0; // what was asked for before something else is no longer shown
    prepare();
    const end = draft.onChange(() => prepare());
    return () => {
      turn = NaN; // which equals nothing
      end();
    };

    function prepare() {
      what.replaceChildren(make("p", { class: "hint", role: "status" }, text("verdict_checking")));
      key.hidden = true;
      latest(fromDraft(desk), ({ toSign, lint, toml }) => (toSign === null ? mendFirst(lint) : offer(toSign, toml)));
    }

    /**
     * Show what was asked for, unless something else was meanwhile.
     * @template T
     * @param {Promise<T>} asked
     * @param {(found: T) => void} show
     */
    function latest(asked, show) {
      turn += 1;
      const mine = turn;
      void asked.then(
        (found) => mine === turn && show(found),
        (error) => mine === turn && fail(error),
      );
    }

    /** @param {readonly Remark[]} lint */
    function mendFirst(lint) {
      const errors = lint.filter(({ level }) => level === "error").map((remark) => {
        const item = remarkItem(remark);
        if (remark.where !== "") item.append(" ", make("code", { dir: "ltr" }, remark.where)); // no field stands beside it
        return item;
      });
      what.dataset["state"] = "refused";
      what.replaceChildren(make("h2", {}, text("desk_mend_first")), make("ul", { class: "remarks" }, ...errors), button(text("desk_change"), () => desk.open("change")));
    }

    /**
     * @param {ToSign} toSign
     * @param {string | null} [toml]
     */
    function offer(toSign, toml = null) {
      what.replaceChildren(...described(toSign, desk));
      if (toml !== null && toSign.refusal === null) what.append(button(text("desk_save_toml"), () => download("allowlist.toml", toml), { class: "link" }));
      what.dataset["state"] = toSign.refusal === null ? "good" : "refused";
      key.hidden = toSign.refusal !== null;
      if (toSign.refusal !== null) return;
      const missing = desk.inForce.root.roles.allowlist.threshold - toSign.signers.length;
      const isSigned = toSign.signers.length > 0;
      const label = text(missing === 1 ? "desk_sign_publish" : "desk_sign");
      const form = missing > 0 ? [make("h2", {}, text("desk_key")), keyForm(desk, label, (signer) => sign(toSign, signer))] : [];
      key.replaceChildren(...(isSigned ? finished(toSign, desk, () => send(toSign)) : []), ...form);
    }

    /**
     * @param {ToSign} toSign
     * @param {Signer} signer
     */
    async function sign(toSign, signer) {
      const json = await signEnvelope(toSign.envelope, signer);
      const signed = await fromFile(new TextEncoder().encode(json), desk.inForce); // read again, as the server will
      offer(signed);
      const missing = desk.inForce.root.roles.allowlist.threshold - signed.signers.length;
      if (signed.refusal === null && missing <= 0) return send(signed);
      /** @type {HTMLElement | null} */ (key.querySelector("#save-signed"))?.focus(); // the button that was pressed is gone
      return desk.say(text("desk_needs_more", String(missing)));
    }

    /** @param {ToSign} signed */
    async function send(signed) {
      const { isPublished, news } = await publish(signed, desk);
      if (isPublished) void sendAnswers(desk).catch(() => 0); // the inbox tries again
      columns.hidden = isPublished;
      notice.replaceChildren(...news);
      notice.hidden = false;
      notice.focus(); // the button that was pressed is gone
    }
  },
};
