/**
 * The badge in a message's document. Nothing of the document is read: what is judged are the message's bytes, which the
 * background has. The badge stands between `head` and `body`, where message.css leaves a message nothing to say: the root element
 * can have no shadow tree of a message's own, and what a message paints is clipped to its `body`, below the badge.
 */

(() => {
  if (Lencana.drawn !== undefined) return; // started already
  const { channel } = Lencana;
  const PAGE_ID = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const STALE_MS = 300; // until the background is asked again which message this is
  const NOTHING = Object.freeze({ headers: null, shown: null, from: "", subject: "", text: "", links: [] });
  const EVIDENCE = Object.freeze({ webmail: "thunderbird", origin: /** @type {const} */ ("file"), ...NOTHING, witness: { subject: null, date: null } });
  let isOpen = true;

  /** @type {OpenMessage} */
  const message = { id: "message", anchor: document.head, body: null, isOpen: () => isOpen, evidence: async () => EVIDENCE, raw: async () => null };
  for (const leftover of document.querySelectorAll("[data-lencana]")) leftover.remove(); // of an earlier version of us
  const check = new Lencana.MessageCheck(message, PAGE_ID, close);
  Lencana.pageId = PAGE_ID;
  Lencana.drawn = () => [{ id: message.id, ...check.drawn }];
  Lencana.checkAgain = () => check.checkAgain();
  Lencana.scheduleScan = () => setTimeout(() => isOpen && check.place(message), STALE_MS);
  addEventListener("pagehide", close);
  // Thunderbird empties the body when it begins to read another message, which may take long to arrive.
  const emptied = new MutationObserver(() => document.body.childNodes.length === 0 && close());
  emptied.observe(document.body, { childList: true });
  // A message has no script, but Thunderbird itself may write into the document.
  const moved = new MutationObserver(() => isOpen && check.place(message));
  moved.observe(document.documentElement, { childList: true });
  check.start();

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
