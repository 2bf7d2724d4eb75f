/** Which message gets a badge, and when. A message may change or vanish while we wait, so it is looked at again each time. */

(() => {
  if (Lencana.drawn !== undefined) return; // started already
  const { channel } = Lencana;
  const readers = Object.values(Lencana.readers);
  if (globalThis.top !== globalThis.self && !readers.some((reader) => reader.acts(document))) return; // a frame of something else
  const QUIET = 400; // milliseconds before "checking" is shown: faster answers need no flicker
  const PAUSE = 100; // milliseconds between two looks at a page that keeps changing
  const CLIP = "inset(0px -99999px -99999px)";
  const AGAIN = 300; // milliseconds until a background that was asleep is asked once more
  const PAGE = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** @typedef {{message: OpenMessage, badge: PlacedBadge, again: number}} Shown */
  /** @type {Map<string, Shown>} */
  const shown = new Map();
  let due = 0;
  let last = 0;
  const over = new AbortController();

  const content = new MutationObserver(look);
  const theme = new MutationObserver(look);
  for (const left of document.querySelectorAll("[data-lencana]")) left.remove(); // of an earlier version of us
  content.observe(document.documentElement, { childList: true, subtree: true });
  theme.observe(document.documentElement, { attributeFilter: ["class", "style"] }); // a webmail's dark mode
  addEventListener("pagehide", () => void channel.send({ type: "gone", page: PAGE, id: null }), { signal: over.signal });
  addEventListener("pageshow", ({ persisted }) => persisted && forget(), { signal: over.signal });
  addEventListener("scroll", look, { capture: true, passive: true, signal: over.signal }); // other rows of the list come into view
  Lencana.drawn = () => [...shown].map(([id, { badge }]) => ({ id, ...badge.drawn }));
  Lencana.look = look;
  Lencana.name = PAGE;
  scan();

  /** Look at once after a quiet time, but not at every change. */
  function look() {
    if (due !== 0 || over.signal.aborted) return;
    due = window.setTimeout(() => {
      due = 0;
      last = Date.now();
      scan();
    }, Math.max(0, last + PAUSE - Date.now()));
  }

  function scan() {
    if (!channel.alive()) return leave();
    const open = readers.flatMap((reader) => reader.openMessages(document));
    for (const id of shown.keys()) if (!open.some((message) => message.id === id)) close(id);
    for (const message of open) {
      const known = shown.get(message.id);
      if (known === undefined) void start(message);
      else place(message, known.badge);
    }
    ignoreOurs();
    Lencana.rows?.look(PAGE, ignoreOurs);
  }

  /** What we have just put there is no reason to look again. */
  function ignoreOurs() {
    content.takeRecords();
  }

  /** @param {OpenMessage} message @param {PlacedBadge} badge */
  function place({ anchor, body }, badge) {
    badge.place(anchor);
    // Nothing of the body is painted above its own top edge; and, being a stacking context now, nothing over the badge.
    if (body !== null && body.style.clipPath === "") body.style.setProperty("clip-path", CLIP, "important");
  }

  /** The page is none of ours. The next start, should it be allowed one day, is a new one. */
  function stop() {
    leave();
    for (const { badge } of shown.values()) badge.remove();
    shown.clear();
    Lencana.rows?.clear();
    delete Lencana.drawn;
  }

  /** We are left over from before an update: the badges that are there stay true, and a newer script takes over. */
  function leave() {
    over.abort();
    content.disconnect();
    theme.disconnect();
    clearTimeout(due);
    Lencana.rows?.leave();
  }

  /** Come back to a page from the browser's history: the background has forgotten it. */
  function forget() {
    for (const id of [...shown.keys()]) close(id);
    scan();
  }

  /** @param {string} id */
  function close(id) {
    shown.get(id)?.badge.remove();
    shown.delete(id);
    void channel.send({ type: "gone", page: PAGE, id });
  }

  /** @param {OpenMessage} message */
  async function start(message) {
    const badge = Lencana.placeBadge((type) => (type === "retry" ? void check(entry) : void channel.send({ type })));
    const entry = { message, badge, again: 0 };
    shown.set(message.id, entry);
    await check(entry);
  }

  /** @param {Shown} entry */
  async function check(entry) {
    const { message, badge } = entry;
    clearTimeout(entry.again);
    place(message, badge);
    const timer = setTimeout(() => isOpen(entry) && badge.show(local("checking", channel.words.verdict_checking, "", "")), QUIET);
    try {
      for await (const view of views(entry)) {
        if (!isOpen(entry)) return;
        clearTimeout(timer);
        if (view === null) return stop();
        badge.show(view);
        if (view.action?.after) entry.again = window.setTimeout(() => isOpen(entry) && check(entry), view.action.after * (1 + Math.random() / 2) * 1000); // not all readers at once
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Shown} entry whether the page still shows that very message */
  function isOpen({ message }) {
    return shown.get(message.id)?.message === message && message.isOpen();
  }

  /** What to show, as it becomes known; null for a page that is none of ours. @param {Shown} entry @returns {AsyncGenerator<BadgeView | null>} */
  async function* views(entry) {
    const { message } = entry;
    const { id } = message;
    const evidence = await message.evidence().catch((error) => String(error.message));
    if (!isOpen(entry)) return;
    if (typeof evidence === "string") {
      const view = viewOf(await ask({ type: "unreadable", page: PAGE, id }));
      return yield view && { ...view, facts: [{ label: channel.words.diagnosis, value: evidence }] };
    }
    const first = await ask({ type: "check", page: PAGE, id, evidence, raw: null });
    if (!isOpen(entry)) return;
    const raw = first !== null && first !== "refused" && first.needs === "raw" ? await message.raw().catch(() => null) : null;
    if (raw === null || !isOpen(entry)) return yield viewOf(first);
    yield viewOf(await ask({ type: "check", page: PAGE, id, evidence, raw: await channel.base64(raw) }));
  }

  /** @param {ContentMessage} message @returns {Promise<CheckReply | "refused" | null>} */
  async function ask(message) {
    const reply = await channel.send(message);
    if (reply !== null || !channel.alive()) return /** @type {CheckReply | "refused" | null} */ (reply);
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    return /** @type {CheckReply | "refused" | null} */ (await channel.send(message));
  }

  /** @param {CheckReply | "refused" | null} reply */
  function viewOf(reply) {
    if (reply === "refused") return null;
    return reply?.view ?? local("unchecked", channel.words.verdict_unchecked, channel.words.reload, channel.words.reload_remedy);
  }

  /** A view of our own, for when the background cannot make one. @param {BadgeView["kind"]} kind @param {string} word @param {string} sentence @param {string} advice @returns {BadgeView} */
  function local(kind, word, sentence, advice) {
    return { kind, word, brand: "", sentence, advice, reasons: [], facts: [], link: null, action: null };
  }
})();
