/** Which messages are open in which tab, and what their badges say. Pure: a state in, the next state out. */

/** A message was opened. A new load of a frame replaces whatever that frame showed before. @param {Tab} tab @param {TabMessage} message @returns {Tab} */
export function opened(tab, message) {
  const others = tab.filter(({ page, frameId, id }) => (page === message.page ? id !== message.id : frameId !== message.frameId));
  return [...others, message];
}

/** Its verdict is there. A message that was closed meanwhile stays closed. @param {Tab} tab @param {Pick<TabMessage, "page" | "id" | "view">} judged @returns {Tab} */
export function judged(tab, { page, id, view }) {
  return tab.map((message) => (message.page === page && message.id === id ? { ...message, view } : message));
}

/** A message was closed, or every message of a page. @param {Tab} tab @param {{page: string, id: string | null}} which */
export function closed(tab, { page, id }) {
  return tab.filter((message) => message.page !== page || (id !== null && message.id !== id));
}

/** Pages went away without a word: they could not wake us in time. @param {Tab} tab @param {readonly string[]} pages */
export function lost(tab, pages) {
  return tab.filter(({ page }) => !pages.includes(page));
}

/** What the toolbar speaks of: the open messages, or else the list. @param {Tab} tab */
export function inFront(tab) {
  const messages = tab.filter(({ id }) => id !== "");
  return messages.length > 0 ? messages : tab;
}

/** The same over storage that outlives the background, one change at a time; every change repaints the tab's icon. */
export class Tabs {
  #store;
  #paint;
  /** @type {Promise<void>} */
  #queue = Promise.resolve();

  /**
   * @param {{read: (tabId: number) => Promise<Tab>, write: (tabId: number, tab: Tab) => Promise<void>}} store
   * @param {(tabId: number, tab: Tab) => Promise<void>} paint
   */
  constructor(store, paint) {
    this.#store = store;
    this.#paint = paint;
  }

  /** @param {number} tabId @param {(tab: Tab) => Tab} step @returns {Promise<void>} settled when the change is stored and painted */
  change(tabId, step) {
    const turn = this.#queue.then(async () => {
      const tab = step(await this.#store.read(tabId));
      await this.#store.write(tabId, tab);
      await this.#paint(tabId, tab);
    });
    this.#queue = turn.catch(() => undefined); // a tab that has just been closed cannot be painted
    return this.#queue;
  }
}
