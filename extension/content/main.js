/** Which message gets a badge, and when: scans the page, begins a check for each message that opens, ends it when that closes. */

(() => {
  if (Lencana.drawn !== undefined) return; // started already
  const { channel, listMarks, rowMarks } = Lencana; // not those of a newer script, which has an object of its own
  const adapters = Object.values(Lencana.adapters);
  if (globalThis.top !== globalThis.self && !adapters.some((adapter) => adapter.ownsPage(document))) return; // a frame of something else
  const SCAN_INTERVAL_MS = 100; // at least, on a page that keeps changing
  const LATER_MS = 600; // after a click: for a page that answers it late
  const SHOWING_ATTRIBUTES = ["hidden", "open", "aria-expanded", "aria-hidden"]; // not class, which changes under every pointer
  const PAGE_ID = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /**
   * The open messages, by id.
   * @type {Map<string, MessageCheck>}
   */
  const checks = new Map();
  let scanTimer = 0;
  let laterTimer = 0;
  let lastScan = 0; // milliseconds since 1970
  const detached = new AbortController();
  const { signal } = detached;

  const contentObserver = new MutationObserver(scheduleScan);
  const themeObserver = new MutationObserver(scheduleScan);
  for (const leftover of document.querySelectorAll("[data-lencana]")) leftover.remove(); // of an earlier version of us
  contentObserver.observe(document, { childList: true, subtree: true, attributeFilter: SHOWING_ATTRIBUTES });
  themeObserver.observe(document.documentElement, { attributeFilter: ["class", "style"] }); // a webmail's dark mode
  addEventListener("pagehide", () => void channel.send({ type: "gone", page: PAGE_ID, id: null }), { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && reset(), { signal });
  // Fold messages, or show again what is in the page already: by a style, which is not observed, and not always at once.
  for (const name of ["click", "keyup", "popstate", "hashchange"]) addEventListener(name, scanNowAndLater, { capture: true, passive: true, signal });
  addEventListener("scroll", scheduleScan, { capture: true, passive: true, signal }); // other rows of the list come into view
  document.addEventListener("load", ({ target }) => /** @type {Element} */ (target).localName === "iframe" && scheduleScan(), { capture: true, signal }); // of a message
  Lencana.drawn = () => [...checks].map(([id, check]) => ({ id, ...check.drawn }));
  Lencana.scheduleScan = scheduleScan;
  Lencana.checkAgain = () => checks.forEach((check) => check.checkAgain());
  Lencana.report = (id) => void checks.get(id)?.report();
  Lencana.rawMessage = async (id) => (await checks.get(id)?.rawMessage()) ?? null;
  Lencana.pageId = PAGE_ID;
  scan();

  /** Scan soon: at once after a quiet time, but not at every change. */
  function scheduleScan() {
    if (scanTimer !== 0 || signal.aborted) return;
    const delay = Math.max(0, lastScan + SCAN_INTERVAL_MS - Date.now());
    scanTimer = window.setTimeout(() => {
      scanTimer = 0;
      lastScan = Date.now();
      scan();
    }, delay);
  }

  function scanNowAndLater() {
    scheduleScan();
    clearTimeout(laterTimer);
    laterTimer = window.setTimeout(scheduleScan, LATER_MS);
  }

  function scan() {
    const messages = adapters.flatMap((adapter) => adapter.openMessages(document));
    for (const id of checks.keys()) if (!messages.some((message) => message.id === id)) close(id);
    if (!channel.isContextValid()) return leave();
    for (const message of messages) {
      const check = checks.get(message.id);
      if (check === undefined) open(message);
      else check.place(message);
    }
    ignoreOwnChanges();
    listMarks?.scheduleScan(PAGE_ID, ignoreOwnChanges);
  }

  /** What we have just put into the page is no reason to scan it again. */
  function ignoreOwnChanges() {
    contentObserver.takeRecords();
  }

  /** @param {OpenMessage} message */
  function open(message) {
    const check = new Lencana.MessageCheck(message, PAGE_ID, tearDown);
    checks.set(message.id, check);
    check.start();
  }

  /** @param {string} id */
  function close(id) {
    checks.get(id)?.close();
    checks.delete(id);
    void channel.send({ type: "gone", page: PAGE_ID, id });
  }

  /** The page came back from the browser's history: the background has forgotten it. */
  function reset() {
    for (const id of [...checks.keys()]) close(id);
    scan();
  }

  /** This origin is not, or no longer, allowed: leave nothing in the page. If it is allowed again, we are injected anew. */
  function tearDown() {
    detach();
    for (const check of checks.values()) check.close();
    checks.clear();
    rowMarks?.clear();
    delete Lencana.drawn;
  }

  /**
   * The extension was updated or removed: a newer script takes over, or none. Until then a badge stays where its message does, and goes
   * with it: webmails show another message in the same elements.
   */
  function leave() {
    listMarks?.detach();
    rowMarks?.clear();
    if (![...checks.values()].some(({ drawn }) => drawn.connected)) detach();
  }

  function detach() {
    detached.abort();
    contentObserver.disconnect();
    themeObserver.disconnect();
    clearTimeout(scanTimer);
    clearTimeout(laterTimer);
    listMarks?.detach();
  }
})();
