/**
 * A key made here: Ed25519, which is all that a root names (docs/format.md section 3), not extractable, in this browser's IndexedDB.
 * Its private half cannot be read, not even by us; what clears the extension's data takes it away.
 */

import { toBase64 } from "../../modules/trust/bytes.js";
import { signer } from "./pem.js";

const [DATABASE, STORE, ID] = ["desk", "keys", "list"];
/** SubjectPublicKeyInfo of Ed25519 (RFC 8410) but for the key itself. */
const SPKI = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);

/** @typedef {{privateKey: CryptoKey, publicKey: Bytes, made: number}} Kept */

/** @returns {Promise<{signer: Signer, made: number} | null>} */
export async function madeKey() {
  const kept = /** @type {Kept | undefined} */ (await inStore("readonly", (store) => store.get(ID)));
  return kept === undefined ? null : { signer: await signer(kept.privateKey, kept.publicKey), made: kept.made };
}

/**
 * Never over one that is there.
 * @param {number} now
 */
export async function makeKey(now) {
  const pair = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]));
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  void navigator.storage?.persist?.(); // so that a full disk does not take it away
  await inStore("readwrite", (store) => store.add({ privateKey: pair.privateKey, publicKey, made: now }, ID));
}

/** For good. */
export async function forgetKey() {
  await inStore("readwrite", (store) => store.delete(ID));
}

/**
 * The file that `lencana root rotate --add` takes.
 * @param {Bytes} publicKey
 */
export function publicPem(publicKey) {
  return `-----BEGIN PUBLIC KEY-----\n${toBase64(Uint8Array.of(...SPKI, ...publicKey))}\n-----END PUBLIC KEY-----\n`;
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<unknown>}
 */
async function inStore(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
