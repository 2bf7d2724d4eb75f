/**
 * From the server's answer to our judgement: the only place that decides on green.
 *
 * Green needs the server's `verified` AND our own look-up, in the list that we verified ourselves, of the From address
 * that we read ourselves. Where the two disagree, the message could not be checked; it is never green.
 */

import { RETRY_SECONDS } from "./limits.js";

/**
 * @param {Answer} answer
 * @param {ObservedSender} sender
 * @param {ListStatus} status
 */
export function judge(answer, sender, status) {
  const { allowlist, fresh, expires, problem } = status;
  if (allowlist === null || answer.allowlist.sha256 !== allowlist.sha256) {
    if (problem === "busy") return unchecked("busy", { wait: String(RETRY_SECONDS) }, answer);
    return unchecked("list_unverified", { problem: problem ?? "VersionError" }, answer);
  }
  if (answer.verdict === "suspicious") return Object.freeze({ kind: "suspicious", answer, expires });
  if (!fresh) return unchecked("list_expired", { expires: new Date(expires).toISOString() }, answer);
  if (answer.verdict === "unknown") return Object.freeze({ kind: "unknown", answer, expires });
  const cause = disagreement(answer, sender);
  if (cause !== null) return unchecked(cause, {}, answer);
  const address = /** @type {string} */ (sender.from);
  const brand = allowlist.brandOf(address);
  if (brand === null || brand.id !== answer.brand?.id) return unchecked("list_disagrees", {}, answer);
  return Object.freeze({ kind: "verified", brand, address, answer, expires });
}

/**
 * @param {Cause} cause
 * @param {Readonly<Record<string, string>>} [params]
 * @param {Answer | null} [answer] what the server said in spite of it
 * @returns {Unchecked}
 */
export function unchecked(cause, params = {}, answer = null) {
  return Object.freeze({ kind: "unchecked", cause, params, answer });
}

/**
 * Why an answer of `verified` does not agree with what we observed; null where it does.
 * @param {Answer} answer
 * @param {ObservedSender} sender
 */
function disagreement(answer, { from, shown }) {
  if (answer.authentication.result !== "pass" || answer.reasons.some(({ severity }) => severity === "danger")) return "bad_answer";
  if (from === null) return "sender_unread";
  if (answer.sender?.address.toLowerCase() !== from || (shown !== null && shown !== from)) return "sender_differs";
  return null;
}
