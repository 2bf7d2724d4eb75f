/** Marks in the list of messages. */

interface Lencana {
  listMarks?: Readonly<{
    /** In `requestIdleCallback`: ask about rows that are new, and mark the suspicious ones. */
    scheduleScan(pageId: string, then: () => void): void;
    /** Stop scanning. */
    detach(): void;
    /** Remove every mark. */
    clear(): void;
  }>;
  rowMarks?: Readonly<{
    /** Have a mark at each of these rows, and at no other. */
    show(rows: readonly MarkedRow[]): void;
    clear(): void;
  }>;
}

/** A suspicious row of the list; the name is the row's own for as long as the page is loaded. */
type MarkedRow = { name: string; anchor: Element; reason: string; isDark: boolean };

/** What a list shows of a message. */
type RowRequest = { id: string; webmail: string; from: string; subject: string };
/** Asks which rows are suspicious. */
type RowsMessage = { type: "rows"; page: string; rows: readonly RowRequest[] };
/** In the order of the rows: why it is suspicious, or "" for no mark. Null when that cannot be said now, of one or of all. */
type RowsReply = { marks: readonly (string | null)[] | null };
/** The marks that stand in the list now. */
type ListedMessage = { type: "listed"; page: string; marks: readonly { from: string; text: string }[] };
