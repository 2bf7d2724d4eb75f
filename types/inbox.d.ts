/** The desk's inbox of readers' reports. Every text of a report is a stranger's. */

/** As the server tells it to admins; times are milliseconds since 1970. */
interface InboxReport extends ReportFacts {
  id: string;
  at: number;
  expires: number;
  kind: ReportKind;
  comment: string;
  hasMessage: boolean;
  state: "waiting" | "closed";
  answer: ReportAnswer | null;
  /** Names the campaign. */
  group: string;
  /** By the list in force; null where the server had no time. */
  now: { verdict: Answer["verdict"]; codes: readonly string[] } | null;
  /** Base64 of the whole message. */
  raw: string | null;
}

/** Reports of one campaign. */
interface InboxGroup {
  group: string;
  /** The sender's registrable domain, or "". */
  domain: string;
  subject: string;
  count: number;
  readers: number;
  newest: number;
}

interface InboxPage {
  reports: readonly InboxReport[];
  groups: readonly InboxGroup[];
  waiting: number;
  /** Where the next page begins. */
  next: string | null;
}

/** A campaign with those of its reports that were fetched, newest first. */
type Campaign = InboxGroup & { reports: readonly InboxReport[] };
/** The campaigns of one domain, newest first. */
type InboxDomain = { domain: string; campaigns: readonly Campaign[] };

/** An entry that a report may lead to; `brand` is null beside the brands. */
type WantedEntry = { field: "domains" | "senders" | "owned" | "carriers" | "known" | "platforms" | "persons" | "blocked"; brand: string | null; entry: string };

/** An answer that waits until its entry is in force. */
interface PendingAnswer {
  ids: readonly string[];
  kind: ReportKind;
  text: string;
  wants: WantedEntry;
  /** Milliseconds since 1970. */
  since: number;
}
