/**
 * Finds messages, their parts and the rows of the list in a page, by the table of one webmail (`Webmail` in
 * types/adapters.d.ts). Holds no state: each answer is of the page as it is now. What the sender wrote is never searched for
 * anything but its text and links.
 */

(() => {
  const { firstMatch, allMatches, containersOf, badgeAnchor, mailboxOf, subjectOf, timeOf, contentOf } = Lencana.dom;
  const { native } = Lencana;
  const { isRendered } = Lencana.visibility;
  const MAX_ROWS = 500; // that are read of a list; of webmails that draw them all, few show more on a page
  const MAX_SENDERS = 10; // that are judged of a conversation

  Lencana.MessageFinder = class {
    #webmail;
    /** Selects every body. */
    #bodies;
    /**
     * Names for containers whose message cannot be named.
     * @type {WeakMap<Element, number>}
     */
    #names = new WeakMap();
    #lastName = 0;

    /** @param {Webmail} webmail */
    constructor(webmail) {
      this.#webmail = webmail;
      this.#bodies = webmail.body.join();
    }

    /**
     * The messages that the page shows, in its order.
     * @param {Document} document
     * @returns {MessageElements[]}
     */
    messages(document) {
      const messages = this.#containers(document).map((container) => this.#elementsOf(document, container)).filter(({ key }) => key !== "");
      const isAmbiguous = (/** @type {MessageElements} */ { key }) => messages.filter((other) => other.key === key).length > 1;
      return messages.map((message) => (message.key !== null && isAmbiguous(message) ? { ...message, key: null } : message));
    }

    /** @param {Element} container */
    nameOf(container) {
      const name = this.#names.get(container) ?? (this.#lastName += 1);
      this.#names.set(container, name);
      return String(name);
    }

    /**
     * Whether the page still shows a message that was found before.
     * @param {MessageElements} elements
     */
    isShown(elements) {
      return this.#currentContainer(elements) !== null;
    }

    /**
     * The same message as the page shows it now; null when it shows it no longer.
     * @param {MessageElements} elements
     */
    current(elements) {
      const container = this.#currentContainer(elements);
      return container && this.#elementsOf(elements.document, container);
    }

    /**
     * What the page shows of a message. A name alone is left out, because no verdict may rest on it: the page may
     * hide the address of an honest sender.
     * @param {MessageElements} elements
     */
    contents({ sender, container, body, document }) {
      const { subject, mailbox = mailboxOf, origin, sharedSubject, date } = this.#webmail;
      const { shown, from } = sender === null ? { shown: null, from: "" } : mailbox(sender);
      const ownHeading = this.#outsideBody(container, subject);
      const heading = ownHeading ?? this.#outsideBody(document, subject, isRendered);
      const witness = {
        subject: ownHeading === null || sharedSubject === true ? null : subjectOf(ownHeading),
        date: timeOf(this.#outsideBody(container, date)),
      };
      return {
        origin: origin?.(container, document) ?? "file",
        shown,
        from: shown === null ? "" : from,
        subject: subjectOf(heading),
        ...contentOf(body),
        witness,
      };
    }

    /**
     * @param {MessageElements} elements
     * @param {string} headerBlock
     */
    mayHaveSource({ sender, container, document }, headerBlock) {
      const { subject, mailbox = mailboxOf } = this.#webmail;
      const heading = this.#outsideBody(container, subject) ?? this.#outsideBody(document, subject, isRendered);
      return Lencana.messageSource.agreesWith(headerBlock, sender === null ? null : mailbox(sender).shown, subjectOf(heading));
    }

    /**
     * What the first selector finds that finds anything outside of bodies: what is in them, the sender has written.
     * @param {ParentNode} container
     * @param {readonly string[]} [selectors]
     * @param {(element: Element) => boolean} [isWanted] a heading of a conversation that was left may still be in the page
     */
    #outsideBody(container, selectors = [], isWanted = () => true) {
      for (const selector of selectors) {
        const element = [...container.querySelectorAll(selector)].find((candidate) => !this.#isInBody(candidate) && isWanted(candidate));
        if (element !== undefined) return element;
      }
      return null;
    }

    /**
     * The header block in the window where the webmail shows a message's source, while it is open.
     * @param {Document} document
     */
    sourceInWindow(document) {
      const element = allMatches(document, this.#webmail.sourceWindow).find((match) => !this.#isInBody(match));
      if (element === undefined) return null;
      return Lencana.messageSource.headerBlockOf(/** @type {HTMLTextAreaElement} */ (element).value ?? element.textContent ?? "");
    }

    /**
     * The rows of the list whose sender's address the page shows.
     * @param {Document} document
     * @returns {ListRow[]}
     */
    rows(document) {
      const { listRow } = this.#webmail;
      if (listRow === undefined) return [];
      const rows = allMatches(document, listRow.row).slice(0, MAX_ROWS).filter((row) => !this.#isInBody(row));
      return rows.flatMap((row) => this.#rowsIn(row, listRow)).slice(0, MAX_ROWS);
    }

    /**
     * One for each sender of the row, whatever he calls himself elsewhere in it.
     * @param {Element} row
     * @param {NonNullable<Webmail["listRow"]>} listRow
     * @returns {ListRow[]}
     */
    #rowsIn(row, { id: idOf, sender, everySender, mailbox = mailboxOf, markAnchor = [], parts = () => [row], subject }) {
      const id = idOf(row);
      if (id === null) return [];
      const senders = allMatches(row, sender).slice(0, everySender ? MAX_SENDERS : 1);
      const found = senders.map((element) => ({ element, ...mailbox(element) })).filter(({ shown }) => shown !== null);
      const distinct = found.filter(({ from }, i) => found.findIndex((other) => other.from === from) === i);
      return distinct.map(({ element, shown, from }) => {
        const anchor = firstMatch(row, markAnchor) ?? element;
        const heading = () => parts(row).map((part) => firstMatch(part, subject)).find((match) => match !== null) ?? null;
        return Object.freeze({ id, anchor, shown, from, subject: () => subjectOf(heading()) });
      });
    }

    /**
     * How much each selector finds, for whoever repairs the table; nothing of the message.
     * @param {Document} document
     * @param {Element} container
     */
    diagnosis(document, container) {
      const webmail = this.#webmail;
      const parts = /** @type {const} */ (["message", "body", "sender", "subject"]).map((part) => {
        const searched = part === "message" ? document : container;
        const counts = (webmail[part] ?? []).map((selector) => `${selector} ${searched.querySelectorAll(selector).length}`);
        return `${part}: ${counts.join("; ")}`;
      });
      return [`id ${webmail.id(container, document) === null ? "none" : "found"}`, ...parts].join("\n");
    }

    /**
     * One for each message that a reader sees; where the table names none, the largest element around each body.
     * @param {Document} document
     */
    #containers(document) {
      const { message } = this.#webmail;
      const named = allMatches(document, message).filter((element) => !this.#isInBody(element) && this.#bodyOf(element) !== null);
      if (named.length > 0) return named;
      const bodies = [...document.querySelectorAll(this.#bodies)]; // may be nested: the outermost counts
      const boundaries = allMatches(document, this.#webmail.boundary).filter((element) => !this.#isInBody(element));
      return containersOf(bodies.filter((element) => !this.#isInBody(element) && isRendered(element)), boundaries);
    }

    /**
     * The body that is shown: webmails keep those of messages that were opened before.
     * @param {Element} container
     */
    #bodyOf(container) {
      const bodies = this.#webmail.body.map((selector) => [...container.querySelectorAll(selector)].find(isRendered));
      return /** @type {HTMLElement | null} */ (bodies.find((body) => body !== undefined) ?? null);
    }

    /**
     * Where a message is now: it may have been drawn anew meanwhile, or its elements may show another one.
     * @param {MessageElements} elements
     */
    #currentContainer({ document, container, key }) {
      if (key === null) return container.isConnected && this.#bodyOf(container) !== null ? container : null;
      const containers = container.isConnected ? [container] : this.#containers(document);
      return containers.find((candidate) => this.#webmail.id(candidate, document) === key && this.#bodyOf(candidate) !== null) ?? null;
    }

    /**
     * @param {Document} document
     * @param {Element} container
     * @returns {MessageElements}
     */
    #elementsOf(document, container) {
      const webmail = this.#webmail;
      const body = this.#bodyOf(container);
      const sender = this.#outsideBody(container, webmail.sender);
      const header = this.#outsideBody(document, webmail.header);
      const anchor = header ?? badgeAnchor(container, sender, body);
      return { document, container, body, sender, anchor, key: webmail.id(container, document) };
    }

    /** @param {Element} element */
    #isInBody(element) {
      const outer = native(element, "parentElement");
      return outer !== null && native(outer, "closest")(this.#bodies) !== null;
    }
  };
})();
