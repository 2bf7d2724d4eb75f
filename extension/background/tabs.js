/** Which messages are open in which tab, and what their badges say. Pure: a state in, the next state out. */

import { isList } from "../modules/judgement/badge_view.js";

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

/** The tabs in storage that outlives the background, where the popup reads them. One change comes after the other; each repaints the tab's icon. */
export class Tabs {
  #area;
  #onChanged;
  /** @type {Promise<void>} */
  #queue = Promise.resolve();

  /**
   * @param {StorageArea} area
   * @param {(tabId: number, tab: Tab) => Promise<void>} onChanged
   */
  constructor(area, onChanged) {
    this.#area = area;
    this.#onChanged = onChanged;
  }

  /** @param {number} tabId */
  async read(tabId) {
    await this.#queue;
    return this.#kept(tabId);
  }

  /**
   * @param {number} tabId
   * @param {(tab: Tab) => Tab} step
   * @returns {Promise<void>} settled when the change is stored and the icon painted
   */
  change(tabId, step) {
    const change = this.#queue.then(async () => {
      const tab = step(await this.#kept(tabId));
      await this.#area.write(`tab:${tabId}`, tab.length > 0 ? tab : null);
      await this.#onChanged(tabId, tab);
    });
    this.#queue = change.catch(() => undefined); // a tab that has just been closed cannot be painted
    return this.#queue;
  }

  /** @param {number} tabId of a tab that was closed */
  forget(tabId) {
    return this.#area.write(`tab:${tabId}`, null);
  }

  /** @param {number} tabId */
  async #kept(tabId) {
    return /** @type {Tab} */ ((await this.#area.read(`tab:${tabId}`)) ?? []); // only we write it
  }
}
