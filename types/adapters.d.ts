/** What content scripts know of a webmail, and what an adapter finds in its pages. */

/** An open message that the page shows. */
interface OpenMessage {
  /** Names it for as long as the page is loaded. */
  readonly id: string;
  /** The badge goes right behind it; never inside the message's body. */
  readonly anchor: Element;
  /** What the sender wrote; it must not be able to paint over the badge. */
  readonly body: HTMLElement | null;
  /** Whether the page still shows it. */
  isOpen(): boolean;
  /**
   * Null once the page shows another message.
   * @throws when the page does not give what it should: which selectors found how much
   */
  evidence(): Promise<Evidence | null>;
  /** The byte-exact message; null when the webmail does not give it. */
  raw(): Promise<Blob | null>;
}

/** A message in the list of a folder whose sender's address the page shows. */
interface ListRow {
  readonly id: string;
  /** A mark goes to its very beginning: what comes before a name stays in sight, however long the sender makes the name. */
  readonly anchor: Element;
  /** As in `Evidence`. */
  readonly shown: string | null;
  readonly from: string;
  /** Read only for rows that are asked about. */
  subject(): string;
}

/** Code for one webmail. Both lists are empty in a page that is not of this webmail. */
interface Adapter {
  /** Whether the page, or this frame of it, is one that it reads. */
  ownsPage(document: Document): boolean;
  openMessages(document: Document): OpenMessage[];
  rows(document: Document): ListRow[];
}

/** The parts of an open message in the page. */
interface MessageElements {
  readonly document: Document;
  /** Around the message and no other. */
  readonly container: Element;
  readonly body: HTMLElement | null;
  readonly sender: Element | null;
  readonly anchor: Element;
  /** The message's name in the webmail; null when it cannot be named, or when another message has the same. */
  readonly key: string | null;
}

/** Reads the page by a webmail's table (content/adapters/message_finder.js). */
interface MessageFinder {
  messages(document: Document): MessageElements[];
  isShown(elements: MessageElements): boolean;
  current(elements: MessageElements): MessageElements | null;
  contents(elements: MessageElements): Omit<Evidence, "webmail" | "headers">;
  /** Whether a header block that the webmail shows somewhere may be that of this message. */
  mayHaveSource(elements: MessageElements, headerBlock: string): boolean;
  /** Names a container, and no other, for as long as the page is loaded. */
  nameOf(container: Element): string;
  sourceInWindow(document: Document): string | null;
  rows(document: Document): ListRow[];
  diagnosis(document: Document, container: Element): string;
}

/** The table of one webmail: what differs between them. Lists of selectors are in the order in which they are tried. */
interface Webmail {
  /** Whether the page is one of this webmail. */
  matches(address: URL, document: Document): boolean;
  /** It shows messages in documents of their own, in frames. */
  readonly frames?: boolean;
  /** Around one open message; without it, what is around a body and no other. */
  readonly message?: readonly string[];
  /** What every message has one of, whether open or collapsed: where the table names no `message`, one ends where the next has its own. */
  readonly boundary?: readonly string[];
  readonly body: readonly string[];
  readonly sender: readonly string[];
  readonly subject: readonly string[];
  /** The badge goes behind it; without it, behind what holds the sender and not the body. */
  readonly header?: readonly string[];
  /** Where a source stands that the reader has opened in a window of the webmail. */
  readonly sourceWindow?: readonly string[];
  /**
   * The message's own name, which no other message that the page shows has; null when it cannot be named, empty when none is
   * open. Asked again after every wait: webmails use their elements again.
   */
  id(container: Element, document: Document): string | null;
  /**
   * Where the message comes from; without it, `file`. `delivered` only for a top-level message of the mailbox, by the webmail's
   * own id.
   */
  origin?(container: Element, document: Document): Origin;
  /**
   * Where the Date of the message (not its arrival) stands in a machine-readable form: attribute `datetime`, `data-timestamp`
   * or `title`, or the text.
   */
  readonly date?: readonly string[];
  /** The subject that stands within `message` is the conversation's, and that of the message may be another. */
  readonly sharedSubject?: true;
  /** Whether this address is that of an open message. */
  isMessageAddress?(address: URL): boolean;
  /** Whom an element names, where attributes and text do not say it in the usual way. */
  mailbox?(element: Element): PageMailbox;
  headerBlock?(elements: MessageElements): Promise<string | null>;
  /** Byte-exact. */
  rawMessage?(elements: MessageElements): Promise<Blob | null>;
  readonly listRow?: {
    readonly row: readonly string[];
    readonly sender: readonly string[];
    readonly subject: readonly string[];
    /** The mark goes to the beginning of it; without it, to that of the sender. */
    readonly markAnchor?: readonly string[];
    /** All that belongs to a row, where the webmail draws it as several elements. */
    parts?(row: Element): readonly Element[];
    /** A row of a conversation names everybody who wrote in it, and each of them is judged. */
    readonly everySender?: true;
    /** As for an open message. */
    mailbox?(element: Element): PageMailbox;
    id(row: Element): string | null;
  };
}

