/**
 * Makes an adapter of a webmail's table (`Webmail` in types/adapters.d.ts): which pages are its own, which messages are
 * open, and what evidence there is of each. The reading of the page is message_finder.js.
 */

(() => {
  const { MAX_MESSAGE_ID_CHARS } = Lencana.limits;
  const MAX_SHOWN_SOURCES = 50;
  const UNREADABLE_AFTER_MS = 4000; // that a page may take to show the message that its address names

  /** @type {Webmail[]} */
  const webmails = [];
  /** Looked up once for an address: a scan of the page should cost next to nothing. */
  let owner = { href: "", webmail: /** @type {Webmail | undefined} */ (undefined) };

  /**
   * An open message that the page shows.
   * @implements {OpenMessage}
   */
  class FoundMessage {
    #name;
    #webmail;
    #finder;
    #elements;
    #shownSource;

    /**
     * @param {string} name of the webmail
     * @param {Webmail} webmail
     * @param {MessageFinder} finder
     * @param {MessageElements} elements
     * @param {string | null} shownSource the header block that the reader had the webmail show
     */
    constructor(name, webmail, finder, elements, shownSource) {
      const { key, anchor, body, container } = elements;
      // Another id once its source was shown: the message is checked anew, with more evidence.
      const id = key === null ? `unreadable/${finder.nameOf(container)}` : shownSource === null ? key : `${key}/source`;
      this.#name = name;
      this.#webmail = webmail;
      this.#finder = finder;
      this.#elements = elements;
      this.#shownSource = shownSource;
      this.id = id.slice(-MAX_MESSAGE_ID_CHARS); // what differs stands at the end
      this.anchor = anchor;
      this.body = body;
      Object.freeze(this);
    }

    isOpen() {
      return this.#finder.isShown(this.#elements);
    }

    /** @returns {Promise<Evidence | null>} */
    async evidence() {
      const { key, sender, document, container } = this.#elements;
      const isReadable = key !== null && (sender !== null || this.#webmail.headerBlock !== undefined);
      if (!isReadable) throw new Error(`${this.#name}, ${this.#finder.diagnosis(document, container)}`);
      if (!this.isOpen()) return null; // its source might be the other's
      const headers = this.#shownSource ?? (await this.#webmail.headerBlock?.(this.#elements)) ?? null;
      // The page is read only now, all at once: it is laid out by then, so nobody waits for that, and all is of one moment.
      const current = this.#finder.current(this.#elements);
      if (current === null) return null;
      return { webmail: this.#name, headers, ...this.#finder.contents(current) };
    }

    async raw() {
      if (this.#elements.key === null || !this.isOpen()) return null;
      const message = (await this.#webmail.rawMessage?.(this.#elements)) ?? null;
      return this.isOpen() ? message : null;
    }
  }

  /** @implements {Adapter} */
  class WebmailAdapter {
    #name;
    #webmail;
    #finder;
    /**
     * Header blocks that the reader had the webmail show, by message.
     * @type {Map<string, string>}
     */
    #shownSources = new Map();
    /** The address of a message that the page does not show, and since when, in milliseconds since 1970. */
    #missing = { href: "", since: 0 };

    /**
     * @param {string} name
     * @param {Webmail} webmail
     */
    constructor(name, webmail) {
      this.#name = name;
      this.#webmail = webmail;
      this.#finder = new Lencana.MessageFinder(webmail);
    }

    /** @param {Document} document */
    ownsPage(document) {
      return ownerOf(document) === this.#webmail && (this.#webmail.frames === true || globalThis.top === globalThis.self);
    }

    /**
     * @param {Document} document
     * @returns {OpenMessage[]}
     */
    openMessages(document) {
      if (!this.ownsPage(document)) return [];
      const messages = this.#finder.messages(document);
      this.#rememberShownSource(document, messages);
      if (messages.length === 0) return this.#isMissing(document) ? [this.#unreadableMessage(document)] : [];
      return messages.map((elements) => {
        const shownSource = this.#shownSources.get(elements.key ?? "") ?? null;
        return new FoundMessage(this.#name, this.#webmail, this.#finder, elements, shownSource);
      });
    }

    /** @param {Document} document */
    rows(document) {
      return this.ownsPage(document) ? this.#finder.rows(document) : [];
    }

    /**
     * A source in a window of the webmail belongs to the open message whose sender and subject it has, if that is only one.
     * @param {Document} document
     * @param {readonly MessageElements[]} messages
     */
    #rememberShownSource(document, messages) {
      const source = this.#finder.sourceInWindow(document);
      if (source === null) return;
      const [message, other] = messages.filter((elements) => this.#finder.mayHaveSource(elements, source));
      if (!message?.key || other !== undefined) return;
      if (this.#shownSources.size >= MAX_SHOWN_SOURCES) this.#shownSources.clear();
      this.#shownSources.set(message.key, source);
    }

    /**
     * Whether the address names a message and the page has shown none for long: then the webmail has changed.
     * @param {Document} document
     */
    #isMissing({ location: { href } }) {
      if (!this.#webmail.isMessageAddress?.(new URL(href))) return false;
      if (this.#missing.href !== href) {
        this.#missing = { href, since: Date.now() };
        setTimeout(() => Lencana.scheduleScan?.(), UNREADABLE_AFTER_MS);
      }
      return Date.now() - this.#missing.since >= UNREADABLE_AFTER_MS;
    }

    /**
     * Stands for the message that could not be found: its badge says so, with what was tried.
     * @param {Document} document
     * @returns {OpenMessage}
     */
    #unreadableMessage(document) {
      const { href } = document.location;
      return Object.freeze({
        id: unreadableId(document),
        anchor: document.body.firstElementChild ?? document.body,
        body: null,
        isOpen: () => document.location.href === href,
        evidence: async () => {
          throw new Error(`${this.#name}, ${this.#finder.diagnosis(document, document.body)}`);
        },
        raw: async () => null,
      });
    }
  }

  Lencana.addAdapter = (name, webmail) => {
    webmails.push(webmail);
    Lencana.adapters[name] = Object.freeze(new WebmailAdapter(name, webmail));
  };

  /** @param {Document} document */
  function unreadableId(document) {
    return `unreadable/${document.location.href}`.slice(0, MAX_MESSAGE_ID_CHARS);
  }

  /**
   * The webmail whose page it is: the first that matches, and no other.
   * @param {Document} document
   */
  function ownerOf(document) {
    const { href } = document.location;
    if (owner.href !== href || owner.webmail === undefined) {
      const address = new URL(href);
      owner = { href, webmail: webmails.find((webmail) => webmail.matches(address, document)) };
    }
    return owner.webmail;
  }
})();
