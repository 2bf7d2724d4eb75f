/** The server's answer, and what is made of it. Types stand here, not in the files that ship: those have a size to keep. */

type Severity = "danger" | "warning" | "info" | "good";
type Reason = { code: string; severity: Severity; text: string };
type Authentication = { result: "pass" | "fail" | "none"; method: string | null; domain: string | null; by: string | null };

/** What `/v1/check` takes. */
interface CheckRequest {
  webmail?: string;
  /** Without it, `file`. */
  origin?: Origin;
  /** Base64 of the whole message. */
  raw?: string;
  headers?: string;
  from?: string;
  subject?: string;
  text?: string;
  links?: readonly Link[];
}

/** What `/v1/check` answers. */
interface Answer {
  verdict: "verified" | "suspicious" | "unknown";
  brand: { id: string; name: string } | null;
  sender: { address: string; domain: string; unicode: string } | null;
  authentication: Authentication;
  /** Most severe first. */
  reasons: readonly Reason[];
  advice: string;
  needs: "raw" | null;
  allowlist: { version: number; sha256: string };
}

/** The server's HTTP API. Each method may throw a ServerError. */
interface Api extends DocumentSource {
  check(request: CheckRequest): Promise<Answer>;
  /** At most 100 at once; in their order, null for what could not be checked. */
  checkAll(requests: readonly CheckRequest[]): Promise<(Answer | null)[]>;
  newestRoot(): Promise<Uint8Array>;
  /** What a reader's extension needs to know; no token is needed, and no permission. */
  join(): Promise<Join>;
  /** What reports the server takes. */
  reports(): Promise<ReportsMode>;
  /** When the server deletes it, milliseconds since 1970. */
  report(report: ReaderReport): Promise<number>;
  /** Null while there is none, undefined once the report is gone. */
  reportAnswer(id: string): Promise<ReportAnswer | null | undefined>;
  /** Throws a ServerError if the server takes no message with this token. It is sent no message. */
  checkToken(): Promise<void>;
}

/** The answer of /join, as far as it is used: the server is the one that the reader has typed. */
type Join = { fingerprint: string; webmails: readonly string[]; tokenRequired: boolean; reports: ReportsMode };

/** What a reader takes over from a server: verified, but not yet compared by anybody. */
interface Offer {
  /** The fingerprint to compare and accept. */
  pin: string;
  /** Origins. */
  webmails: readonly string[];
  tokenRequired: boolean;
  /** The reader accepted this fingerprint before. */
  isAccepted: boolean;
  /** The address that the reader typed names it. */
  isExpected: boolean;
}

type ServerCause = "unreachable" | "busy" | "token_refused" | "server_error" | "bad_answer";

/** Why a message could not be checked; each has two sentences, `cause_*` and `remedy_*`. */
type Cause =
  | ServerCause
  | "not_set_up"
  | "no_permission"
  | "list_unverified"
  | "list_expired"
  | "list_disagrees"
  | "sender_differs"
  | "sender_unread"
  | "source_differs"
  | "not_delivered"
  | "results_differ"
  | "unreadable"
  | "file";

interface Verified {
  kind: "verified";
  /** From our list. */
  brand: Brand;
  /** That we read. */
  address: string;
  answer: Answer;
  expires: number;
}

type Judged = { kind: "suspicious" | "unknown"; answer: Answer; expires: number };

interface Unchecked {
  kind: "unchecked";
  cause: Cause;
  answer: Answer | null;
  /** Of the cause's sentences. */
  params: Readonly<Record<string, string>>;
}

type Judgement = Verified | Judged | Unchecked;

/** The sender as we read it ourselves. */
interface ObservedSender {
  /** The From address that we read from the header block. */
  from: string | null;
  /** The address that the page shows, null when it shows none. */
  shown: string | null;
  /** The header block that we read it from. */
  headers: string | null;
  /** What the page shows beside it; null where there is no page. */
  witness: Witness | null;
  origin: Origin;
  /** The server had the whole message. */
  isRaw: boolean;
  webmail: string;
}

/** What a check needs beside the message. */
interface CheckContext {
  settings: Settings;
  /** May we reach the server? */
  permitted: boolean;
  api: Api;
  listInForce: import("../extension/modules/trust/list_in_force.js").ListInForce;
}

/** What the reader sets. */
interface Settings {
  /** Address without a trailing slash. */
  server: string;
  /** Bearer token, empty when the server asks for none. */
  token: string;
  /** Accepted root's fingerprint, 64 hex digits; empty until one is accepted. */
  pin: string;
  /** Origins. */
  webmails: readonly string[];
  /** Send no text and no links, and never the whole message. */
  headersOnly: boolean;
}

/** The settings in force, and which of them a policy has set: fields by name, webmails by origin. */
type SettingsInForce = Settings & {
  managed: { fields: readonly string[]; webmails: readonly string[] };
  /** Those that a policy or the archive names: readers cannot remove them. */
  fixedWebmails: readonly string[];
};
