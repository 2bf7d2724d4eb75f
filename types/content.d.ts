/** What the content scripts share: they are classic scripts, so they meet in one object of the extension's own world. */


/** A message that the page shows. `id` names it for as long as the page is loaded. */
interface OpenMessage {
  readonly id: string;
  /** The badge goes right behind it; never inside the message's body. */
  readonly anchor: Element;
  /** What the sender wrote; it must not be able to paint over the badge. */
  readonly body: HTMLElement | null;
  /** Whether the page still shows it. */
  isOpen(): boolean;
  /** @throws when the page does not give what it should */
  evidence(): Promise<Evidence>;
  /** The byte-exact message; null when the webmail does not give it. */
  raw(): Promise<Blob | null>;
}

/** A message in the list of a folder, of which the page shows the sender. */
interface ListRow {
  readonly id: string;
  /** A mark goes right behind it, as the badge does behind its anchor. */
  readonly anchor: Element;
  /** As in `Evidence`. */
  readonly shown: string | null;
  readonly from: string;
  /** Read only for rows that are asked about. */
  subject(): string;
}

/** One webmail, ready to be asked. Both lists are empty in a page that is not of this webmail. */
interface Reader {
  /** Whether the page, or this frame of it, is one that it reads. */
  acts(document: Document): boolean;
  openMessages(document: Document): OpenMessage[];
  rows(document: Document): ListRow[];
}

/** Elements of an open message. */
interface Found {
  readonly document: Document;
  readonly root: Element;
  readonly body: HTMLElement | null;
  readonly sender: Element | null;
  readonly anchor: Element;
  readonly key: string | null;
}

/** What differs between webmails. Lists of selectors are in the order in which they are tried. */
interface Webmail {
  /** Whether the page is one of this webmail. */
  fits(address: URL, document: Document): boolean;
  /** It shows messages in documents of their own, in frames. */
  readonly frames?: boolean;
  /** Around one open message; without it, what is around a body and no other. */
  readonly message?: readonly string[];
  readonly body: readonly string[];
  readonly sender: readonly string[];
  readonly subject: readonly string[];
  /** The badge goes behind it; without it, behind what holds the sender and not the body. */
  readonly header?: readonly string[];
  /** Where a source stands that the reader of the mail has opened in a window of the webmail. */
  readonly shown?: readonly string[];
  /** The message's name; null when it cannot be named, empty when none is open. Asked again after every wait: webmails use their elements again. */
  id(root: Element, document: Document): string | null;
  /** Whether this address is that of an open message. */
  names?(address: URL): boolean;
  /** Who an element names, where attributes and text do not say it in the usual way. */
  person?(element: Element): Person;
  headers?(found: Found): Promise<string | null>;
  raw?(found: Found): Promise<Blob | null>;
  readonly row?: {
    readonly row: readonly string[];
    readonly sender: readonly string[];
    readonly subject: readonly string[];
    /** The mark goes behind it; without it, behind the sender. */
    readonly mark?: readonly string[];
    id(row: Element): string | null;
  };
}

/** What readers share to read a page. */
interface Page {
  /** What the first selector finds that finds anything. */
  first(root: ParentNode, selectors: readonly string[]): Element | null;
  /** All that the first selector finds that finds any. */
  all(root: ParentNode, selectors?: readonly string[]): Element[];
  /** For each body the largest element that holds no other. */
  around(bodies: readonly Element[]): Element[];
  /** The largest element around the sender that does not hold the body; or what stands before the body. */
  besideBody(root: Element, sender: Element | null, body: Element | null): Element;
  /** Its text in one line. */
  clean(element: Element | null): string;
  /** The same, without the words for ears and the buttons in it. */
  subject(title: Element | null): string;
  /** Who an element names. */
  person(element: Element): Person;
  /** The same where an address stands beside the name, in one element. */
  beside(element: Element): Person;
  /** The first 16 KB of what can be seen of a body, or of what a frame of the webmail's own holds; and its links. */
  content(body: Element | null): { text: string; links: Link[] };
}

/** The address, null when there is none; and the name with it, as a From field has it. */
type Person = { shown: string | null; from: string };

/** What readers share to fetch sources. */
interface Sources {
  /** Null when logged out, or the webmail is away. */
  get(address: string | URL, init?: RequestInit): Promise<Response | null>;
  /** The header block, if that is what comes. Reads no more than it needs. */
  headers(response: Response | null): Promise<string | null>;
  /** The whole message, if that is what comes. */
  raw(response: Response | null): Promise<Blob | null>;
  /** What stands before the first empty line, where that is a header block. */
  block(source: string): string | null;
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
  addReader(name: string, webmail: Webmail): void;
  page: Page;
  source: Sources;
  /** Look at the page again soon. */
  look?: () => void;
  /** This page, by a name that no other has. */
  name?: string;
  channel: {
    /** The background's answer; null when nobody answers. */
    send(message: ContentMessage): Promise<unknown>;
    /** The bytes, in the form in which a message takes them. */
    base64(blob: Blob): Promise<string>;
    /** False once the extension was updated or removed: this script is then left over. */
    alive(): boolean;
    readonly words: Readonly<Record<"verdict_checking" | "verdict_unchecked" | "verdict_suspicious" | "reload" | "reload_remedy" | "details" | "hide" | "reasons" | "diagnosis", string>>;
  };
  shapes: Readonly<Record<BadgeView["kind"] | BadgeView["reasons"][number]["severity"], { ground: string; line: string }>>;
  style: string;
  draw(act: (type: "retry" | "settings") => void): DrawnBadge;
  placeBadge(act: (type: "retry" | "settings") => void): PlacedBadge;
  /** For tests: what is drawn now, read back from the elements. */
  drawn?: () => ({ id: string } & PlacedBadge["drawn"])[];
}

declare var Lencana: Lencana;
