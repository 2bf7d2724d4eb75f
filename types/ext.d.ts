/** The extension API of the browser, as much of it as we use. */

interface Ext {
  /** What outlives the browser. */
  local: Drawer;
  /** What ends with the browser. */
  session: Drawer;
  /** What the organisation's policy says; nothing where there is none. */
  managed(): Promise<unknown>;
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
    register(script: chrome.scripting.RegisteredContentScript): Promise<void>;
    unregister(id: string): Promise<void>;
    run(tabId: number, files: readonly string[]): Promise<unknown>;
  };

  tabs: {
    /** Their ids. */
    matching(patterns: readonly string[]): Promise<number[]>;
    /** The tab in front of the window that we are in. */
    front(): Promise<number | null>;
    /** The pages that our scripts run in, in all frames of a tab; null if nobody can tell. */
    pages(tabId: number): Promise<string[] | null>;
    onClosed(then: (tabId: number) => void): void;
  };

  /** The icon is pixels by size, or a file. */
  paint(tabId: number, state: { title: string; text: string; colour: string; icon: Record<number, ImageData> | string }): Promise<void>;
  words: Words;
  /** An entry of the context menu, on selected text and on links. */
  menu(title: string, then: (text: string, link: string) => void): void;
  /** In a window of its own, which no page can draw. */
  openWindow(page: string): Promise<unknown>;
  openSettings(): Promise<void>;
  /** Beside the page that is read now, not over it. */
  offerSettings(): Promise<unknown>;
  /** Again and again. */
  every(name: string, minutes: number, then: () => void): void;
  /** Of a file of the extension. */
  url(path: string): string;
  /** The background's answer. */
  send(message: ContentMessage | RenewMessage | FileMessage): Promise<unknown>;
  /** What is rejected is answered null. */
  onMessage(answer: (message: unknown, sender: chrome.runtime.MessageSender) => Promise<unknown>): void;
  onStart(then: (isNew: boolean) => void): void;
}

interface Drawer {
  /** Undefined when never set. */
  read(key: string): Promise<unknown>;
  /** Null removes it. */
  write(key: string, value: unknown): Promise<void>;
}
