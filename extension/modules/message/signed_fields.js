/**
 * What the sender's DKIM signatures leave to whoever passed the message on, by the rules of the server's
 * core/evidence/signed_fields.py: a mail server's pass may rest on a signature that covers a part of the text, or not the Subject.
 */

import { valuesOf } from "./header_fields.js";

/**
 * @param {readonly string[]} fields
 * @param {(domain: string) => boolean} isAligned whether a domain is of the sender's organisation
 */
export function leavesWordsOpen(fields, isAligned) {
  const hasSubject = valuesOf(fields, "subject").some((value) => value !== "");
  return valuesOf(fields, "dkim-signature").map(tagsOf).some((tags) => {
    const signed = (tags.get("h") ?? "").split(":").map((name) => name.trim().toLowerCase());
    return isAligned(tags.get("d") ?? "") && (tags.has("l") || (hasSubject && !signed.includes("subject")));
  });
}

/** @param {string} signature */
function tagsOf(signature) {
  return new Map(signature.split(";").map((item) => {
    const [name = "", ...value] = item.split("=");
    return [name.trim(), value.join("=").trim()];
  }));
}
