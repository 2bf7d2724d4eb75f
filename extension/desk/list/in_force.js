/** The list in force with everything in it, as the extension's background has verified and stored it; verified here once more. */

import { record } from "../../modules/decoders.js";
import { MAX_ENVELOPE_BYTES, readStored } from "../../modules/trust/client_workflow.js";
import { parseEnvelope } from "../../modules/trust/envelope.js";
import { validSigners } from "../../modules/trust/signing.js";
import { readFullDocument } from "./list_document.js";

/**
 * @param {unknown} stored what the background keeps (modules/trust/list_in_force.js)
 * @param {string} pin
 * @param {string | null} problem of the last renewal
 * @returns {Promise<InForce | null>} null where there is no list for this pin
 * @throws {import("../../modules/errors.js").TrustError}
 */
export async function readInForce(stored, pin, problem) {
  const { pin: storedPin, root, allowlist } = record(stored);
  if (storedPin !== pin || typeof root !== "string" || typeof allowlist !== "string") return null;
  const encoder = new TextEncoder();
  const bytes = { root: encoder.encode(root), allowlist: encoder.encode(allowlist) };
  const trusted = await readStored(bytes); // verifies the list's signatures
  if (trusted === null) return null;
  const envelope = parseEnvelope(bytes.allowlist, MAX_ENVELOPE_BYTES.allowlist);
  const list = await readFullDocument(envelope.payload);
  return { list, root: trusted.root, signers: await validSigners(envelope, trusted.root.roles.allowlist), problem };
}
