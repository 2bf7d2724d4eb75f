/**
 * The check of one open message, and what its badge shows meanwhile.
 *
 *     state     entered when                                         the badge shows              next
 *     checking  the message opens, "Try again" is pressed, or the    after 400 ms "checking"      checked, retry, stale, refused
 *               time of `retry` is over
 *     checked   the answer has come                                  it                           checking, also where more is shown
 *     retry     an answer that says when to ask again has come       it, until that time          checking
 *     stale     the page shows another message by then               what it showed before        checking, once it shows it again
 *     refused   this origin is not, or no longer, allowed            nothing: the page is torn down
 *     closed    the page shows the message no longer (any state)     nothing
 *
 * A message may change or vanish during every wait, so after each of them the page is asked whether it still shows it.
 *
 * A page may show more of a message later: a frame that has loaded, a quotation that was unfolded. It is checked again then, with
 * all that was shown of it so far: what a reader has seen still counts when it is hidden again.
 */

(() => {
  const { channel, texts } = Lencana;
  const CHECKING_DELAY_MS = 400; // faster answers need no flicker
  const LOOK_MS = { min: 500, max: 60_000 }; // until the length of what is shown is looked at; twice as long after each change
  const WAKE_RETRY_MS = 300; // until a background that was asleep is asked once more
  const BODY_CLIP = "inset(0px -99999px -99999px)";
  const CHECKING = ownView("checking", texts.verdict_checking, "", "");
  const NO_ANSWER = ownView("unchecked", texts.verdict_unchecked, texts.reload, texts.reload_remedy);

  Lencana.MessageCheck = class {
    #message;
    #pageId;
    #onRefused;
    #badge;
    /** @type {CheckState} */
    #state = "checking";
    #timer = 0;
    #lookTimer = 0;
    #lookMs = LOOK_MS.min;
    /** Of the text that was shown when it was last read. */
    #length = 0;
    /**
     * All that was shown so far.
     * @type {Pick<Evidence, "text" | "links">}
     */
    #shown = { text: "", links: [] };

    /**
     * What happens on entering a state.
     * @type {Readonly<Record<CheckState, (view: BadgeView) => void>>}
     */
    #enter = {
      checking: () => {
        this.#timer = window.setTimeout(() => this.#isOpen() && this.#badge.show(CHECKING), CHECKING_DELAY_MS);
        void this.#judge();
      },
      checked: (view) => {
        this.#badge.show(view);
        this.#lookSoon();
      },
      retry: (view) => {
        this.#badge.show(view);
        const seconds = (view.action?.after ?? 0) * (1 + Math.random() / 2); // not all readers at once
        this.#timer = window.setTimeout(() => this.#isOpen() && this.#go("checking"), seconds * 1000);
      },
      stale: () => Lencana.scheduleScan?.(), // which closes it, or finds that the page shows the message again
      refused: () => this.#onRefused(),
      closed: () => {
        clearTimeout(this.#lookTimer);
        this.#badge.remove();
      },
    };

    /**
     * @param {OpenMessage} message
     * @param {string} pageId
     * @param {() => void} onRefused
     */
    constructor(message, pageId, onRefused) {
      this.#message = message;
      this.#pageId = pageId;
      this.#onRefused = onRefused;
      this.#badge = Lencana.mountBadge(
        (type) => (type === "retry" ? this.#retry() : void (type === "report" ? this.report() : channel.send({ type }))),
        (isCovered) => void channel.send({ type: "covered", page: pageId, id: message.id, isCovered }),
      );
    }

    get drawn() {
      return this.#badge.drawn;
    }

    start() {
      this.place(this.#message);
      this.#go("checking");
    }

    close() {
      this.#go("closed");
    }

    /**
     * Put the badge where the message is now.
     * @param {OpenMessage} message
     */
    place(message) {
      const { anchor, body } = (this.#message = message); // the page may have drawn it anew
      this.#badge.place(anchor);
      if (body !== null) keepBelow(body);
      if (this.#state === "stale") this.#go("checking");
      if (this.#state === "checked") this.#lookSoon();
    }

    /** The page has changed, or we have only just read it: does it show more of the message? */
    #lookSoon() {
      this.#lookTimer ||= window.setTimeout(() => {
        this.#lookTimer = 0;
        if (this.#state !== "checked" || !this.#isOpen() || this.#lengthShown() === this.#length) return;
        this.#lookMs = Math.min(2 * this.#lookMs, LOOK_MS.max);
        this.#go("checking");
      }, this.#lookMs);
    }

    /** The settings have changed: what could not be checked is asked again. */
    checkAgain() {
      if (this.drawn.kind === "unchecked") this.#retry();
    }

    #retry() {
      if (this.#state !== "checking") this.#go("checking");
    }

    /**
     * @param {CheckState} state
     * @param {BadgeView} view
     */
    #go(state, view = CHECKING) {
      clearTimeout(this.#timer);
      this.#state = state;
      this.#enter[state](view);
    }

    #lengthShown() {
      const { body } = this.#message;
      return body === null ? 0 : Lencana.dom.lengthOf(body);
    }

    /** Whether the page still shows that very message. */
    #isOpen() {
      return this.#state !== "closed" && this.#message.isOpen();
    }

    async #judge() {
      const view = await this.#view();
      if (this.#state === "closed") return;
      if (view === null || !this.#message.isOpen()) this.#go("stale");
      else if (view === "refused") this.#go("refused");
      else this.#go(view.action?.after ? "retry" : "checked", view);
    }

    /**
     * What to show; the whole message is sent only where the server asks for it, and then only that answer counts.
     * @returns {Promise<BadgeView | "refused" | null>} null once the page shows another message
     */
    async #view() {
      const ids = { page: this.#pageId, id: this.#message.id };
      const evidence = await this.#message.evidence().catch((error) => String(error.message));
      if (evidence === null || !this.#isOpen()) return null;
      this.#length = this.#lengthShown();
      if (typeof evidence === "string") {
        const view = viewOf(await ask({ type: "unreadable", ...ids }));
        return view === null || view === "refused" ? view : { ...view, facts: [{ label: texts.diagnosis, value: evidence }] };
      }
      if (this.#message.body !== null) this.#shown = Lencana.dom.joined(this.#shown, evidence);
      const shown = { ...evidence, ...this.#shown };
      const first = await ask({ type: "check", ...ids, evidence: shown, raw: null });
      if (!this.#isOpen()) return null;
      const raw = typeof first !== "string" && first?.needs === "raw" ? await this.rawMessage() : null;
      if (raw === null || !this.#isOpen()) return viewOf(first);
      return viewOf(await ask({ type: "check", ...ids, evidence: shown, raw }));
    }

    /** The form is a page of the extension: here the page could press its buttons, and read it. */
    async report() {
      const evidence = await this.#message.evidence().catch((error) => String(error.message));
      if (evidence === null || !this.#isOpen()) return;
      const ids = { page: this.#pageId, id: this.#message.id };
      const diagnosis = typeof evidence === "string" ? Lencana.cut(evidence, Lencana.limits.MAX_LINE_CHARS) : "";
      if (typeof evidence === "string") void channel.send({ type: "report", ...ids, evidence: null, diagnosis });
      else void channel.send({ type: "report", ...ids, evidence: { ...evidence, text: "", links: [] }, diagnosis });
    }

    /** @returns {Promise<string | null>} base64; null where the webmail does not give it */
    async rawMessage() {
      const message = this.#isOpen() ? await this.#message.raw().catch(() => null) : null;
      return message && this.#isOpen() ? Lencana.base64(message).catch(() => null) : null;
    }
  };

  /**
   * Nothing of the body is painted above its own top edge; and, being a stacking context now, nothing over the badge. Popovers and modal
   * dialogs would be, in the browser's top layer: without these attributes they are parts of the text like any other.
   * @param {HTMLElement} body
   */
  function keepBelow(body) {
    if (body.style.clipPath === "") {
      body.style.setProperty("transition", "none", "important"); // a running one comes before any style (CSS Cascade, section 6.1)
      body.style.setProperty("clip-path", BODY_CLIP, "important");
    }
    for (const element of body.querySelectorAll("[popover], [commandfor]"))
      for (const name of ["popover", "commandfor"]) Lencana.native(element, "removeAttribute")(name);
  }

  /**
   * @param {ContentMessage} message
   * @returns {Promise<CheckReply | "refused" | "stale" | null>} null when nobody answers
   */
  async function ask(message) {
    let reply = await channel.send(message);
    if (reply === null && channel.isContextValid()) {
      await new Promise((resolve) => setTimeout(resolve, WAKE_RETRY_MS));
      reply = await channel.send(message);
    }
    return /** @type {CheckReply | "refused" | "stale" | null} */ (reply);
  }

  /**
   * @param {CheckReply | "refused" | "stale" | null} reply
   * @returns {BadgeView | "refused" | null} null for "stale": the background cannot say which message it is
   */
  function viewOf(reply) {
    return reply === "stale" ? null : reply === "refused" ? reply : (reply?.view ?? NO_ANSWER);
  }

  /**
   * A view for when the background cannot make one.
   * @param {BadgeView["kind"]} kind
   * @param {string} word
   * @param {string} sentence
   * @param {string} advice
   * @returns {BadgeView}
   */
  function ownView(kind, word, sentence, advice) {
    return Object.freeze({ kind, word, brand: "", sentence, advice, reasons: [], facts: [], link: null, action: null, canReport: false });
  }
})();
