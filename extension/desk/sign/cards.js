/** What the view for signing shows: the bytes in words, how long the list lasts, a file of another admin, what can be done with a signed one. */

import { dateText } from "../../modules/judgement/badge_view.js";
import { inGroups } from "../../modules/settings/settings.js";
import { MAX_ENVELOPE_BYTES } from "../../modules/trust/client_workflow.js";
import { changeLines } from "../list/change_lines.js";
import { differences } from "../list/difference.js";
import { button, download, make, newElementId } from "../dom.js";
import { shortKey } from "../views/keys.js";

const LIFETIMES = Object.freeze([7, 14, 30, 60, 90]); // days

/** @typedef {import("./to_sign.js").ToSign} ToSign */

/**
 * @param {ToSign} toSign
 * @param {Desk} desk
 * @returns {Node[]}
 */
export function described({ document, refusal, signers }, { text, inForce }) {
  if (refusal !== null || document === null) {
    const { reason, changes, detail } = refusal ?? { reason: "unreadable", changes: [], detail: "" };
    const sentence = make("p", { class: "problem", role: "alert", "data-reason": reason }, text(`desk_refused_${reason}`, detail));
    return [make("h2", {}, text("desk_refused")), sentence, changeLines(changes, text)];
  }
  const changes = differences(inForce.list.contents, document.contents);
  const signed = make("p", { class: "signers" }, text("desk_key_signed"), " ", ...signers.map((keyid) => make("code", { class: "keyid", dir: "ltr" }, shortKey(keyid))));
  return [
    make("h2", {}, text("desk_version", String(document.version))),
    make("p", {}, text("desk_until", dateText(document.expires, text))),
    make("p", { class: "hint" }, text("desk_from_bytes")),
    changes.length === 0 ? make("p", { class: "renewal" }, text("desk_only_renewed")) : changeLines(changes, text),
    make("p", { class: "hint" }, text("desk_bytes"), " ", make("code", { class: "keyid", dir: "ltr", translate: "no" }, inGroups(document.sha256))),
    ...(signers.length > 0 ? [signed] : []),
  ];
}

/**
 * @param {Desk} desk
 * @param {() => void} changed
 */
export function lifetime({ draft, text, inForce }, changed) {
  const id = newElementId();
  const days = [...new Set([...LIFETIMES, draft.days])].sort((one, other) => one - other);
  const unit = new Intl.NumberFormat(text("language"), { style: "unit", unit: "day", unitDisplay: "long" });
  const select = make("select", { id, class: "lifetime" }, ...days.map((number) => make("option", { value: number, selected: number === draft.days }, unit.format(number))));
  select.addEventListener("change", () => {
    draft.days = Number(select.value);
    changed();
  });
  const needed = make("p", { class: "hint" }, text("desk_needed", String(inForce.root.roles.allowlist.threshold)));
  return make("section", { class: "card" }, make("h2", {}, make("label", { for: id }, text("desk_lifetime"))), select, make("p", { class: "hint" }, text("desk_lifetime_hint")), needed);
}

/**
 * @param {Desk} desk
 * @param {(bytes: Bytes) => void} read
 */
export function otherAdmins({ text }, read) {
  const id = newElementId();
  const input = make("input", { type: "file", id, accept: ".json,application/json", class: "signed-file" });
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    if (file === undefined || file.size > MAX_ENVELOPE_BYTES.allowlist) return;
    read(new Uint8Array(await file.arrayBuffer()));
  });
  return make("section", { class: "card" }, make("h2", {}, make("label", { for: id }, text("desk_other_admin"))), make("p", { class: "hint" }, text("desk_other_admin_hint")), input);
}

/**
 * What can be done with what is signed: kept as a file, and published, perhaps again.
 * @param {ToSign} toSign
 * @param {Desk} desk
 * @param {() => Promise<void>} send
 * @returns {Node[]}
 */
export function finished({ document, signers, json }, { text, inForce, fail }, send) {
  const missing = inForce.root.roles.allowlist.threshold - signers.length;
  const save = button(text("desk_save_signed"), () => download(`list-${document?.version ?? 0}.json`, json), { id: "save-signed" });
  const again = button(text("desk_publish"), () => send().catch(fail), { class: "primary", id: "publish" });
  return missing > 0
    ? [make("h2", {}, text("desk_needs_more", String(missing))), make("p", { class: "hint" }, text("desk_needs_more_hint")), make("div", { class: "buttons" }, save)]
    : [make("h2", {}, text("desk_key_signed")), make("div", { class: "buttons" }, again, save)];
}
