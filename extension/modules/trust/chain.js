/**
 * From the accepted fingerprint to a list that may be trusted: docs/format.md section 5, step by step.
 *
 * Fetching and storing are passed in; nothing here knows a network or a disk. Any error leaves what the steps before it stored.
 */

import { DocumentError, EquivocationError, ExpiredError, HistoryError, PinError, VersionError } from "../errors.js";
import { sha256 } from "./bytes.js";
import { PAYLOAD_TYPE, readAllowlist, readRoot } from "./documents.js";
import { readEnvelope, verified } from "./envelope.js";

const MAX_ROOT_BYTES = 64 * 1024;
const MAX_ALLOWLIST_BYTES = 8 * 1024 * 1024; // storage.local holds 10 MB in Chromium
const MAX_ROTATIONS = 256;
const DAY = 24 * 60 * 60 * 1000;
const MAX_LIFE = Object.freeze({ root: 3660 * DAY, allowlist: 91 * DAY });

export const LIMITS = Object.freeze({ root: MAX_ROOT_BYTES, allowlist: MAX_ALLOWLIST_BYTES });

/**
 * @param {{now: number, pin: string, stored: Stored, source: Source, sink: Sink}} run `now` in milliseconds since 1970 [5.1]
 * @returns {Promise<Trusted>}
 * @throws {import("../errors.js").TrustError} and whatever the source throws
 */
export async function walk({ now, pin, stored, source, sink }) {
  const begin = await trustedRoot(pin, stored, source, sink);
  const root = await walkRoots(begin, source, sink);
  const floor = await readFloor(stored.allowlist, begin, root);
  const allowlist = await takeAllowlist(await source.allowlist(), root, floor, sink);
  requireFresh(root, allowlist, now);
  return { root, allowlist };
}

/**
 * What was stored, without asking anybody: for the time between two walks.
 * @param {Stored} stored
 * @returns {Promise<Trusted | null>} null when nothing is stored; expiry is the caller's to look at
 * @throws {import("../errors.js").TrustError}
 */
export async function readStored(stored) {
  if (stored.root === null || stored.allowlist === null) return null;
  const root = await readTrustedRoot(stored.root);
  return { root, allowlist: await readList(stored.allowlist, root.roles.allowlist) };
}

/** @param {Trusted} trusted @param {number} now @returns {boolean} neither document has expired nor expires absurdly far off */
export function isFresh({ root, allowlist }, now) {
  return within(root, now, MAX_LIFE.root) && within(allowlist, now, MAX_LIFE.allowlist);
}

/** The SHA-256 of a root's document, by which people accept it; the envelope must be signed by its own keys. @param {Uint8Array} envelope */
export async function fingerprint(envelope) {
  return (await readOwnRoot(envelope)).sha256;
}

/** Step 2. @param {string} pin @param {Stored} stored @param {Source} source @param {Sink} sink */
async function trustedRoot(pin, stored, source, sink) {
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

/** Step 3. @param {Root} begin @param {Source} source @param {Sink} sink */
async function walkRoots(begin, source, sink) {
  let root = begin;
  for (let count = 0; count < MAX_ROTATIONS; count += 1) {
    const bytes = await source.root(root.version + 1);
    if (bytes === null) break;
    const envelope = readEnvelopeOf("root", bytes);
    const document = await verified(envelope, root.roles.root.keys, root.roles.root.threshold);
    const next = await readRoot(document);
    await verified(envelope, next.roles.root.keys, next.roles.root.threshold);
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

/** Step 6. @param {Root} root @param {ListDocument} allowlist @param {number} now */
function requireFresh(root, allowlist, now) {
  if (!within(root, now, MAX_LIFE.root)) throw new ExpiredError("the root has expired, or expires absurdly late");
  if (!within(allowlist, now, MAX_LIFE.allowlist)) throw new ExpiredError("the list has expired, or expires absurdly late");
}

/** @param {{expires: number}} document @param {number} now @param {number} life */
function within({ expires }, now, life) {
  return now < expires && expires <= now + life;
}

/** @param {Uint8Array} bytes @param {Role} role */
async function readList(bytes, role) {
  const envelope = readEnvelopeOf("allowlist", bytes);
  return readAllowlist(await verified(envelope, role.keys, role.threshold));
}

/** @param {Uint8Array} bytes one that was verified before it was stored */
async function readTrustedRoot(bytes) {
  return readRoot(readEnvelopeOf("root", bytes).document);
}

/** @param {Uint8Array} bytes */
async function readOwnRoot(bytes) {
  const envelope = readEnvelopeOf("root", bytes);
  const root = await readRoot(envelope.document);
  await verified(envelope, root.roles.root.keys, root.roles.root.threshold);
  return root;
}

/** @param {"root" | "allowlist"} role @param {Uint8Array} bytes */
function readEnvelopeOf(role, bytes) {
  const envelope = readEnvelope(bytes, LIMITS[role]);
  if (envelope.payloadType !== PAYLOAD_TYPE[role]) throw new DocumentError(`the payload type is not that of a ${role}`);
  return envelope;
}
