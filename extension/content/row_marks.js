/**
 * Draws marks in the list of messages: a red icon before the sender, which says why when it is read out or pointed at. Before, and
 * inside what is cut off where it is too long: behind the name, the sender's choice of a name would push it out of sight.
 */

(() => {
  if (Lencana.rowMarks !== undefined) return; // injected twice
  const STYLE = `:host { all: initial !important; display: inline-block !important; vertical-align: middle !important; }
svg { display: block; width: 16px; height: 16px; margin: 0 4px; color: light-dark(#b3261e, #f2867d); --on-tone: light-dark(#fff, #14171a); }
.dark { color-scheme: dark; }`;

  /**
   * The marks in the page, by the name of their row.
   * @type {Map<string, {host: HTMLElement, icon: SVGElement}>}
   */
  const marks = new Map();

  Lencana.rowMarks = Object.freeze({
    show(rows) {
      for (const name of marks.keys()) if (!rows.some((row) => row.name === name)) remove(name);
      for (const { name, anchor, reason, isDark } of rows) {
        const mark = marks.get(name) ?? createMark(reason);
        marks.set(name, mark);
        mark.icon.setAttribute("class", isDark ? "dark" : "");
        if (anchor.firstChild !== mark.host) anchor.prepend(mark.host);
      }
    },

    clear() {
      for (const name of marks.keys()) remove(name);
    },
  });

  /** @param {string} reason */
  function createMark(reason) {
    const host = document.createElement("span");
    host.setAttribute("data-lencana", "mark");
    const shadow = host.attachShadow({ mode: "closed" });
    Lencana.adoptStyles(shadow, STYLE);
    const icon = Lencana.icon("suspicious", "");
    const label = `${Lencana.texts.verdict_suspicious}: ${reason}`;
    icon.removeAttribute("aria-hidden");
    icon.setAttribute("role", "img");
    icon.setAttribute("aria-label", label);
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = label;
    icon.prepend(title);
    shadow.append(icon);
    return { host, icon };
  }

  /** @param {string} name */
  function remove(name) {
    marks.get(name)?.host.remove();
    marks.delete(name);
  }
})();
