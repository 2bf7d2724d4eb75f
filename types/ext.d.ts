/** The extension API of the browser, as much of it as we use. */

interface Ext {
  /** Thunderbird: there are no webmails, and extension/thunderbird/ is part of the archive. */
  readonly isMailProgram: boolean;
  /** Kept when the browser ends. */
  local: StorageArea;
  /** Forgotten when the browser ends. */
  session: StorageArea;
  /** What the organisation's policy says; nothing where there is none. */
  managed(): Promise<unknown>;
  /** What the archive brings along of its organisation; nothing in a checkout and in the stores' archives. */
  packed(): Promise<unknown>;
  /** An empty key is any. */
  onStored(area: "local" | "session" | "managed", key: string, then: () => void): void;

  permissions: {
    has(...patterns: string[]): Promise<boolean>;
    /** Only in a click, before anything is awaited. */
    ask(...patterns: string[]): Promise<boolean>;
    drop(pattern: string): Promise<unknown>;
    onChanged(then: () => void): void;
  };

  scripts: {
    registered(id: string): Promise<boolean>;
    register(scripts: readonly chrome.scripting.RegisteredContentScript[]): Promise<void>;
    unregister(id: string): Promise<void>;
    run(tabId: number, files: readonly string[]): Promise<unknown>;
    /** Have open messages of a tab checked again that could not be. */
    checkAgain(tabId: number): Promise<unknown>;
    /** Have a page begin a report of a message that it shows. */
    report(tabId: number, frameId: number, page: string, id: string): Promise<unknown>;
    /** Base64 of a message that a page shows; null where it does so no longer, or the webmail does not give it. */
    rawMessage(source: Exclude<ReportSource, { raw: string }>): Promise<string | null>;
  };

  tabs: {
    /** Ids of the tabs whose address matches. */
    matching(patterns: readonly string[]): Promise<number[]>;
    /** The tab in front of the window that we are in. */
    front(): Promise<number | null>;
    /** Ids of the pages that our scripts run in, in all frames of a tab; null where the browser does not say. */
    pages(tabId: number): Promise<string[] | null>;
    /** The webmail that a tab shows; "" where none that is known does, or we may not look. */
    webmail(tabId: number): Promise<string>;
    /** A page of ours in this tab, in place of what is there. */
    show(tabId: number, page: string): Promise<void>;
    onClosed(then: (tabId: number) => void): void;
  };

  /** The toolbar button of a tab; the icon is pixels by size, or a file. */
  setAction(tabId: number, state: { title: string; text: string; colour: string; icon: Record<number, ImageData> | string }): Promise<void>;
  i18nMessage: MessageLookup;
  /** An entry of the context menu, on selected text and on links. */
  menu(title: string, then: (text: string, link: string) => void): void;
  /** In a window of its own, which no page can draw. */
  openWindow(page: string, height?: number): Promise<unknown>;
  /** The one that we are in, and its window if that is all of it. */
  closeTab(): Promise<void>;
  openSettings(): Promise<void>;
  /** In a tab of its own. */
  offerSettings(): Promise<unknown>;
  /** Every so many minutes. */
  onAlarm(name: string, periodInMinutes: number, then: () => void): void;
  /** An alarm every minute, for as long as it is needed. */
  minuteAlarm(name: string, then: () => void): (isNeeded: boolean) => void;
  /** The address of a file of the extension. */
  url(path: string): string;
  /** The background's answer. */
  send(message: AnyMessage): Promise<unknown>;
  /** A rejected promise is answered with null. */
  onMessage(answer: (message: unknown, sender: chrome.runtime.MessageSender) => Promise<unknown>): void;
  onStart(then: (isNew: boolean) => void): void;
}

interface StorageArea {
  /** Undefined where nothing was stored. */
  read(key: string): Promise<unknown>;
  /** Null removes it. */
  write(key: string, value: unknown): Promise<void>;
}

/** What background/service.js leaves to whoever knows what shows messages. */
interface ServiceEvents {
  /** The answer to a content script. */
  fromContent(message: ContentMessage, sender: chrome.runtime.MessageSender, settings: Settings): Promise<unknown>;
  onStart(isNew: boolean): void;
  /** Settings, policy or permissions have changed. */
  onSettings(): void;
}
