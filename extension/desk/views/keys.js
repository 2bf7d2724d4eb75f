/** The root, compared with the accepted fingerprint and never changed here; and the key that was made here. */

import { dateText } from "../../modules/judgement/badge_view.js";
import { inGroups } from "../../modules/settings/settings.js";
import { button, download, make } from "../dom.js";
import { forgetKey, madeKey, makeKey, publicPem } from "../keys/made_key.js";

const SHOWN_DIGITS = 16;

/**
 * Enough of a keyid to tell a few keys apart.
 * @param {string} keyid
 */
export function shortKey(keyid) {
  return inGroups(keyid.slice(0, SHOWN_DIGITS));
}

/** @type {DeskView} */
export const keysView = {
  id: "keys",
  name: "desk_keys",
  mount(place, desk) {
    const key = make("section", { class: "card", id: "made-key" });
    const roots = make("section", { class: "card", id: "root" });
    place.append(key, roots);
    const show = async () => {
      const made = await madeKey();
      key.replaceChildren(...keyCard(made, desk, showAgain));
      roots.replaceChildren(...rootCard(desk, made?.signer.keyid ?? ""));
    };
    const showAgain = async () => {
      await show();
      key.querySelector("button")?.focus(); // or it would be lost
    };
    void show().catch(desk.fail);
  },
};

/**
 * @param {{signer: Signer, made: number} | null} made
 * @param {Desk} desk
 * @param {() => Promise<void>} showAgain
 */
function keyCard(made, { text, inForce, say, fail }, showAgain) {
  const heading = make("h2", {}, text("desk_key_made_here"));
  if (made === null) {
    const create = button(text("desk_key_make"), () => makeKey(Date.now()).then(showAgain, fail), { class: "primary", id: "make-key" });
    return [heading, make("p", {}, text("desk_key_hint")), create];
  }
  const { keyid, publicKey } = made.signer;
  const mayBeUsed = inForce.root.roles.allowlist.keyids.includes(keyid);
  const save = button(text("desk_key_public"), () => download("desk.pub", publicPem(publicKey)), { id: "save-public", class: mayBeUsed ? "plain" : "primary" });
  let isAsked = false;
  const forget = button(text("desk_key_forget"), async () => {
    if (isAsked) return forgetKey().then(showAgain, fail);
    isAsked = true;
    forget.textContent = text("desk_key_forget_sure");
    forget.dataset["sure"] = "";
    say(text("desk_key_forget_sure"));
  }, { id: "forget-key" });
  return [
    heading,
    make("p", { class: "state", "data-state": mayBeUsed ? "good" : "waiting", id: "key-state" }, text(mayBeUsed ? "desk_key_in_root" : "desk_key_not_in_root")),
    ...(mayBeUsed ? [] : [make("code", { class: "command", translate: "no", dir: "ltr" }, "lencana root rotate --add desk.pub")]),
    make("p", { class: "fingerprint", translate: "no", dir: "ltr" }, inGroups(keyid)),
    make("div", { class: "buttons" }, save, forget),
  ];
}

/**
 * @param {Desk} desk
 * @param {string} ownKeyid
 */
function rootCard({ text, settings, inForce: { root, signers } }, ownKeyid) {
  const { keyids, threshold } = root.roles.allowlist;
  const rows = keyids.map((keyid) =>
    make(
      "li",
      {},
      make("code", { class: "keyid", dir: "ltr" }, inGroups(keyid)),
      keyid === ownKeyid && make("span", { class: "pill" }, text("desk_key_made_here")),
      signers.includes(keyid) && make("span", { class: "pill good" }, text("desk_key_signed")),
    ),
  );
  const isPinned = root.sha256 === settings.pin;
  return [
    make("h2", {}, text("desk_root", String(root.version))),
    make("p", { class: "state", "data-state": "good" }, text(isPinned ? "desk_root_pinned" : "desk_root_continues")),
    make("p", { class: "fingerprint", translate: "no", dir: "ltr" }, inGroups(root.sha256)),
    ...(isPinned ? [] : [make("p", { class: "hint" }, text("desk_root_accepted")), make("p", { class: "fingerprint", translate: "no", dir: "ltr" }, inGroups(settings.pin))]),
    make("p", {}, text("desk_until", dateText(root.expires, text))),
    make("h3", {}, text("desk_root_keys", String(threshold), String(keyids.length))),
    make("ul", { class: "keys" }, ...rows),
    make("p", { class: "hint" }, text("desk_root_hint")),
  ];
}
