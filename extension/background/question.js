/**
 * What is asked of a server about one message: as much as it takes. A sender chooses how long his links and texts are, so a
 * question that is too large is made smaller, and never given up.
 */

import { MAX_LINKS } from "../modules/limits.js";
import { mostTelling } from "../modules/message/link_order.js";

/** What a server takes that is set up as it comes (`max_json`), in bytes. */
const MAX_QUESTION_BYTES = 1024 * 1024;

/**
 * Questions about a message, each smaller than the one before: for as long as a server refuses.
 * @param {Evidence} evidence
 * @param {string | null} raw
 * @param {boolean} headersOnly
 * @param {import("../modules/judgement/allowlist.js").Allowlist | null} allowlist by which links tell more or less
 * @returns {Generator<CheckRequest, void>}
 */
export function* questions({ webmail, origin, headers, from, subject, text, links }, raw, headersOnly, allowlist) {
  if (raw !== null && !headersOnly) yield { webmail, origin, raw };
  const fields = { webmail, origin, ...(headers === null ? { from, subject } : { headers }) };
  if (headersOnly) return yield fields;
  const all = { ...fields, text, links };
  if (links.length <= MAX_LINKS && sizeOf(all) <= MAX_QUESTION_BYTES) yield all;
  const ordered = mostTelling(links, allowlist);
  for (let count = Math.min(links.length, MAX_LINKS); count > 0; count = Math.floor(count / 2)) {
    const question = { ...fields, text, links: ordered.slice(0, count) };
    if (count < links.length && sizeOf(question) <= MAX_QUESTION_BYTES) yield question;
  }
  for (let length = text.length; length > 0; length = Math.floor(length / 4)) {
    yield { ...fields, text: text.slice(0, length).toWellFormed(), links: [] };
  }
  yield fields;
}

/** @param {CheckRequest} question bytes of it as JSON in UTF-8 */
function sizeOf(question) {
  return new TextEncoder().encode(JSON.stringify(question)).length;
}
