/**
 * Which rows of the list get a mark: the suspicious ones alone. A scan reads the page, draws what is known, and asks about
 * the rows in view that are new, in one request. All reading comes before all writing, or the page is laid out for each row.
 */

(() => {
  if (Lencana.listMarks !== undefined) return; // injected twice
  const { channel, adapters } = Lencana;
  const CACHE_MS = 600_000; // after which the background, which knows of a newer list, is asked again
  const PAUSE_MS = Lencana.limits.RETRY_SECONDS * 1000; // after a request that nobody could answer
  const IDLE_TIMEOUT_MS = 500; // that a page may be too busy for us
  const { MAX_ROWS } = Lencana.limits; // in one request
  const MAX_REPORTED_MARKS = 20; // in the toolbar's popup

  /**
   * Why a row is suspicious, or "" for no mark, by the row's name.
   * @type {Map<string, string>}
   */
  const reasonByRow = new Map();
  let cachedSince = Date.now();
  let pausedUntil = 0; // milliseconds since 1970; Infinity during a request, so that there is one at a time
  let lastReport = "[]";
  let idleCallback = 0;

  Lencana.listMarks = Object.freeze({
    scheduleScan(pageId, then) {
      idleCallback ||= requestIdleCallback(
        () => {
          idleCallback = 0;
          scan(pageId);
          then();
        },
        { timeout: IDLE_TIMEOUT_MS },
      );
    },
    detach: () => cancelIdleCallback(idleCallback),
    clear: () => Lencana.rowMarks?.clear(),
  });

  /** @param {string} pageId */
  function scan(pageId) {
    if (Date.now() - cachedSince > CACHE_MS) {
      reasonByRow.clear();
      cachedSince = Date.now();
    }
    const rows = readRows();
    const inView = Date.now() < pausedUntil ? [] : rows.filter(({ name, anchor }) => !reasonByRow.has(name) && isInView(anchor));
    const newRows = inView.slice(0, MAX_ROWS); // the others by the next scan, which follows the answer
    const marked = rows.flatMap((row) => {
      const reason = reasonByRow.get(row.name);
      return reason ? [{ ...row, reason, isDark: Lencana.isDark(row.anchor) }] : [];
    });
    Lencana.rowMarks?.show(marked);
    report(pageId, marked.slice(0, MAX_REPORTED_MARKS).map(({ from, reason }) => ({ from, text: reason })));
    if (newRows.length > 0) void ask(pageId, newRows);
  }

  /** The page's rows, each with a name of its own: rows that the page does not tell apart are numbered. */
  function readRows() {
    /** @type {Map<string, number>} */
    const counts = new Map();
    return Object.entries(adapters).flatMap(([webmail, adapter]) =>
      adapter.rows(document).map(({ id, anchor, from, subject }) => {
        const content = `${id}\n${from}`;
        const count = counts.get(content) ?? 0;
        counts.set(content, count + 1);
        return { name: `${content}\n${count}`, id, anchor, webmail, from, subject };
      }),
    );
  }

  /** @param {Element} element */
  function isInView(element) {
    const { top, bottom, height } = element.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  }

  /**
   * @param {string} page
   * @param {ReturnType<typeof readRows>} newRows
   */
  async function ask(page, newRows) {
    pausedUntil = Infinity;
    const rows = newRows.map(({ id, webmail, from, subject }) => ({ id, webmail, from, subject: subject() }));
    const reply = /** @type {RowsReply | "refused" | null} */ (await channel.send({ type: "rows", page, rows }));
    const reasons = reply === null || reply === "refused" ? null : reply.marks;
    newRows.forEach(({ name }, i) => {
      const reason = reasons?.[i] ?? null;
      if (reason !== null) reasonByRow.set(name, reason);
    });
    const isComplete = reasons !== null && !reasons.includes(null);
    pausedUntil = isComplete ? 0 : Date.now() + PAUSE_MS;
    if (reasons !== null) Lencana.scheduleScan?.();
    if (!isComplete) setTimeout(() => Lencana.scheduleScan?.(), PAUSE_MS);
  }

  /**
   * Tell the toolbar what stands in the list, where that has changed.
   * @param {string} page
   * @param {ListedMessage["marks"]} marks
   */
  function report(page, marks) {
    const current = JSON.stringify(marks);
    if (current !== lastReport) void channel.send({ type: "listed", page, marks });
    lastReport = current;
  }
})();
