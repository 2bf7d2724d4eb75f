/**
 * The client workflow, from the accepted fingerprint to a list that may be trusted: docs/format.md section 5, step by step.
 *
 * Fetching and storing are passed in; nothing here knows a network or a disk. Any error leaves what the steps before it stored.
 */

import { DocumentError, EquivocationError, ExpiredError, HistoryError, PinError, VersionError } from "../errors.js";
import { sha256 } from "./bytes.js";
import { PAYLOAD_TYPE, parseAllowlist, parseRoot } from "./documents.js";
import { parseEnvelope, verifyEnvelope } from "./envelope.js";

export const MAX_ROOT_ROTATIONS = 256;
const DAY_MS = 24 * 60 * 60 * 1000;
export const MAX_LIFETIME_DAYS = Object.freeze({ root: 3659, allowlist: 90 });
export const CLOCK_SKEW_DAYS = 1; // tolerated in "expires too late", never in "expired"

/** What is taken of an envelope. Chromium's storage.local holds 10 MB. */
export const MAX_ENVELOPE_BYTES = Object.freeze({ root: 64 * 1024, allowlist: 8 * 1024 * 1024 });

/**
 * @param {WorkflowRun} run
 * @returns {Promise<Trusted>}
 * @throws {import("../errors.js").TrustError} and whatever `documents` throws
 */
export async function runClientWorkflow(run) {
  const firstRoot = await trustedRoot(run);
  const root = await followRoots(firstRoot, run);
  const floor = await rollbackFloor(run.stored.allowlist, firstRoot, root);
  const allowlist = await acceptAllowlist(await run.documents.allowlist(), root, floor, run.sink);
  const trusted = { root, allowlist };
  if (!isFresh(trusted, run.now)) throw new ExpiredError("root or list has expired, or expires later than it may");
  return trusted;
}

/**
 * What was stored, without asking the server; the caller looks at its expiry.
 * @param {Stored} stored
 */
export async function readStored(stored) {
  if (stored.root === null || stored.allowlist === null) return null;
  const root = await readTrustedRoot(stored.root);
  return { root, allowlist: await readList(stored.allowlist, root.roles.allowlist) };
}

/**
 * Step 6: no document has expired or outlives the longest lifetime.
 * @param {Trusted} trusted
 * @param {number} now
 */
export function isFresh({ root, allowlist }, now) {
  return isUnexpired(root, now, MAX_LIFETIME_DAYS.root) && isUnexpired(allowlist, now, MAX_LIFETIME_DAYS.allowlist);
}

/**
 * The SHA-256 of a root's document, by which people accept it; the envelope must be signed by its own keys.
 * @param {Uint8Array} envelope
 */
export async function fingerprint(envelope) {
  return (await readOwnRoot(envelope)).sha256;
}

/**
 * Step 2: the root to begin with.
 * @param {WorkflowRun} run
 * @returns {Promise<Root>}
 */
async function trustedRoot({ pin, stored, documents, sink }) {
  if (stored.root !== null) return readTrustedRoot(stored.root);
  for (let version = 1; version <= MAX_ROOT_ROTATIONS; version += 1) {
    const envelope = await documents.root(version);
    if (envelope === null) break;
    if ((await sha256(parseEnvelope(envelope, MAX_ENVELOPE_BYTES.root).payload)) !== pin) continue; // earlier roots are skipped unverified
    const root = await readOwnRoot(envelope);
    if (root.version !== version) throw new VersionError(`root ${version} says that it is version ${root.version}`);
    await sink.root(envelope);
    return root;
  }
  throw new PinError("no root of this server has the accepted fingerprint");
}

/**
 * Step 3: from root to root, each signed by the keys of the one before and by its own.
 * @param {Root} firstRoot
 * @param {WorkflowRun} run
 * @returns {Promise<Root>}
 */
