// @ts-check
/** Marks in the list of messages, for suspicious ones alone. Rows in view that are new are asked about in one question. */

(() => {
  if (Lencana.rows !== undefined) return;
  const { channel, readers } = Lencana;
  const AGE = 600_000; // milliseconds after which the background, which knows of a newer list, is asked again
  const REST = 30_000; // milliseconds after a question that nobody could answer
  const MOST = 20; // marks that the toolbar tells of
  const STYLE = `:host { all: initial !important; display: inline-block !important; vertical-align: middle !important; }
svg { display: block; width: 16px; height: 16px; margin: 0 4px; color: #b3261e; --on-tone: #fff; }
.dark { color: #f2867d; --on-tone: #14171a; }`;

  /** Why a row is suspicious, or "" for no mark, by its name. @type {Map<string, string>} */
  const known = new Map();
  /** @type {Map<string, HTMLElement>} */
  const marks = new Map();
  let since = Date.now();
  let rest = 0;
  let said = "[]";

  Lencana.rows = Object.freeze({ scan, clear });
  addEventListener("scroll", () => Lencana.look?.(), { capture: true, passive: true });

  /** @param {string} page */
  function scan(page) {
    if (Date.now() - since > AGE) {
      known.clear();
      since = Date.now();
    }
    const rows = Object.entries(readers).flatMap(([webmail, reader]) => reader.rows(document).map((row) => named(webmail, row)));
    const bad = rows.filter(({ name }) => known.get(name));
    for (const [name, host] of marks) if (!bad.some((row) => row.name === name)) forget(name, host);
    for (const row of bad) place(row);
    tell(page, bad.slice(0, MOST).map(({ name, from }) => ({ from, text: known.get(name) ?? "" })));
    const news = rows.filter(({ name, anchor }) => !known.has(name) && inView(anchor));
    if (news.length > 0 && Date.now() > rest) void ask(page, news);
  }

  /** @param {string} webmail @param {ListRow} row */
  function named(webmail, { id, anchor, from, subject }) {
    return { name: `${id}\n${from}`, id, anchor, webmail, from, subject };
  }

  /** @param {string} page @param {ReturnType<typeof named>[]} news */
  async function ask(page, news) {
    rest = Infinity; // one question at a time
    const rows = news.map(({ id, webmail, from, subject }) => ({ id, webmail, from, subject: subject() }));
    const reply = /** @type {RowsReply | "refused" | null} */ (await channel.send({ type: "rows", page, rows }));
    const found = reply !== null && reply !== "refused" ? reply.marks : null;
    rest = found === null ? Date.now() + REST : 0;
    if (found === null) setTimeout(() => Lencana.look?.(), REST);
    news.forEach(({ name }, i) => found && known.set(name, found[i] ?? ""));
    if (found !== null) Lencana.look?.();
  }

  /** @param {Element} element */
  function inView(element) {
    const { top, bottom, height } = element.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  }

  /** @param {ReturnType<typeof named>} row */
  function place({ name, anchor }) {
    const host = marks.get(name) ?? make(anchor, known.get(name) ?? "");
    marks.set(name, host);
    if (anchor.nextElementSibling !== host) anchor.after(host);
  }

  /** @param {Element} anchor @param {string} why */
  function make(anchor, why) {
    const host = document.createElement("span");
    host.setAttribute("data-lencana", "mark");
    const root = host.attachShadow({ mode: "closed" });
    Lencana.adopt(root, STYLE);
    const mark = Lencana.mark("suspicious", Lencana.isDark(anchor) ? "dark" : "");
    const label = `${channel.words.verdict_suspicious}: ${why}`;
    mark.removeAttribute("aria-hidden");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", label);
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = label;
    mark.prepend(title);
    root.append(mark);
    return host;
  }

  /** @param {string} name @param {HTMLElement} host */
  function forget(name, host) {
    host.remove();
    marks.delete(name);
  }

  /** The toolbar repeats what stands in the list. @param {string} page @param {{from: string, text: string}[]} list */
  function tell(page, list) {
    const now = JSON.stringify(list);
    if (now !== said) void channel.send({ type: "listed", page, marks: list });
    said = now;
  }

  function clear() {
    for (const [name, host] of marks) forget(name, host);
  }
})();
