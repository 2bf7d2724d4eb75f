/**
 * From the server's answer to our judgement: the only place that decides on green.
 *
 * Green needs the server's `verified` AND our own look-up, in the list that we verified ourselves, of the From address
 * that we read ourselves, AND evidence that can count for where the message comes from:
 *
 * - `delivered`: the mail server's results, or the server's own verification. Where the signed list names `authserv_ids`, our own
 *   reading of the newest Authentication-Results must say so, too.
 * - `attached` and `file`: whoever made it may have written every field. We cannot verify a signature ourselves, but demand that
 *   the server had the raw message and says that it verified DKIM or ARC itself (`by` is "lencana").
 *
 * Where any of them disagree, the message could not be checked; it is never green. What is red stays red.
 */

import { isAuthenticated } from "../message/authentication_results.js";
import { RETRY_SECONDS } from "../limits.js";
import { isSourceOf } from "../message/source_witness.js";

/** Who verified, where the server itself did. */
const SERVER_ITSELF = "lencana";

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
  if (sender.witness !== null && !isSourceOf(sender.headers, sender.witness)) return unchecked("source_differs", {}, answer);
  if (!fresh) return unchecked("list_expired", { expires: new Date(expires).toISOString() }, answer);
  if (answer.verdict === "unknown") return Object.freeze({ kind: "unknown", answer, expires });
  const cause = disagreement(answer, sender);
  if (cause !== null) return unchecked(cause, {}, answer);
  const address = /** @type {string} */ (sender.from);
  const brand = allowlist.brandOf(address);
  if (brand === null || brand.id !== answer.brand?.id) return unchecked("list_disagrees", {}, answer);
  if (!isProven(answer, sender)) return unchecked("not_delivered", {}, answer);
  if (!isConfirmed(sender, address, allowlist)) return unchecked("results_differ", {}, answer);
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

/**
 * Whether the evidence that the server names can count for where the message comes from.
 * @param {Answer} answer
 * @param {ObservedSender} sender
 */
function isProven({ authentication: { method, by } }, { origin, isRaw }) {
  return origin === "delivered" || (isRaw && by === SERVER_ITSELF && (method === "dkim" || method === "arc"));
}

/**
 * Whether our own reading of the mail server's results agrees, where the organisation says which mail servers are its own.
 * @param {ObservedSender} sender
 * @param {string} address
 * @param {import("./allowlist.js").Allowlist} allowlist
 */
function isConfirmed({ origin, headers, webmail }, address, allowlist) {
  const { authservIds } = allowlist;
  if (origin !== "delivered" || authservIds.length === 0) return true;
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return isAuthenticated(headers, { domain, listed: allowlist.listedDomainOf(address), webmail, authservIds });
}
