/** What the parts of the extension send to each other; `background/messages.js` refuses what is invalid. */

type Link = { href: string; text: string };

/**
 * Where a message comes from, as for the server: `delivered` is a top-level message of the mailbox, `attached` was opened from
 * an attachment, and `file` is everything else. Only of a delivered one does the mail server vouch for the header block.
 */
type Origin = "delivered" | "attached" | "file";

/** What an adapter found of a message. */
interface Evidence {
  /** The webmail's name. */
  webmail: string;
  origin: Origin;
  /** The header block, null when the page gives none. */
  headers: string | null;
  /** The From address that the page shows. */
  shown: string | null;
  /** The From as the page shows it, name and address. */
  from: string;
  subject: string;
  /** Visible text, at most 16 KB. */
  text: string;
  links: readonly Link[];
  witness: Witness;
}

/** What the page shows of this very message beside its sender, to compare with the source; null where it cannot be compared. */
interface Witness {
  subject: string | null;
  /** As the page's markup has it: a number of seconds or milliseconds since 1970, ISO 8601, or RFC 5322. */
  date: string | null;
}

interface CheckMessage {
  type: "check";
  /** The page's id. */
  page: string;
  /** The message's id in that page. */
  id: string;
  evidence: Evidence;
  /** Base64 of the byte-exact message, once the server has asked for it. */
  raw: string | null;
}

/** The page shows a message that cannot be read. */
type UnreadableMessage = { type: "unreadable"; page: string; id: string };
/** A message was closed; null: every message of the page. */
type GoneMessage = { type: "gone"; page: string; id: string | null };
/** The page covers a message's badge, or does so no longer. */
type CoveredMessage = { type: "covered"; page: string; id: string; isCovered: boolean };
/** The reader asks for the settings. */
type SettingsMessage = { type: "settings" };
/** A window that a webmail has opened without an address asks for the scripts. */
type WindowMessage = { type: "window" };
/** The server's page `/desk` asks to become the desk. */
type DeskMessage = { type: "desk" };
/** The popup asks what a saved message is. */
type FileMessage = { type: "file"; raw: string };
/** The settings page asks to fetch the list. */
type RenewMessage = { type: "renew" };
/** Yahoo's adapter asks for a message's source. */
type SourceMessage = { type: "source"; mailbox: string; message: string };
type ContentMessage =
  | SourceMessage
  | CheckMessage
  | UnreadableMessage
  | CoveredMessage
  | GoneMessage
  | SettingsMessage
  | WindowMessage
  | DeskMessage
  | RowsMessage
  | ListedMessage
  | ReportMessage;

type CheckReply = { view: BadgeView; needs: "raw" | null };
/** The answer to `file`. */
type FileReply = { view: BadgeView; outcome: Outcome };
/** The answer to `renew`. */
type Renewed = { version: number | null; fresh: boolean; expires: number; problem: string | null };
