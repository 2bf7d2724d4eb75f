/**
 * Which message a tab's document shows. Thunderbird tells when a message's document has been read; a script in a document knows
 * its tab and no more. Between the reader's choice of another message and that message's arrival, a tab has one message selected
 * and shows the other's document. So a judgement is handed out only if, after it was made,
 *
 * - the tab shows that very message, with nothing on its way (`displayed` waits for what is), and
 * - no document has been read since the one that the judgement was asked for.
 */

export class DisplayedMessages {
  #store;
  #displayed;
  /** @type {Map<number, Display>} */
  #byTab = new Map();
  /** Of displays before the background was last ended. */
  #start = crypto.randomUUID();
  #count = 0;

  /**
   * @param {{read: (tabId: number) => Promise<unknown>, write: (tabId: number, display: Display | null) => Promise<void>}} store that
   *   outlives the background
   * @param {(tabId: number) => Promise<readonly MailHeader[]>} displayed
   */
  constructor(store, displayed) {
    this.#store = store;
    this.#displayed = displayed;
  }

  /**
   * A message's document has been read.
   * @param {number} tabId
   * @param {number} messageId
   */
  loaded(tabId, messageId) {
    this.#count += 1;
    const display = { messageId, serial: `${this.#start}:${this.#count}`, since: Date.now() };
    this.#byTab.set(tabId, display); // at once: what is asked from now on must not find the one before
    return this.#store.write(tabId, display);
  }

  /** @param {number} tabId */
  closed(tabId) {
    this.#byTab.delete(tabId);
    return this.#store.write(tabId, null);
  }

  /**
   * The message whose document was read last; null where none is known.
   * @param {number} tabId
   * @returns {Promise<Display | null>}
   */
  async last(tabId) {
    return this.#byTab.get(tabId) ?? /** @type {Display | undefined} */ (await this.#store.read(tabId)) ?? null;
  }

  /**
   * Whether the tab's document is still that of this display.
   * @param {number} tabId
   * @param {Display} display
   */
  async isStill(tabId, { messageId, serial }) {
    const messages = await this.#displayed(tabId).catch(() => []);
    const last = await this.last(tabId);
    return messages.length === 1 && messages[0]?.id === messageId && last?.serial === serial;
  }
}