async function followRoots(firstRoot, { documents, sink }) {
  let root = firstRoot;
  for (let count = 0; count < MAX_ROOT_ROTATIONS; count += 1) {
    const bytes = await documents.root(root.version + 1);
    if (bytes === null) break;
    const envelope = parseEnvelopeOf("root", bytes);
    const next = await parseRoot(await verifyEnvelope(envelope, root.roles.root));
    await verifyEnvelope(envelope, next.roles.root);
    if (next.version !== root.version + 1) throw new VersionError(`root ${next.version} after ${root.version}`);
    // Belongs to step 4, but is done now: a run that ends before it has a list must not bring the floor back.
    if (!sameListKeys(root, next)) await sink.allowlist(null);
    await sink.root(bytes);
    root = next;
  }
  return root;
}

/**
 * Step 4: the list behind which no other may go; null after a rotation of the list's keys.
 * @param {Uint8Array | null} stored
 * @param {Root} firstRoot
 * @param {Root} root
 */
async function rollbackFloor(stored, firstRoot, root) {
  if (stored === null || !sameListKeys(firstRoot, root)) return null;
  return parseAllowlist(parseEnvelopeOf("allowlist", stored).payload); // verified before it was stored, maybe by a lower threshold
}

/**
 * @param {Root} one
 * @param {Root} other
 */
function sameListKeys(one, other) {
  const [some, others] = [one.roles.allowlist.keyids, other.roles.allowlist.keyids]; // neither names a key twice
  return some.length === others.length && some.every((keyid) => others.includes(keyid));
}

/**
 * Step 5: verify the list and store it.
 * @param {Uint8Array} bytes
 * @param {Root} root
 * @param {ListDocument | null} floor
 * @param {Sink} sink
 */
async function acceptAllowlist(bytes, root, floor, sink) {
  const allowlist = await readList(bytes, root.roles.allowlist);
  if (floor !== null) {
    if (allowlist.version < floor.version) throw new VersionError(`list ${allowlist.version} after ${floor.version}`);
    if (allowlist.version === floor.version && allowlist.sha256 !== floor.sha256) {
      throw new EquivocationError(`two lists are version ${floor.version}`);
    }
    if (allowlist.version === floor.version + 1 && allowlist.prev !== floor.sha256) {
      throw new HistoryError(`list ${allowlist.version} does not follow the trusted version ${floor.version}`);
    }
  }
  await sink.allowlist(bytes); // also the same document: it may bear more signatures by now
  return allowlist;
}

/**
 * @param {{expires: number}} document
 * @param {number} now
 * @param {number} maxLifetimeDays
 */
function isUnexpired({ expires }, now, maxLifetimeDays) {
  return now < expires && expires <= now + (maxLifetimeDays + CLOCK_SKEW_DAYS) * DAY_MS;
}

/**
 * @param {Uint8Array} bytes
 * @param {Role} role
 */
async function readList(bytes, role) {
  const envelope = parseEnvelopeOf("allowlist", bytes);
  return parseAllowlist(await verifyEnvelope(envelope, role));
}

/**
 * @param {Uint8Array} bytes one that was verified before it was stored
 * @returns {Promise<Root>}
 */
async function readTrustedRoot(bytes) {
  return parseRoot(parseEnvelopeOf("root", bytes).payload);
}

/** @param {Uint8Array} bytes */
async function readOwnRoot(bytes) {
  const envelope = parseEnvelopeOf("root", bytes);
  const root = await parseRoot(envelope.payload);
  await verifyEnvelope(envelope, root.roles.root);
  return root;
}

/**
 * @param {"root" | "allowlist"} role
 * @param {Uint8Array} bytes
 */
function parseEnvelopeOf(role, bytes) {
  const envelope = parseEnvelope(bytes, MAX_ENVELOPE_BYTES[role]);
  if (envelope.payloadType !== PAYLOAD_TYPE[role]) throw new DocumentError(`the payload type is not that of a ${role}`);
  return envelope;
}
