/** What the content scripts share: they are classic scripts, so they meet in one object of the extension's own world. */


/** A message that the page shows. `id` names it for as long as the page is loaded. */
interface OpenMessage {
  readonly id: string;
  /** The badge goes right behind it; never inside the message's body. */
  readonly anchor: Element;
  /** What the sender wrote; it must not be able to paint over the badge. */
  readonly body: HTMLElement | null;
  /** @throws when the page does not give what it should */
  evidence(): Promise<Evidence>;
  /** The byte-exact message; null when the webmail does not give it. */
  raw(): Promise<Blob | null>;
}

/** One webmail: where its messages are and how to read them. List rows will stand beside `openMessages`. */
interface Reader {
  openMessages(document: Document): OpenMessage[];
}

interface DrawnBadge {
  readonly element: HTMLElement;
  show(view: BadgeView): void;
}

interface PlacedBadge {
  /** Put it right behind the anchor again if it is not there. */
  place(anchor: Element): void;
  show(view: BadgeView): void;
  remove(): void;
  readonly drawn: { kind: string; word: string; sentence: string; colour: string; connected: boolean };
}

interface Lencana {
  /** By name. */
  readers: Record<string, Reader>;
  channel: {
    /** The background's answer; null when nobody answers. */
    send(message: ContentMessage): Promise<unknown>;
    /** False once the extension was updated or removed: this script is then left over. */
    alive(): boolean;
    readonly words: Readonly<Record<"verdict_checking" | "verdict_unchecked" | "reload" | "reload_remedy" | "details" | "hide" | "reasons", string>>;
  };
  shapes: Readonly<Record<BadgeView["kind"] | BadgeView["reasons"][number]["severity"], { ground: string; line: string }>>;
  style: string;
  draw(act: (type: "retry" | "settings") => void): DrawnBadge;
  placeBadge(act: (type: "retry" | "settings") => void): PlacedBadge;
  /** For tests: what is drawn now, read back from the elements. */
  drawn?: () => ({ id: string } & PlacedBadge["drawn"])[];
}

declare var Lencana: Lencana;
