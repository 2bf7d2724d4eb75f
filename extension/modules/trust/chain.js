/**
 * From the accepted fingerprint to a list that may be trusted: docs/format.md section 5, step by step.
 *
 * Fetching and storing are passed in; nothing here knows a network or a disk. Any error leaves what the steps before it stored.
 */

import { DocumentError, EquivocationError, ExpiredError, HistoryError, PinError, VersionError } from "../errors.js";
import { sha256 } from "./bytes.js";
import { PAYLOAD_TYPE, readAllowlist, readRoot } from "./documents.js";
import { readEnvelope, verified } from "./envelope.js";

const MAX_ROTATIONS = 256;
const DAY = 24 * 60 * 60 * 1000;
const MAX_LIFE = Object.freeze({ root: 3660 * DAY, allowlist: 91 * DAY });

/** Of envelopes, in bytes; storage.local holds 10 MB in Chromium. */
export const LIMITS = Object.freeze({ root: 64 * 1024, allowlist: 8 * 1024 * 1024 });

/** @param {Walk} run @returns {Promise<Trusted>} @throws {import("../errors.js").TrustError} and whatever the source throws */
export async function walk(run) {
  const begin = await trustedRoot(run);
  const root = await walkRoots(begin, run);
  const floor = await readFloor(run.stored.allowlist, begin, root);
  const allowlist = await takeAllowlist(await run.source.allowlist(), root, floor, run.sink);
  const trusted = { root, allowlist };
  if (!isFresh(trusted, run.now)) throw new ExpiredError("root or list has expired, or expires absurdly late");
  return trusted;
}

/** What was stored, without asking anybody: for the time between two walks. Expiry is the caller's to look at. @param {Stored} stored */
export async function readStored(stored) {
  if (stored.root === null || stored.allowlist === null) return null;
  const root = await readTrustedRoot(stored.root);
  return { root, allowlist: await readList(stored.allowlist, root.roles.allowlist) };
}

/** Step 6: neither document has expired nor expires absurdly far off. @param {Trusted} trusted @param {number} now */
export function isFresh({ root, allowlist }, now) {
  return within(root, now, MAX_LIFE.root) && within(allowlist, now, MAX_LIFE.allowlist);
}

/** The SHA-256 of a root's document, by which people accept it; the envelope must be signed by its own keys. @param {Uint8Array} envelope */
export async function fingerprint(envelope) {
  return (await readOwnRoot(envelope)).sha256;
}

/** Step 2. @param {Walk} run @returns {Promise<Root>} */
async function trustedRoot({ pin, stored, source, sink }) {
  if (stored.root !== null) return readTrustedRoot(stored.root);
  for (let version = 1; version <= MAX_ROTATIONS; version += 1) {
    const envelope = await source.root(version);
    if (envelope === null) break;
    if ((await sha256(readEnvelope(envelope, LIMITS.root).document)) !== pin) continue; // those before it are passed over
    const root = await readOwnRoot(envelope);
    if (root.version !== version) throw new VersionError(`root ${version} says that it is version ${root.version}`);
    await sink.root(envelope);
    return root;
  }
  throw new PinError("no root of this server has the accepted fingerprint");
}

/** Step 3. @param {Root} begin @param {Walk} run @returns {Promise<Root>} */
async function walkRoots(begin, { source, sink }) {
  let root = begin;
  for (let count = 0; count < MAX_ROTATIONS; count += 1) {
    const bytes = await source.root(root.version + 1);
    if (bytes === null) break;
    const envelope = readEnvelopeOf("root", bytes);
    const next = await readRoot(await verified(envelope, root.roles.root));
    await verified(envelope, next.roles.root);
    if (next.version !== root.version + 1) throw new VersionError(`root ${next.version} after ${root.version}`);
    // Step 4 begins here: a run that ends before it has a list must not bring the floor back.
    if (!sameListKeys(root, next)) await sink.allowlist(null);
    await sink.root(bytes);
    root = next;
  }
  return root;
}

/** Step 4. @param {Uint8Array | null} stored @param {Root} begin @param {Root} root */
async function readFloor(stored, begin, root) {
  if (stored === null || !sameListKeys(begin, root)) return null;
  return readAllowlist(readEnvelopeOf("allowlist", stored).document); // verified before it was stored, maybe by a lower threshold
}

/** @param {Root} one @param {Root} other */
function sameListKeys(one, other) {
  const [some, others] = [one.roles.allowlist.keyids, other.roles.allowlist.keyids]; // neither names a key twice
  return some.length === others.length && some.every((keyid) => others.includes(keyid));
}

/** Step 5. @param {Uint8Array} bytes @param {Root} root @param {ListDocument | null} floor @param {Sink} sink */
async function takeAllowlist(bytes, root, floor, sink) {
  const allowlist = await readList(bytes, root.roles.allowlist);
  if (floor !== null) {
    if (allowlist.version < floor.version) throw new VersionError(`list ${allowlist.version} after ${floor.version}`);
    if (allowlist.version === floor.version && allowlist.sha256 !== floor.sha256) {
      throw new EquivocationError(`two lists are version ${floor.version}`);
    }
    if (allowlist.version === floor.version + 1 && allowlist.prev !== floor.sha256) {
      throw new HistoryError(`list ${allowlist.version} does not follow the version ${floor.version} that is held`);
    }
  }
  await sink.allowlist(bytes); // also the same document: it may bear more signatures by now
  return allowlist;
}

/** @param {{expires: number}} document @param {number} now @param {number} life */
function within({ expires }, now, life) {
  return now < expires && expires <= now + life;
}

/** @param {Uint8Array} bytes @param {Role} role */
async function readList(bytes, role) {
  const envelope = readEnvelopeOf("allowlist", bytes);
  return readAllowlist(await verified(envelope, role));
}

/** @param {Uint8Array} bytes one that was verified before it was stored @returns {Promise<Root>} */
async function readTrustedRoot(bytes) {
  return readRoot(readEnvelopeOf("root", bytes).document);
}

/** @param {Uint8Array} bytes */
async function readOwnRoot(bytes) {
  const envelope = readEnvelopeOf("root", bytes);
  const root = await readRoot(envelope.document);
  await verified(envelope, root.roles.root);
  return root;
}

/** @param {"root" | "allowlist"} role @param {Uint8Array} bytes */
function readEnvelopeOf(role, bytes) {
  const envelope = readEnvelope(bytes, LIMITS[role]);
  if (envelope.payloadType !== PAYLOAD_TYPE[role]) throw new DocumentError(`the payload type is not that of a ${role}`);
  return envelope;
}
