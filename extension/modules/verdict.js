/**
 * From the server's answer to what we may say: the only place that decides on green.
 *
 * Green needs the server's `verified` AND our own look-up, in the list that we verified ourselves, of the From address
 * that we read ourselves. Whatever does not fit together is "could not check", never green.
 */

const WAIT = "30"; // seconds until a list that a busy server did not give is asked for again

/** @param {Answer} answer @param {Witness} witness @param {Standing} standing */
export function judge(answer, witness, standing) {
  const { allowlist, fresh, expires } = standing;
  if (allowlist === null || answer.allowlist.sha256 !== allowlist.sha256) {
    if (standing.problem === "busy") return unchecked("busy", { wait: WAIT }, answer);
    return unchecked("list_unverified", { problem: standing.problem ?? "VersionError" }, answer);
  }
  if (answer.verdict === "suspicious") return Object.freeze({ kind: "suspicious", answer, expires });
  if (!fresh) return unchecked("list_expired", { expires: new Date(expires).toISOString() }, answer);
  if (answer.verdict === "unknown") return Object.freeze({ kind: "unknown", answer, expires });
  const doubt = doubtOf(answer, witness);
  if (doubt !== null) return unchecked(doubt, {}, answer);
  const address = /** @type {string} */ (witness.from);
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

/** Why an answer of `verified` does not fit what we saw. @param {Answer} answer @param {Witness} witness */
function doubtOf(answer, { from, shown }) {
  if (answer.authentication.result !== "pass" || answer.reasons.some(({ severity }) => severity === "danger")) return "bad_answer";
  if (from === null) return "sender_unread";
  if (answer.sender?.address.toLowerCase() !== from || (shown !== null && shown !== from)) return "sender_differs";
  return null;
}
