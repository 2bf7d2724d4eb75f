/** The desk: a list as an admin edits it, drafts of it, keys, and what its views share. Names of fields are those of docs/format.md. */

type DeskAlias = { text: string; common: boolean };
type DeskBlocked = { sender: string; until: string } | { domain: string; until: string };
type DeskPerson = { name: string; aliases: readonly string[]; addresses: readonly string[] };
type BrandListField = "domains" | "senders" | "owned" | "tenants" | "carriers" | "links" | "known" | "phones" | "never_asks";

type DeskBrand = Readonly<
  { id: string; name: string; aliases: readonly DeskAlias[]; links_complete: boolean; guard: string; policy_url: string | null } & Record<BrandListField, readonly string[]>
>;

/** What a list says, without version, times and `prev`. */
interface ListContents {
  readonly brands: readonly DeskBrand[];
  readonly platforms: readonly string[];
  readonly default_platforms: boolean;
  readonly authserv_ids: readonly string[];
  readonly blocked: readonly DeskBlocked[];
  readonly persons: readonly DeskPerson[];
}

/** A list's document with everything in it. */
interface FullDocument {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly issued: number;
  readonly expires: number;
  readonly prev: string | null;
  /** Of the document, hex. */
  readonly sha256: string;
  readonly contents: ListContents;
  /** The paths of fields that this version of the extension does not know. */
  readonly unknown: readonly string[];
}

/** One thing that is different between two lists. */
interface Change {
  kind: "added" | "removed" | "changed";
  /** The brand's id; null beside the brands. */
  brand: string | null;
  /** The brand's name. */
  owner: string;
  /** As in docs/format.md; "brand" for a whole one, "order" for the brands' order. */
  field: string;
  /** What was added or removed; of a change the old value and the new one. */
  entries: readonly string[];
}

/** What a draft changes of one brand, or of everything beside the brands; null: there is none. */
type BrandPatch = { from: DeskBrand | null; to: DeskBrand | null };
type Beside = Omit<ListContents, "brands">;
interface DraftPatch {
  /** The version that the draft is a change of. */
  version: number;
  brands: readonly BrandPatch[];
  beside: { from: Beside; to: Beside } | null;
}

/** Why bytes are not signed. */
type Refusal = { reason: "version" | "history" | "issued" | "expiry" | "unknown_field" | "content" | "payload_type" | "unreadable"; changes: readonly Change[]; detail: string };

type Remark = { level: "error" | "warning" | "note"; where: string; text: string };

/** What `POST /v1/allowlist/draft` answers, as far as the desk believes it. */
interface DraftAnswer {
  lint: readonly Remark[];
  payload: string | null;
  payload_type: string;
  toml: string | null;
  before: TryResult | null;
  after: TryResult | null;
}

/** What becomes of a message or a domain: a verdict, and why. */
type TryResult = { verdict: "verified" | "suspicious" | "unknown"; texts: readonly string[] };

type HistoryEntry = { version: number; sha256: string; publishedAt: string };

/** A key that may sign; the private half is never seen. */
interface Signer {
  keyid: string;
  /** The raw public key. */
  publicKey: Bytes;
  sign(bytes: Bytes): Promise<Bytes>;
}

type EntryKind = "host" | "address" | "name" | "phone" | "authserv" | "url";

/** What the extension has verified itself. */
interface InForce {
  list: FullDocument;
  root: Root;
  /** Keyids with a valid signature under the list. */
  signers: readonly string[];
  /** Why the server's list was not taken when it was last asked for; null where it was. */
  problem: string | null;
}

/** What every view is given. */
interface Desk {
  readonly settings: SettingsInForce;
  readonly api: ReturnType<typeof import("../extension/modules/server/admin_api.js").createAdminApi>;
  readonly draft: import("../extension/desk/list/draft.js").Draft;
  /** The list in force; renewed by `refresh`. */
  readonly inForce: InForce;
  readonly text: MessageLookup;
  /** The packs of brands that come with the server. */
  packs(): Promise<readonly import("../extension/desk/list/packs.js").Pack[]>;
  /** Ask the server for a newer list, and put the draft on top of it. */
  refresh(): Promise<void>;
  /** Go to a view: "change/brand/openai". */
  open(route: string): void;
  /** Tell everybody, also who cannot see the page. */
  say(text: string): void;
  /** Tell of something that went wrong; without an error, take it back. */
  fail(error?: unknown): void;
  /** A view's number has changed. */
  showTabs(): void;
  /** What a request for admins says in its Authorization field (modules/server/session.js); null: unlock first. */
  authorization(): Promise<string | null>;
  /** Begin a session with this key; it is kept until the browser ends, or for eight hours. */
  unlock(signer: Signer): Promise<void>;
}

/** A part of the desk with a tab of its own; how to add one: extension/desk/README.md. */
interface DeskView {
  /** In the address, after #. */
  id: string;
  /** The key of its name. */
  name: string;
  /** Fill `place`; the rest of the route stands in `path`. What is returned is called when the view goes. */
  mount(place: HTMLElement, desk: Desk, path: readonly string[]): (() => void) | void;
  /** A number beside the name, such as of what waits; "" for none. */
  badge?(desk: Desk): string;
}
