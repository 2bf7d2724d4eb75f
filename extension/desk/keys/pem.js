/**
 * Opens the file of a list key as `lencana key new` writes it: PKCS#8 (RFC 5958) in PEM (RFC 7468), encrypted with PBES2, scrypt and
 * AES-256-CBC (RFC 8018, RFC 7914; docs/decisions/0105-keys-by-scrypt.md), or not encrypted. Nothing of it is kept.
 */

import { fromBase64, sha256, toHex } from "../../modules/trust/bytes.js";
import { contentOf, integerOf, membersOf, readValues, TAG } from "./der.js";

const PEM = /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END (?:ENCRYPTED )?PRIVATE KEY-----/;
const OID = Object.freeze({
  "2a864886f70d01050d": "PBES2",
  "2b06010401da47040b": "scrypt",
  "60864801650304012a": "AES-256-CBC",
});
/** What the server writes is 2^14, 8, 10; more than 256 MiB or 16 times the work is nobody's key. */
const MAX_SCRYPT = Object.freeze({ bytes: 256 * 1024 * 1024, work: 16 * 2 ** 14 * 8 * 10 });

export class KeyError extends Error {
  /** @param {"not_key" | "passphrase" | "not_ed25519" | "not_list_key"} reason */
  constructor(reason) {
    super(reason);
    this.name = "KeyError";
    this.reason = reason;
  }
}

/**
 * @param {string} text of the file
 */
export function isEncrypted(text) {
  return PEM.exec(text)?.[1] !== undefined;
}

/**
 * @param {string} text of the file
 * @param {string} passphrase
 * @param {(progress: number) => void} [progress] from 0 to 1: it takes a second
 * @returns {Promise<Signer>}
 * @throws {KeyError}
 */
export async function openPem(text, passphrase, progress = () => undefined) {
  const [, encrypted, base64 = ""] = PEM.exec(text) ?? [];
  const der = fromBase64(base64.replace(/\s+/g, ""));
  if (der === null || der.length === 0) throw new KeyError("not_key");
  const pkcs8 = encrypted === undefined ? der : await decrypt(der, passphrase, progress);
  try {
    return await signerOf(pkcs8, encrypted !== undefined);
  } finally {
    pkcs8.fill(0);
  }
}

/**
 * @param {Bytes} der EncryptedPrivateKeyInfo
 * @param {string} passphrase
 * @param {(progress: number) => void} progress
 */
async function decrypt(der, passphrase, progress) {
  const { salt, N, r, p, iv, data } = readParameters(der);
  const password = new TextEncoder().encode(passphrase);
  const { scryptAsync } = await import("../../vendor/noble-hashes/scrypt.js"); // 80 KB that only this needs
  const key = await scryptAsync(password, salt, { N, r, p, dkLen: 32, asyncTick: 20, onProgress: progress });
  password.fill(0);
  try {
    const aes = await crypto.subtle.importKey("raw", key, "AES-CBC", false, ["decrypt"]);
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv }, aes, data));
  } catch {
    throw new KeyError("passphrase");
  } finally {
    key.fill(0);
  }
}

/** @param {Bytes} der */
function readParameters(der) {
  try {
    const [algorithm, data] = membersOf(readValues(der)[0]);
    const [pbes2, parameters] = membersOf(algorithm);
    const [derivation, scheme] = membersOf(parameters);
    const [scrypt, costs] = membersOf(derivation);
    const [salt, cost, block, passes] = membersOf(costs);
    const [cipher, iv] = membersOf(scheme);
    for (const [value, name] of /** @type {const} */ ([[pbes2, "PBES2"], [scrypt, "scrypt"], [cipher, "AES-256-CBC"]])) {
      if (OID[/** @type {keyof typeof OID} */ (toHex(contentOf(value, TAG.oid)))] !== name) throw new RangeError(`not ${name}`);
    }
    const [N, r, p] = [integerOf(cost), integerOf(block), integerOf(passes)];
    if (128 * N * r > MAX_SCRYPT.bytes || N * r * p > MAX_SCRYPT.work || (N & (N - 1)) !== 0 || N < 2) throw new RangeError("scrypt's cost");
    return { salt: contentOf(salt, TAG.octets), N, r, p, iv: contentOf(iv, TAG.octets), data: contentOf(data, TAG.octets) };
  } catch (error) {
    throw error instanceof RangeError ? new KeyError("not_key") : error;
  }
}

/**
 * @param {Bytes} pkcs8
 * @param {boolean} wasEncrypted then what is no key was decrypted with a wrong passphrase, most likely
 * @returns {Promise<Signer>}
 */
async function signerOf(pkcs8, wasEncrypted) {
  const subtle = crypto.subtle;
  if (pkcs8[0] !== TAG.sequence) throw new KeyError(wasEncrypted ? "passphrase" : "not_key");
  // Once so that its public half can be read, which WebCrypto gives in a JSON Web Key alone (RFC 8037); that one is forgotten here.
  const readable = await subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]).catch(() => null);
  if (readable === null) throw new KeyError("not_ed25519");
  const { x = "" } = await subtle.exportKey("jwk", readable);
  const publicKey = fromBase64(x + "=".repeat((4 - (x.length % 4)) % 4));
  if (publicKey === null || publicKey.length !== 32) throw new KeyError("not_ed25519");
  return signer(await subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]), publicKey);
}

/**
 * @param {CryptoKey} privateKey not extractable
 * @param {Bytes} publicKey
 * @returns {Promise<Signer>}
 */
export async function signer(privateKey, publicKey) {
  return Object.freeze({
    keyid: await sha256(publicKey),
    publicKey,
    sign: async (/** @type {Bytes} */ bytes) => new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, bytes)),
  });
}
