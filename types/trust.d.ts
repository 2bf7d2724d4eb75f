/** Signed documents and the way to them: docs/format.md. */

type Bytes = Uint8Array<ArrayBuffer>;

interface Envelope {
  payloadType: string;
  /** The payload, decoded. */
  document: Bytes;
  signatures: readonly Signature[];
}

/** The keyid is not signed: a hint, never a proof. */
type Signature = { keyid: string; sig: Bytes };

interface Head {
  version: number;
  /** Milliseconds since 1970. */
  expires: number;
  /** Of the document, hex. */
  sha256: string;
}

interface Role {
  keyids: readonly string[];
  /** The raw public keys of those keyids, hex. */
  keys: readonly string[];
  threshold: number;
}

type Root = Head & { roles: { root: Role; allowlist: Role } };

interface Brand {
  id: string;
  name: string;
  domains: readonly string[];
  senders: readonly string[];
  policyUrl: string | null;
}

type ListDocument = Head & { prev: string | null; brands: readonly Brand[] };

/** Envelopes: the root was verified when it was stored; the newest list seen is the floor. */
type Stored = { root: Uint8Array | null; allowlist: Uint8Array | null };

interface Source {
  /** Null where the chain ends. */
  root(version: number): Promise<Uint8Array | null>;
  allowlist(): Promise<Uint8Array>;
}

interface Sink {
  root(envelope: Uint8Array): Promise<void>;
  /** Null: the list that was stored is the floor no longer. */
  allowlist(envelope: Uint8Array | null): Promise<void>;
}

/** What a walk from the pin to the list needs. */
interface Walk {
  /** Milliseconds since 1970, fixed once. */
  now: number;
  /** The accepted root's fingerprint. */
  pin: string;
  stored: Stored;
  source: Source;
  sink: Sink;
}

type Trusted = { root: Root; allowlist: ListDocument };

/** What is stored; it belongs to one pin. */
interface Kept {
  pin: string;
  root: string | null;
  allowlist: string | null;
  /** When the server was last asked with success, milliseconds since 1970. */
  asked: number;
}

type Store = { read(): Promise<unknown>; write(kept: Kept): Promise<void> };

interface Standing {
  /** Verified by its signature; may be expired. */
  allowlist: import("../extension/modules/allowlist.js").Allowlist | null;
  /** Of list or root, whichever is first. */
  expires: number;
  /** Neither has expired. */
  fresh: boolean;
  /** What went wrong when the server's list was last looked at: an error's name. */
  problem: string | null;
}
