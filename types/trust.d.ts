/** Signed documents and the way to them: docs/format.md. */

type Bytes = Uint8Array<ArrayBuffer>;

interface Envelope {
  payloadType: string;
  /** The signed document's bytes. */
  payload: Bytes;
  signatures: readonly Signature[];
}

/** The keyid is not signed: a hint, never a proof. */
type Signature = { keyid: string; sig: Bytes };

interface CommonFields {
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

type Root = CommonFields & { roles: { root: Role; allowlist: Role } };

interface Brand {
  id: string;
  name: string;
  domains: readonly string[];
  senders: readonly string[];
  owned: readonly string[];
  tenants: readonly string[];
  carriers: readonly string[];
  policyUrl: string | null;
}

/** An address or a domain that an admin has confirmed as a phish, until then (milliseconds since 1970). */
type Blocked = { entry: string; until: number };

type ListDocument = CommonFields & {
  prev: string | null;
  brands: readonly Brand[];
  platforms: readonly string[];
  authservIds: readonly string[];
  blocked: readonly Blocked[];
};

/** Envelopes. The root was verified when it was stored; the list is the rollback floor. */
type Stored = { root: Uint8Array | null; allowlist: Uint8Array | null };

interface DocumentSource {
  /** Null where there is no such version. */
  root(version: number): Promise<Uint8Array | null>;
  allowlist(): Promise<Uint8Array>;
}

interface Sink {
  root(envelope: Uint8Array): Promise<void>;
  /** Null removes the stored list, which is then no rollback floor any more. */
  allowlist(envelope: Uint8Array | null): Promise<void>;
}

/** What a run of the client workflow needs. */
interface WorkflowRun {
  /** Milliseconds since 1970, fixed once. */
  now: number;
  /** The accepted root's fingerprint. */
  pin: string;
  stored: Stored;
  documents: DocumentSource;
  sink: Sink;
}

/** Both passed every rule but expiry. */
type Trusted = { root: Root; allowlist: ListDocument };

/** What is stored, for one pin. */
interface StoredState {
  pin: string;
  root: string | null;
  allowlist: string | null;
  /** When the server was last asked with success, milliseconds since 1970. */
  asked: number;
}

type Store = { read(): Promise<unknown>; write(state: StoredState): Promise<void> };

interface ListStatus {
  /** Verified by its signature; may be expired. */
  allowlist: import("../extension/modules/judgement/allowlist.js").Allowlist | null;
  /** The earlier of the two expiries, of list and root; 0 without a list. */
  expires: number;
  /** Neither has expired. */
  fresh: boolean;
  /** Why the server's list was not taken when it was last asked for: an error's name, or why it could not be asked. */
  problem: string | null;
}
