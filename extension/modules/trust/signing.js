/** Signing, for admins: DSSE envelopes with Ed25519 (docs/format.md section 1). Whoever holds the key passes in what signs. */

import { toBase64 } from "./bytes.js";
import { pae, verifyEnvelope } from "./envelope.js";

/**
 * An envelope's JSON with one more signature; what that key has signed before is replaced.
 * @param {{payloadType: string, payload: Bytes, signatures?: readonly Signature[]}} envelope
 * @param {Signer} signer
 * @returns {Promise<string>}
 */
export async function signEnvelope({ payloadType, payload, signatures = [] }, signer) {
  const sig = await signer.sign(pae(payloadType, payload));
  const all = [...signatures.filter(({ keyid }) => keyid !== signer.keyid), { keyid: signer.keyid, sig }];
  const written = all.map((signature) => ({ keyid: signature.keyid, sig: toBase64(signature.sig) }));
  return JSON.stringify({ payload: toBase64(payload), payloadType, signatures: written });
}

/**
 * Which keys of a role have validly signed.
 * @param {Envelope} envelope
 * @param {Role} role
 * @returns {Promise<string[]>} keyids
 */
export async function validSigners(envelope, { keyids, keys }) {
  const valid = await Promise.all(
    keys.map((key) => verifyEnvelope(envelope, { keys: [key], threshold: 1 }).then(() => true, () => false)),
  );
  return keyids.filter((_, i) => valid[i]);
}
