/** What is to be signed: bytes, what they say, and whether they may be signed. Two ways there: the draft, or a file of another admin. */

import { fromBase64 } from "../../modules/trust/bytes.js";
import { MAX_ENVELOPE_BYTES } from "../../modules/trust/client_workflow.js";
import { parseEnvelope } from "../../modules/trust/envelope.js";
import { validSigners } from "../../modules/trust/signing.js";
import { checkDraft, checkNext } from "../list/draft_check.js";
import { asDraft } from "../list/list_document.js";

/**
 * @typedef {object} ToSign
 * @property {Envelope} envelope with the signatures so far
 * @property {FullDocument | null} document null where it cannot be read
 * @property {Refusal | null} refusal
 * @property {readonly string[]} signers keyids
 * @property {string} json the envelope as it was read
 */

/**
 * What the server makes of the draft: read here, and compared with the draft.
 * @param {Desk} desk
 * @returns {Promise<{toSign: ToSign | null, lint: readonly Remark[], toml: string | null}>} nothing to sign while there are errors
 */
export async function fromDraft({ api, draft, inForce }) {
  const { contents, days } = draft;
  const { payload, payload_type: payloadType, lint, toml } = await api.draft({ allowlist: asDraft(contents), expires_in: `${days}d` });
  const bytes = payload === null ? null : fromBase64(payload);
  if (bytes === null) return { toSign: null, lint, toml };
  const made = { payload: bytes, payloadType };
  const checked = await checkDraft(made, { contents, lifetimeDays: days, inForce: inForce.list, now: Date.now() });
  return { toSign: { envelope: { ...made, signatures: [] }, signers: [], json: "", ...checked }, lint, toml };
}

/**
 * A file that another admin has signed.
 * @param {Bytes} bytes
 * @param {InForce} inForce
 * @returns {Promise<ToSign>}
 * @throws {import("../../modules/errors.js").EnvelopeError}
 */
export async function fromFile(bytes, { list, root }) {
  const envelope = parseEnvelope(bytes, MAX_ENVELOPE_BYTES.allowlist);
  const checked = await checkNext(envelope, { inForce: list, now: Date.now() });
  return { envelope, json: new TextDecoder().decode(bytes), signers: await validSigners(envelope, root.roles.allowlist), ...checked };
}