/** A mailbox as the page shows it: the address, null when there is none; and name and address as a From field has them. */
type PageMailbox = { shown: string | null; from: string };

/** What adapters share to read a page. */
interface Dom {
  /** What the first selector finds that finds anything. */
  firstMatch(container: ParentNode, selectors: readonly string[]): Element | null;
  /** All that the first selector finds that finds any. */
  allMatches(container: ParentNode, selectors?: readonly string[]): Element[];
  /** For each body the largest element that holds no other, and no more than one of the boundaries. */
  containersOf(bodies: readonly Element[], boundaries: readonly Element[]): Element[];
  /** The largest element around the sender that does not hold the body; or what stands before the body. */
  badgeAnchor(container: Element, sender: Element | null, body: Element | null): Element;
  /** The machine-readable time that an element tells; null where it tells none. */
  timeOf(element: Element | null): string | null;
  /** An element's text in one line. */
  lineOfText(element: Element | null): string;
  /** The same, without the buttons and the words for screen readers in it. */
  subjectOf(heading: Element | null): string;
  /** Whom an element names. */
  mailboxOf(element: Element): PageMailbox;
  /** The same where an address stands beside the name: in one element with it, or in another that is given. */
  mailboxBeside(element: Element, named?: Element | null): PageMailbox;
  /**
   * Whether what an element shows belongs to the name that the page's address gives: a page may change its address before its
   * content. What was first seen under another name does not.
   */
  isFirstSeenAs(name: string, element: Element | null): boolean;
  /** The visible text of a body, or of what a frame of the webmail's own holds, up to a limit; and its links. */
  /**
   * Whether the address has each parameter once at most. PHP takes the last of several, and writes "_" for a dot or blank in a name, where
   * we take the first: whoever makes a link could have a page show one message, and us read another.
   */
  isNamedOnce(address: Pick<URL, "searchParams">, names: readonly string[]): boolean;
  contentOf(body: Element | null): { text: string; links: Link[] };
  /** What is shown now, and what was before and is hidden again. */
  joined(before: Pick<Evidence, "text" | "links">, now: Pick<Evidence, "text" | "links">): { text: string; links: Link[] };
  /** How long the text is that is shown of a message now, in UTF-16 code units. */
  lengthOf(body: Element): number;
}

/** What adapters share to get raw messages. */
interface MessageSource {
  /** Null when nobody is logged in, or the webmail is away. */
  fetchSource(address: string | URL, init?: RequestInit): Promise<Response | null>;
  /** The header block, if a message comes. Reads no more than it needs. */
  readHeaderBlock(response: Response | null): Promise<string | null>;
  /** The whole message, if one comes. */
  readRawMessage(response: Response | null): Promise<Blob | null>;
  /** What stands before the first empty line; null where that is no header block. */
  headerBlockOf(message: string): string | null;
  /**
   * Whether sender and subject of a header block do not contradict what the page shows of a message: `shown` as in `Evidence`, the
   * subject without prefixes as "Re:".
   */
  agreesWith(headerBlock: string, shown: string | null, subject: string): boolean;
  /** What a page holds in `<pre …>` with these attributes; read as text, never as a page. Empty where it has none. */
  textInPre(page: string, attributes: RegExp): string;
}
