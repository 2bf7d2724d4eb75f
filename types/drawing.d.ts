/** What content scripts, popup and background share: classic scripts of `drawing/`, which meet in the object `Lencana`. */

/** One for each script's part; the others are in content.d.ts. */
interface Lencana {
  /** The sentences that are drawn without the background. */
  readonly texts: Readonly<
    Record<
      | "direction"
      | "verdict_checking"
      | "verdict_unchecked"
      | "verdict_suspicious"
      | "reload"
      | "reload_remedy"
      | "details"
      | "hide"
      | "reasons"
      | "diagnosis"
      | "report",
      string
    >
  >;
  /** The bytes as base64, the form in which a message to the background takes them. */
  base64(blob: Blob): Promise<string>;
  limits: Readonly<{
    MAX_HEADER_BLOCK_BYTES: number;
    MAX_RAW_MESSAGE_BYTES: number;
    MAX_TEXT_BYTES: number;
    MAX_LINKS: number;
    MAX_PAGE_LINKS: number;
    MAX_LINE_CHARS: number;
    MAX_MESSAGE_ID_CHARS: number;
    MAX_ROWS: number;
    RETRY_SECONDS: number;
    RENEWAL_HOURS: number;
  }>;
  /** UTF-8 where the bytes are valid UTF-8, otherwise Latin-1. */
  decodeHeaderBlock(bytes: Uint8Array): string;

  /** SVG paths in a box of 24 × 24; no outline is "". */
  iconPaths: Readonly<Record<BadgeView["kind"] | BadgeView["reasons"][number]["severity"], { outline: string; line: string }>>;
  /** CSS. */
  badgeStyles: string;
  createBadge(onAction: (type: BadgeAction) => void): BadgeElement;
  icon(name: keyof Lencana["iconPaths"], className: string): SVGElement;
}

/** What the reader asks for with a button. */
type BadgeAction = "retry" | "settings" | "report";

interface BadgeElement {
  readonly element: HTMLElement;
  show(view: BadgeView): void;
}

declare var Lencana: Lencana;
