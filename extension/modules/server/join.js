/**
 * What a server offers to a reader who joins its organisation (`/join`). It is verified before anybody sees it; who the server is
 * only people can tell, by comparing the fingerprint.
 */

import { array, flag, object, oneOf, text } from "../decoders.js";
import { JoinError, PinError, ServerError } from "../errors.js";
import { MODES } from "./report.js";
import { webmailOrigin } from "../settings/settings.js";
import { fingerprint, runClientWorkflow } from "../trust/client_workflow.js";

const MAX_WEBMAILS = 20;

const JOIN = object({
  fingerprint: text(64, /^[0-9a-f]{64}$/),
  webmails: array(MAX_WEBMAILS, text(300, /^https?:\/\//)),
  token_required: flag,
  reports: (value) => (oneOf(MODES, value) ? value : "off"), // an older server knows of none
});

/**
 * @param {unknown} value
 * @returns {Join | null} null for anything but an answer of /join
 */
export function decodeJoin(value) {
  const join = JOIN(value);
  if (join === undefined) return null;
  try {
    return { fingerprint: join.fingerprint, webmails: join.webmails.map(webmailOrigin), tokenRequired: join.token_required, reports: join.reports };
  } catch {
    return null;
  }
}

/**
 * The server's offer. Its list is fetched and verified under the fingerprint that will be accepted, so that nothing is taken over
 * that would not work.
 * @param {Api} api
 * @param {{accepted: string, expected: string}} known the fingerprint that the reader has accepted, and the one in the address; "" for none
 * @param {number} now milliseconds since 1970
 * @returns {Promise<Offer>}
 * @throws {ServerError | JoinError | import("../errors.js").TrustError}
 */
export async function readOffer(api, { accepted, expected }, now) {
  const join = await api.join();
  const newest = await fingerprint(await api.newestRoot());
  if (newest !== join.fingerprint) throw new ServerError("bad_answer");
  // An older root is as good, if the newest continues it.
  if (expected !== "") await verify(expected, "other_fingerprint");
  const pin = accepted || expected || newest;
  if (pin !== expected) await verify(pin, "other_pin");
  return { pin, webmails: join.webmails, tokenRequired: join.tokenRequired, isAccepted: accepted !== "", isExpected: expected !== "" };

  /**
   * @param {string} root
   * @param {JoinError["reason"]} otherwise
   */
  async function verify(root, otherwise) {
    const sink = { root: async () => undefined, allowlist: async () => undefined };
    try {
      await runClientWorkflow({ now, pin: root, stored: { root: null, allowlist: null }, documents: api, sink });
    } catch (error) {
      throw error instanceof PinError ? new JoinError(otherwise) : error;
    }
  }
}
