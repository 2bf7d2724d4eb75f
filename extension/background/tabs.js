/** Which messages are open in which tab, and what their badges say. Pure: a state in, the next state out. */

import { isList } from "../modules/badge_view.js";

/**
 * A message was opened. A new load of a frame replaces whatever that frame showed before.
 * @param {Tab} tab
 * @param {TabMessage} message
 * @returns {Tab}
 */
export function withMessage(tab, message) {
  const isCovered = tab.find(({ page, id }) => page === message.page && id === message.id)?.isCovered ?? false;
  const others = tab.filter(({ page, frameId, id }) => (page === message.page ? id !== message.id : frameId !== message.frameId));
  return [...others, isCovered ? { ...message, isCovered } : message];
}

/**
 * The verdict came. A message that was closed meanwhile stays closed.
 * @param {Tab} tab
 * @param {Pick<TabMessage, "page" | "id" | "view" | "outcome">} judged
 * @returns {Tab}
 */
export function withView(tab, { page, id, ...judged }) {
  return tab.map((message) => (message.page === page && message.id === id ? { ...message, ...judged } : message));
}

/**
 * The page covers the message's badge, or does so no longer.
 * @param {Tab} tab
 * @param {Pick<CoveredMessage, "page" | "id" | "isCovered">} which
 * @returns {Tab}
 */
export function withCover(tab, { page, id, isCovered }) {
  return tab.map((message) => (message.page === page && message.id === id ? { ...message, isCovered } : message));
}

/**
 * A message was closed, or every message of a page.
 * @param {Tab} tab
 * @param {{page: string, id: string | null}} which
 */
export function withoutMessage(tab, { page, id }) {
  return tab.filter((message) => message.page !== page || (id !== null && message.id !== id));
}

/**
 * Pages vanished without a message to us: they could not wake the background in time.
 * @param {Tab} tab
 * @param {readonly string[]} pages
 */
export function withoutPages(tab, pages) {
  return tab.filter(({ page }) => !pages.includes(page));
}

/**
 * What the toolbar tells of: the open messages, or else the marks in the list.
 * @param {Tab} tab
 */
export function shownInToolbar(tab) {
  const messages = tab.filter((message) => !isList(message));
  return messages.length > 0 ? messages : tab;
}

/** The tabs in storage that outlives the background. One change comes after the other; each repaints the tab's icon. */
export class Tabs {
  #store;
  #onChanged;
  /** @type {Promise<void>} */
  #queue = Promise.resolve();

  /**
   * @param {{read: (tabId: number) => Promise<Tab>, write: (tabId: number, tab: Tab) => Promise<void>}} store
   * @param {(tabId: number, tab: Tab) => Promise<void>} onChanged
   */
  constructor(store, onChanged) {
    this.#store = store;
    this.#onChanged = onChanged;
  }

  /** @param {number} tabId */
  async read(tabId) {
    await this.#queue;
    return this.#store.read(tabId);
  }

  /**
   * @param {number} tabId
   * @param {(tab: Tab) => Tab} step
   * @returns {Promise<void>} settled when the change is stored and the icon painted
   */
  change(tabId, step) {
    const change = this.#queue.then(async () => {
      const tab = step(await this.#store.read(tabId));
      await this.#store.write(tabId, tab);
      await this.#onChanged(tabId, tab);
    });
    this.#queue = change.catch(() => undefined); // a tab that has just been closed cannot be painted
    return this.#queue;
  }
}
