/**
 * The badge in a message's document. Nothing that the message says is read here: what is judged are its bytes, which the
 * background has. The badge stands between `head` and `body`, where message.css leaves a message nothing to say: the root element
 * can have no shadow tree of a message's own, and what a message paints is clipped to its `body`, below the badge.
 */

(() => {
  if (Lencana.drawn !== undefined) return; // started already
  const { channel } = Lencana;
  const { MAX_LINE_CHARS } = Lencana.limits;
  const root = document.documentElement;
  const PAGE_ID = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const STALE_MS = { min: 300, max: 5000 }; // until the background is asked again which message this is
  const STYLE_MS = 10; // between two looks for message.css
  const KEPT = ["background-color", "color", "color-scheme", "font-family", "font-size", "font-weight", "line-height", "text-align"];
  let isOpen = true;
  let wait = STALE_MS.min;
  /** @type {Promise<void> | undefined} */
  let styling;

  /** @type {OpenMessage} */
  const message = { id: "message", anchor: document.head, body: null, isOpen: () => isOpen, evidence, raw: async () => null };
  for (const leftover of document.querySelectorAll("[data-lencana]")) leftover.remove(); // of an earlier version of us
  keepLook();
  const check = new Lencana.MessageCheck(message, PAGE_ID, close);
  Lencana.pageId = PAGE_ID;
  Lencana.drawn = () => [{ id: message.id, ...check.drawn }];
  Lencana.checkAgain = () => check.checkAgain();
  Lencana.report = () => void check.report();
  Lencana.scheduleScan = () => {
    setTimeout(() => isOpen && check.place(message), wait);
    wait = Math.min(2 * wait, STALE_MS.max);
  };
  addEventListener("pagehide", close);
  // Thunderbird empties the body when it begins to read another message, which may take long to arrive.
  const emptied = new MutationObserver(() => document.body.childNodes.length === 0 && close());
  emptied.observe(document.body, { childList: true });
  const moved = new MutationObserver(() => isOpen && check.place(message)); // by Thunderbird itself: a message has no script
  moved.observe(root, { childList: true });
  check.start();

  /** What message.css leaves a message of its root element; an inline style with !important is out of the message's reach. */
  function keepLook() {
    const style = getComputedStyle(root);
    for (const name of KEPT) root.style.setProperty(`--lencana-${name}`, style.getPropertyValue(name), "important");
    const isClear = /^rgba\(.*, 0\)$/.test(style.backgroundColor); // then the window has the body's (CSS Backgrounds, section 2.11.2)
    if (isClear) root.style.setProperty("--lencana-background-color", getComputedStyle(document.body).backgroundColor, "important");
  }

  /** No verdict is shown before message.css is there. */
  async function styled() {
    while (getComputedStyle(root).getPropertyValue("--lencana-style") !== "ready") await new Promise((resolve) => setTimeout(resolve, STYLE_MS));
    scrollTo({ top: 0, left: 0, behavior: "instant" }); // until then the message may have had itself scrolled (scroll-snap-type)
  }

  /** By what Thunderbird itself writes before the message, the background sees that the document is that of the message it knows. */
  async function evidence() {
    await (styling ??= styled());
    const header = document.body.firstElementChild?.matches("table.moz-main-header") ? (document.body.firstElementChild.textContent ?? "") : "";
    const [subject, from] = [document.title.slice(0, MAX_LINE_CHARS).toWellFormed(), header.slice(-MAX_LINE_CHARS).toWellFormed()]; // From is behind the subject
    const nothing = { headers: null, shown: null, text: "", links: [], witness: { subject: null, date: null } };
    return { webmail: "thunderbird", origin: /** @type {const} */ ("file"), from, subject, ...nothing };
  }

  /** The document shows the message no longer. */
  function close() {
    if (!isOpen) return;
    isOpen = false;
    emptied.disconnect();
    moved.disconnect();
    check.close();
    void channel.send({ type: "gone", page: PAGE_ID, id: null });
  }
})();
