/** Marks in the list of messages, for suspicious ones alone. Rows in view that are new are asked about in one question. */

(() => {
  if (Lencana.rows !== undefined) return;
  const { channel, readers } = Lencana;
  const AGE = 600_000; // milliseconds after which the background, which knows of a newer list, is asked again
  const REST = 30_000; // milliseconds after a question that nobody could answer
  const PATIENCE = 500; // milliseconds that a page may be too busy for us
  const MOST = 20; // marks that the toolbar tells of
  const STYLE = `:host { all: initial !important; display: inline-block !important; vertical-align: middle !important; }
svg { display: block; width: 16px; height: 16px; margin: 0 4px; color: light-dark(#b3261e, #f2867d); --on-tone: light-dark(#fff, #14171a); }
.dark { color-scheme: dark; }`;

  /** Why a row is suspicious, or "" for no mark, by its name. @type {Map<string, string>} */
  const known = new Map();
  /** @type {Map<string, {host: HTMLElement, mark: SVGElement}>} */
  const marks = new Map();
  let since = Date.now();
  let rest = 0;
  let said = "[]";
  let due = 0;

  Lencana.rows = Object.freeze({
    look(page, then) {
      due ||= requestIdleCallback(
        () => {
          due = 0;
          scan(page);
          then();
        },
        { timeout: PATIENCE },
      );
    },
    leave: () => cancelIdleCallback(due),
    clear() {
      for (const name of marks.keys()) forget(name);
    },
  });

  /** First what is read of the page, then what is written: in turns they would have it laid out anew each time. @param {string} page */
  function scan(page) {
    if (Date.now() - since > AGE) {
      known.clear();
      since = Date.now();
    }
    const times = new Map();
    const rows = Object.entries(readers).flatMap(([webmail, reader]) => reader.rows(document).map((row) => named(webmail, row, times)));
    const news = Date.now() < rest ? [] : rows.filter(({ name, anchor }) => !known.has(name) && inView(anchor));
    const bad = rows.filter(({ name }) => known.get(name)).map((row) => ({ ...row, isDark: Lencana.isDark(row.anchor) }));
    for (const name of marks.keys()) if (!bad.some((row) => row.name === name)) forget(name);
    for (const row of bad) place(row);
    tell(page, bad.slice(0, MOST).map(({ name, from }) => ({ from, text: known.get(name) ?? "" })));
    if (news.length > 0) void ask(page, news);
  }

  /** Rows that look the same, where a page names them no better, are told apart by their order. @param {string} webmail @param {ListRow} row @param {Map<string, number>} times */
  function named(webmail, { id, anchor, from, subject }, times) {
    const look = `${id}\n${from}`;
    const time = times.get(look) ?? 0;
    times.set(look, time + 1);
    return { name: `${look}\n${time}`, id, anchor, webmail, from, subject };
  }

  /** @param {string} page @param {ReturnType<typeof named>[]} news */
  async function ask(page, news) {
    rest = Infinity; // one question at a time
    const rows = news.map(({ id, webmail, from, subject }) => ({ id, webmail, from, subject: subject() }));
    const reply = /** @type {RowsReply | "refused" | null} */ (await channel.send({ type: "rows", page, rows }));
    const found = reply !== null && reply !== "refused" ? reply.marks : null;
    rest = found === null ? Date.now() + REST : 0;
    if (found === null) return void setTimeout(() => Lencana.look?.(), REST);
    news.forEach(({ name }, i) => known.set(name, found[i] ?? ""));
    Lencana.look?.();
  }

  /** @param {Element} element */
  function inView(element) {
    const { top, bottom, height } = element.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  }

  /** @param {ReturnType<typeof named> & {isDark: boolean}} row */
  function place({ name, anchor, isDark }) {
    const placed = marks.get(name) ?? make(known.get(name) ?? "");
    marks.set(name, placed);
    placed.mark.setAttribute("class", isDark ? "dark" : "");
    if (anchor.nextElementSibling !== placed.host) anchor.after(placed.host);
  }

  /** @param {string} why */
  function make(why) {
    const host = document.createElement("span");
    host.setAttribute("data-lencana", "mark");
    const root = host.attachShadow({ mode: "closed" });
    Lencana.adopt(root, STYLE);
    const mark = Lencana.mark("suspicious", "");
    const label = `${channel.words.verdict_suspicious}: ${why}`;
    mark.removeAttribute("aria-hidden");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", label);
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = label;
    mark.prepend(title);
    root.append(mark);
    return { host, mark };
  }

  /** @param {string} name */
  function forget(name) {
    marks.get(name)?.host.remove();
    marks.delete(name);
  }

  /** The toolbar repeats what stands in the list. @param {string} page @param {{from: string, text: string}[]} list */
  function tell(page, list) {
    const now = JSON.stringify(list);
    if (now !== said) void channel.send({ type: "listed", page, marks: list });
    said = now;
  }
})();
