/**
 * From the server's answer to what we may say: the only place that decides on green.
 *
 * Green needs the server's `verified` AND our own look-up, in the list that we verified ourselves, of the From address
 * that we read ourselves. Whatever does not fit together is "could not check", never green.
 */

/**
 * @typedef {import("./answer.js").Answer} Answer
 * @typedef {import("./trust/documents.js").Brand} Brand
 * @typedef {import("./trust/current.js").Standing} Standing
 *
 * @typedef {"not_set_up" | "no_permission" | "unreachable" | "token_refused" | "server_error" | "bad_answer"
 *   | "list_unverified" | "list_expired" | "list_disagrees" | "sender_differs" | "sender_unread" | "unreadable"} Cause
 *   why a message could not be checked; each has two sentences, `cause_*` and `remedy_*`
 *
 * @typedef {object} Verified
 * @property {"verified"} kind
 * @property {Brand} brand from our list
 * @property {string} address that we read
 * @property {Answer} answer
 * @property {number} expires
 *
 * @typedef {{kind: "suspicious" | "unknown", answer: Answer, expires: number}} Judged
 *
 * @typedef {object} Unchecked
 * @property {"unchecked"} kind
 * @property {Cause} cause
 * @property {Answer | null} answer
 * @property {Readonly<Record<string, string>>} params of the cause's sentences
 *
 * @typedef {Verified | Judged | Unchecked} Judgement
 *
 * @typedef {object} Witness who the sender is, as we saw it ourselves
 * @property {string | null} from the From address that we read from the header block
 * @property {string | null} shown the address that the page shows, null when it shows none
 */

/**
 * @param {Answer} answer
 * @param {Witness} witness
 * @param {Standing} standing
 * @returns {Judgement}
 */
export function judge(answer, witness, standing) {
  const { allowlist, fresh, expires } = standing;
  if (allowlist === null || answer.allowlist.sha256 !== allowlist.sha256) {
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

/**
 * Why an answer of `verified` does not fit what we saw.
 * @param {Answer} answer
 * @param {Witness} witness
 * @returns {Cause | null}
 */
function doubtOf(answer, { from, shown }) {
  if (answer.authentication.result !== "pass" || answer.reasons.some(({ severity }) => severity === "danger")) return "bad_answer";
  if (from === null) return "sender_unread";
  if (answer.sender?.address.toLowerCase() !== from || (shown !== null && shown !== from)) return "sender_differs";
  return null;
}
