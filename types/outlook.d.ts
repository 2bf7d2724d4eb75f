/** What the pane uses of Office.js (https://learn.microsoft.com/javascript/api/outlook). */

interface OutlookResult {
  status: "succeeded" | "failed";
  value?: unknown;
}

type OutlookAnswer = (result: OutlookResult) => void;

/** A message that is read; in the mailbox it has an `itemId`. */
interface OutlookItem {
  itemId?: string | null;
  subject?: string;
  from?: { emailAddress?: string; displayName?: string };
  body: { getAsync(type: "text" | "html", then: OutlookAnswer): void };
  /** Mailbox 1.8 */
  getAllInternetHeadersAsync(then: OutlookAnswer): void;
  /** Mailbox 1.14: the message in base64. */
  getAsFileAsync?(then: OutlookAnswer): void;
}

interface OutlookContext {
  displayLanguage?: string;
  mailbox: { item?: OutlookItem | null; addHandlerAsync(event: string, then: () => void): void };
  requirements: { isSetSupported(name: string, version: string): boolean };
  roamingSettings: { get(key: string): unknown; set(key: string, value: unknown): void; saveAsync(then: OutlookAnswer): void };
}

declare const Office: { onReady(): Promise<unknown>; context: OutlookContext };
