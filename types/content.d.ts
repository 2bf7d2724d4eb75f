/** What the content scripts share: they are classic scripts, so they meet in one object of the extension's own world. */

interface Lencana {
  /** By the webmail's name. */
  readonly adapters: Record<string, Adapter>;
  addAdapter(name: string, webmail: Webmail): void;
  MessageFinder: new (webmail: Webmail) => MessageFinder;
  dom: Dom;
  /** A property or method of an element, whatever a form's fields are named. */
  native<K extends keyof Element>(element: Element, name: K): Element[K];
  visibility: {
    /** Whether the page gives it room: nothing around it is hidden, closed, or folded to nothing. */
    isRendered(element: Element): boolean;
    /** Whether something of an element is painted, too, asked of many elements in one moment. */
    cached(): (element: Element) => boolean;
  };
  /** The links of a message that a reader can see, each once, up to a limit. */
  linksIn(content: Element): Link[];
  /** A text with one blank for each run of blanks and of characters that show nothing. */
  withoutBlanks(text: string): string;
  /** A text that is no longer than that, and never ends within a character of two code units; what shows nothing goes first. */
  cut(text: string, maxChars: number): string;
  messageSource: MessageSource;
  channel: {
    /** The background's answer; null when nobody answers. */
    send(message: ContentMessage): Promise<unknown>;
    /** False once the extension was updated or removed ("context invalidated"): this script is then left over. */
    isContextValid(): boolean;
  };
  /** Scan the page soon. */
  scheduleScan?: () => void;
  /** Check the messages again that could not be checked. */
  checkAgain?: () => void;
  /** Begin a report of a message, and the whole of it, for a page of the extension that the reader has in hand. */
  report?: (id: string) => void;
  rawMessage?: (id: string) => Promise<string | null>;
  /** Names this load of the page; no other has the same. */
  pageId?: string;
  MessageCheck: new (message: OpenMessage, pageId: string, onRefused: () => void) => MessageCheck;
  /** `onCovered` is told when the page begins, and ends, to cover it or to take it away. */
  mountBadge(onAction: (type: BadgeAction) => void, onCovered: (isCovered: boolean) => void): MountedBadge;
  watchBadge(host: Element, onChange: (isCovered: boolean) => void): BadgeWatch;
  /** Style a shadow tree, whatever the page's policy says. */
  adoptStyles(shadow: ShadowRoot, css: string): void;
  /** Whether the page is dark where the element stands; the browser's preference says nothing of a webmail's own theme. */
  isDark(element: Element): boolean;
  /** For tests: what is drawn now, read back from the elements. */
  drawn?: () => ({ id: string } & MountedBadge["drawn"])[];
}

interface BadgeWatch {
  /** Look soon. */
  look(): void;
  /** The page has taken it away. */
  removed(): void;
  stop(): void;
}

/** A badge in the page. */
interface MountedBadge {
  /** Put it right behind the anchor again if it is not there. */
  place(anchor: Element): void;
  show(view: BadgeView): void;
  remove(): void;
  readonly drawn: { kind: string; word: string; sentence: string; colour: string; connected: boolean };
}

/** content/message_check.js has the table of them. */
type CheckState = "checking" | "checked" | "retry" | "stale" | "refused" | "closed";

/** The check of one open message, with its badge. */
interface MessageCheck {
  readonly drawn: MountedBadge["drawn"];
  start(): void;
  /** Check it again if it could not be checked. */
  checkAgain(): void;
  /** Ask the background for the form, with what the page shows. */
  report(): Promise<void>;
  /** Base64; null where the page does not show it any more, or does not give it. */
  rawMessage(): Promise<string | null>;
  /** Where the message is now. */
  place(message: OpenMessage): void;
  close(): void;
}
