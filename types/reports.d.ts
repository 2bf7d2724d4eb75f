/** A reader's report of a message (docs/extension.md, "Reports"). */

type ReportKind = "genuine" | "phish" | "other";
/** What the server takes: nothing, reports without the message, or with it. */
type ReportsMode = "off" | "verdicts" | "messages";

/** What was judged of a message; nothing of the message itself. */
interface Outcome {
  /** Null where it could not be checked. */
  verdict: Answer["verdict"] | null;
  codes: readonly string[];
  /** Version of the list. */
  allowlistVersion: number | null;
  /** Why it could not be checked. */
  diagnosis: string;
}

/** What the form shows of a message, and the report says. */
interface ReportFacts extends Outcome {
  sender: { address: string; name: string } | null;
  subject: string;
  webmail: string | null;
  origin: Origin;
}

/** What a form is about. */
interface ReportForm {
  facts: ReportFacts;
  server: string;
  /** Where the whole message can be had; null where it cannot, or the server does not take it. */
  source: ReportSource | null;
}

type ReportSource = { tabId: number; frameId: number; page: string; id: string } | { raw: string };

/** `POST /v1/reports`; the fields' names are the server's. */
interface ReaderReport {
  /** UUID; what is sent twice is stored once. */
  id: string;
  kind: ReportKind;
  verdict: Answer["verdict"] | null;
  codes: readonly string[];
  sender: { address: string; name: string } | null;
  subject: string;
  webmail: string | null;
  origin: Origin;
  allowlist_version: number | null;
  diagnosis: string;
  comment: string;
  /** Random, of this installation. */
  reader: string;
  /** Base64 of the whole message. */
  raw?: string;
}

/** The admin's answer. */
interface ReportAnswer {
  kind: ReportKind;
  text: string;
  /** Milliseconds since 1970, as every time below. */
  at: number;
}

/** A report that was sent, as this browser remembers it until the server deletes it. */
interface SentReport {
  id: string;
  server: string;
  /** The sender's domain, or "". */
  about: string;
  at: number;
  expires: number;
  /** When it was last asked for its answer. */
  asked: number;
  state: "sent" | "answered" | "undelivered";
  answer: ReportAnswer | null;
}

/** A report that waits for a server that does not answer. */
type WaitingReport = { server: string; report: ReaderReport; since: number };

/** What became of a report: `gone` if the whole message is not at hand any more, `unreachable` if it is too large to wait. */
type ReportReply = { state: "sent"; expires: number } | { state: "waiting" | "gone" | "unreachable" } | { state: "refused"; detail: string };

/** The reader presses "Report…" in a badge: its page says what it shows. Without evidence it says why there is none. */
type ReportMessage = { type: "report"; page: string; id: string; evidence: Evidence | null; diagnosis: string };
/** The popup asks to report a message that is open in a tab. */
type ReportOpenMessage = { type: "report_open"; tab: number; page: string; id: string };
/** The popup asks to report a saved message. */
type ReportFileMessage = { type: "report_file"; raw: string; outcome: Outcome };
/** A form has opened. */
type ReportTakeMessage = { type: "report_take"; handle: string };
/** It is sent, with the whole message if a source is named. */
type ReportSendMessage = { type: "report_send"; report: ReaderReport; server: string; source: ReportSource | null };
/** A page of ours asks to look for answers. */
type AnswersMessage = { type: "report_answers" };
/** What only pages of ours may send. */
type PageMessage = RenewMessage | FileMessage | ReportOpenMessage | ReportFileMessage | ReportTakeMessage | ReportSendMessage | AnswersMessage;
