/** Marks in the list of messages. */

interface Lencana {
  rows?: Readonly<{
    /** Once the page has nothing to do: ask about rows that are new, and mark the suspicious ones. */
    look(page: string, then: () => void): void;
    /** Do not look any more. */
    leave(): void;
    /** Take every mark away. */
    clear(): void;
  }>;
  /** A mark as an image. */
  mark(name: keyof Lencana["shapes"], className: string): SVGElement;
  /** Whether the page is dark where the element stands; the browser's preference says nothing of a webmail's own theme. */
  isDark(element: Element): boolean;
  /** Style a shadow tree, whatever the page's policy says. */
  adopt(root: ShadowRoot, css: string): void;
}

/** What a list shows of a message. */
type RowQuestion = { id: string; webmail: string; from: string; subject: string };
/** Asks which rows are suspicious. */
type RowsMessage = { type: "rows"; page: string; rows: readonly RowQuestion[] };
/** In the order of the rows: why it is suspicious, or "" for no mark. Null when that cannot be said now. */
type RowsReply = { marks: readonly string[] | null };
/** The marks that stand in the list now. */
type ListedMessage = { type: "listed"; page: string; marks: readonly { from: string; text: string }[] };
