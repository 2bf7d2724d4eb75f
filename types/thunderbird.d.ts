/** Thunderbird's extension API, as much of it as we use; and what extension/thunderbird/ makes of it. */

/** A message as Thunderbird describes it. */
interface MailHeader {
  /** Of this session alone. */
  readonly id: number;
  /** The first mailbox of From, decoded: what the window shows. */
  readonly author: string;
  /** Decoded, without "Re:". */
  readonly subject: string;
  /** Opened from a file, or from another message's attachment: it lies in no folder. */
  readonly external: boolean;
  /** Only its header was fetched (POP3). */
  readonly headersOnly?: boolean;
  readonly tags: readonly string[];
  readonly folder?: { readonly accountId: string };
}

/** A document that a tab showed, since when (milliseconds since 1970): no other has the same `serial`. */
type Display = { messageId: number; serial: string; since: number };

interface Messenger {
  /** A message's document has been read completely, but for its pictures; or a tab shows a summary of several. */
  onMessagesLoaded(then: (tabId: number, messages: readonly MailHeader[]) => void): void;
  /** Messages have arrived, and been sorted by the reader's filters; of very many the first hundred. */
  onNewMail(then: (messages: readonly MailHeader[]) => void): void;
  /** The messages that a tab shows, or is about to show: while one is loading, that is waited for. */
  displayed(tabId: number): Promise<readonly MailHeader[]>;
  message(id: number): Promise<MailHeader>;
  /** Ids of the tabs and windows that can show messages. */
  tabs(): Promise<number[]>;
  /** The message's bytes as they are kept; an encrypted one stays encrypted. */
  raw(id: number): Promise<Uint8Array>;
  /** "imap", "pop3", "ews", "local", "nntp", "rss"; null where the account is gone. */
  accountType(accountId: string): Promise<string | null>;
  /** Run scripts in the message's document, and put it under a style that no message can overrule. */
  startIn(tabId: number, what: { css: string; scripts: readonly string[] }): Promise<void>;
  /** The button in the message's header. */
  setButton(tabId: number, state: { label: string; title: string; icon: Record<number, ImageData> }): Promise<void>;
  tags: {
    allowed(): Promise<boolean>;
    /** Only in a click, before anything is awaited. */
    ask(): Promise<boolean>;
    drop(): Promise<boolean>;
    exists(key: string): Promise<boolean>;
    create(key: string, label: string, colour: string): Promise<unknown>;
    /** Replaces all tags of a message. */
    put(messageId: number, tags: readonly string[]): Promise<void>;
  };
}

/** `messenger`, as its schemas in Thunderbird's omni.ja have it. */
interface ThunderbirdApi {
  messageDisplay: {
    onMessagesDisplayed: { addListener(then: (tab: { id: number }, list: { messages: readonly MailHeader[] }) => void): void };
    getDisplayedMessages(tabId: number): Promise<{ messages: readonly MailHeader[] }>;
  };
  messages: {
    onNewMailReceived: { addListener(then: (folder: unknown, list: { messages: readonly MailHeader[] }) => void): void };
    get(id: number): Promise<MailHeader>;
    getRaw(id: number, options: { data_format: "File"; decrypt: boolean }): Promise<File>;
    update(id: number, properties: { tags: string[] }): Promise<void>;
    tags: {
      list(): Promise<readonly { key: string }[]>;
      create(key: string, tag: string, color: string): Promise<unknown>;
    };
  };
  accounts: { get(id: string, includeSubFolders: boolean): Promise<{ type: string } | null> };
  tabs: { query(which: { type: readonly string[] }): Promise<readonly { id?: number }[]> };
  scripting: {
    insertCSS(what: { target: { tabId: number }; files: string[]; origin: "USER" }): Promise<void>;
    executeScript(what: { target: { tabId: number }; files: string[] }): Promise<unknown>;
  };
  messageDisplayAction: {
    setIcon(what: { tabId: number; imageData: Record<number, ImageData> }): Promise<void>;
    setTitle(what: { tabId: number; title: string }): Promise<void>;
    setLabel(what: { tabId: number; label: string }): Promise<void>;
  };
  permissions: {
    contains(what: { permissions: string[] }): Promise<boolean>;
    request(what: { permissions: string[] }): Promise<boolean>;
    remove(what: { permissions: string[] }): Promise<boolean>;
  };
}
