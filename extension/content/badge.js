/**
 * Draws a badge. In a page it lives in a closed shadow root of a plain `div`: a custom element's name could be taken by the
 * page, which would then get at the root. The popup draws the same badge in its own document.
 */

(() => {
  // What a shadow tree says of its host with !important wins over anything that the page says, its style attribute included.
  Lencana.style = `
:host { all: initial !important; display: block !important; position: relative !important; z-index: 1 !important; }
.badge { color-scheme: light; --tone: #59636b; --ground: transparent; --line: light-dark(#d9dcdf, #3d444a);
  --ink: light-dark(#1d2327, #e8eaec); --soft: light-dark(#59636b, #a3adb5); --on-tone: light-dark(#fff, #14171a); }
.badge[data-kind="verified"] { --tone: #17744a; --ground: light-dark(#eaf5ef, #16301f); --line: light-dark(#b5d9c6, #2b5c40); }
.badge[data-kind="suspicious"] { --tone: #b3261e; --ground: light-dark(#fdeeec, #3a1b19); --line: light-dark(#eab6b1, #74352f); }
.badge[data-kind="unchecked"] { --ground: light-dark(#f4f5f6, #22272b); --line: light-dark(#b9c0c5, #59636b); }
.badge[data-theme="dark"] { color-scheme: dark; --tone: #a3adb5; }
.badge[data-theme="dark"][data-kind="verified"] { --tone: #4fbe87; }
.badge[data-theme="dark"][data-kind="suspicious"] { --tone: #f2867d; }
/* A generic font: a name could be one that the message has loaded letters of its own under. */
.badge { box-sizing: border-box; margin: 8px 0; border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
  background: var(--ground); color: var(--ink); font: 14px/1.45 sans-serif;
  text-align: start; }
.badge[data-kind="suspicious"] { border-inline-start: 5px solid var(--tone); }
.badge[data-kind="unchecked"] { border-style: dashed; }
.badge:not([data-kind]), [hidden] { display: none !important; }
.head { display: flex; align-items: center; gap: 12px; padding: 10px 12px; }
.quiet .head { padding-block: 6px; }
.badge[data-kind="suspicious"] .head { align-items: start; }
.mark { flex: none; width: 28px; height: 28px; color: var(--tone); }
.quiet .mark { width: 18px; height: 18px; margin-inline: 5px; }
.badge[data-kind="checking"] .mark { animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
.say { flex: 1; min-width: 0; overflow-wrap: anywhere; text-wrap: pretty; }
.word, .brand { color: var(--tone); font-weight: 700; font-size: 16px; }
.brand::before { content: "·"; margin-inline-end: .3em; }
.sentence { display: block; }
.quiet .word { font-size: inherit; margin-inline-end: .4em; }
.badge[data-kind="unknown"] .sentence { display: inline; color: var(--soft); }
.buttons { flex: none; display: flex; gap: 6px; flex-wrap: wrap; justify-content: end; }
button { font: inherit; font-size: 13px; line-height: 1.3; padding: 5px 10px; border-radius: 7px; cursor: pointer;
  color: var(--ink); background: transparent; border: 1px solid transparent; }
button:hover { border-color: var(--soft); }
button.action { border-color: var(--soft); font-weight: 700; }
.quiet button { color: var(--soft); }
button:focus-visible, a:focus-visible { outline: 2px solid var(--tone); outline-offset: 2px; }
.details::after { content: ""; display: inline-block; width: .4em; height: .4em; margin-inline-start: .5em; vertical-align: .15em;
  border: solid currentColor; border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); }
.details[aria-expanded="true"]::after { transform: rotate(225deg); vertical-align: -.05em; }
.panel { padding: 2px 14px 14px 52px; display: grid; gap: 12px; }
.quiet .panel { padding-block-start: 6px; }
.panel > * { margin: 0; }
.advice { font-weight: 700; }
.say .advice { display: block; margin-block-start: 6px; }
ul { list-style: none; padding: 0; display: grid; gap: 6px; }
li { display: flex; gap: 8px; align-items: start; overflow-wrap: anywhere; }
li svg { flex: none; width: 17px; height: 17px; margin-top: 2px; color: var(--soft); }
li[data-severity="danger"] svg { color: light-dark(#b3261e, #f2867d); }
li[data-severity="warning"] svg { color: light-dark(#8a5a00, #e0ac4d); }
li[data-severity="good"] svg { color: var(--tone); }
.for-ears { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 16px; font-size: 13px; padding-top: 10px; border-top: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; user-select: all; }
a { color: var(--tone); justify-self: start; }
@media (max-width: 480px) { .head { flex-wrap: wrap; align-items: start; } .say { flex-basis: 60%; } .panel { padding-inline-start: 14px; }
  dl { grid-template-columns: 1fr; } dd { margin-block-end: 6px; } }
@media (prefers-reduced-motion: reduce) { .mark { animation: none !important; } }
@media (forced-colors: active) { .badge { border-color: CanvasText; } }
@media print { .buttons { display: none; } }
`;

  Lencana.draw = (act) => {
    const { words } = Lencana.channel;
    const say = make("div", "say");
    say.setAttribute("role", "status"); // the one live region: read out when the verdict comes
    const action = make("button", "action");
    const details = make("button", "details");
    const panel = make("div", "panel");
    const buttons = make("div", "buttons", action, details);
    const head = make("div", "head", say, buttons);
    const element = make("section", "badge", head, panel);
    element.setAttribute("aria-label", "Lencana");
    element.dir = "auto"; // our words' direction, whichever the page has

    let view = /** @type {BadgeView | null} */ (null);
    // A page that makes up clicks gets nothing for them.
    action.addEventListener("click", ({ isTrusted }) => isTrusted && view?.action && act(view.action.type));
    details.addEventListener("click", ({ isTrusted }) => isTrusted && unfold(panel.hidden === true));
    element.addEventListener("keydown", (event) => event.stopPropagation()); // not the webmail's shortcuts

    /** @param {boolean} open */
    function unfold(open) {
      panel.hidden = !open;
      details.setAttribute("aria-expanded", String(open));
      details.textContent = open ? words.hide : words.details;
    }

    /** @param {BadgeView} next */
    function show(next) {
      const same = view?.kind === next.kind;
      view = next;
      element.dataset["kind"] = next.kind;
      element.classList.toggle("quiet", next.kind === "unknown" || next.kind === "checking");
      head.querySelector(".mark")?.remove();
      head.prepend(Lencana.mark(next.kind, "mark"));
      say.replaceChildren(...sayings(next));
      action.hidden = next.action === null;
      action.textContent = next.action?.text ?? "";
      panel.replaceChildren(...panelOf(next));
      details.hidden = panel.childElementCount === 0;
      if (!same || details.hidden) unfold(false);
    }

    return { element, show };
  };

  Lencana.placeBadge = (act) => {
    const host = document.createElement("div");
    host.setAttribute("data-lencana", "badge");
    const root = host.attachShadow({ mode: "closed" });
    const badge = Lencana.draw(act);
    Lencana.adopt(root, Lencana.style);
    root.append(badge.element);
    /** @type {Element | null} */
    let beside = null;
    return Object.freeze({
      place(/** @type {Element} */ anchor) {
        beside = anchor;
        if (anchor.nextElementSibling !== host) anchor.after(host);
        if (badge.element.dataset["kind"]) theme();
      },
      show(/** @type {BadgeView} */ view) {
        theme();
        badge.show(view);
      },
      remove: () => host.remove(),
      get drawn() {
        return readBack(badge.element);
      },
    });

    /** Not before there is something to show: on a page that is still being laid out the question is dear. */
    function theme() {
      badge.element.dataset["theme"] = beside && Lencana.isDark(beside) ? "dark" : "light";
    }
  };

  /**
   * Text goes in as text: nothing that a message says is ever markup.
   * @param {string} name @param {string} className @param {(Node | string)[]} children
   */
  function make(name, className, ...children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (name === "button") element.setAttribute("type", "button");
    element.append(...children);
    return element;
  }

  /** @param {BadgeView} view */
  function sayings({ kind, word, brand, sentence, advice }) {
    const parts = [make("span", "word", word)];
    if (brand) parts.push(make("span", "brand", brand));
    if (sentence) parts.push(make("span", "sentence", sentence));
    if (advice && kind === "suspicious") parts.push(make("span", "advice", advice)); // what to do now, at once
    return parts.flatMap((part) => [part, " "]);
  }

  /** @param {BadgeView} view */
  function panelOf({ kind, advice, reasons, facts, link }) {
    const { words } = Lencana.channel;
    const parts = [];
    if (advice && kind !== "suspicious") parts.push(make("p", "advice", advice));
    if (reasons.length > 0) {
      const list = make("ul", "reasons", ...reasons.map(reasonOf));
      list.setAttribute("aria-label", words.reasons);
      parts.push(list);
    }
    if (link) {
      const anchor = /** @type {HTMLAnchorElement} */ (make("a", "policy", link.text));
      parts.push(Object.assign(anchor, { href: link.href, target: "_blank", rel: "noopener noreferrer" }));
    }
    if (facts.length > 0) {
      const table = make("dl", "facts", ...facts.flatMap(({ label, value }) => [make("dt", "", label), make("dd", "", value)]));
      table.setAttribute("aria-label", words.details);
      parts.push(table);
    }
    return parts;
  }

  /** @param {BadgeView["reasons"][number]} reason */
  function reasonOf({ severity, label, text }) {
    const item = make("li", "", Lencana.mark(severity, ""), make("span", "", make("span", "for-ears", `${label}: `), text));
    item.dataset["severity"] = severity;
    return item;
  }

  Lencana.mark = (name, className) => {
    const { ground, line } = Lencana.shapes[name];
    const svg = drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: className });
    const round = { "stroke-linecap": "round", "stroke-linejoin": "round" };
    if (ground) svg.append(drawing("path", { d: ground, fill: "currentColor", stroke: "currentColor", "stroke-width": "1.4", ...round }));
    svg.append(drawing("path", { d: line, fill: "none", stroke: ground ? "var(--on-tone)" : "currentColor", "stroke-width": "2.2", ...round }));
    return svg;
  };

  /** @param {string} name @param {Record<string, string>} attributes */
  function drawing(name, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  /** Read once, however many badges and marks wear them. @type {Map<string, CSSStyleSheet>} */
  const sheets = new Map();

  Lencana.adopt = (root, css) => {
    try {
      const sheet = sheets.get(css) ?? new CSSStyleSheet();
      if (!sheets.has(css)) sheet.replaceSync(css);
      sheets.set(css, sheet);
      root.adoptedStyleSheets = [sheet]; // no page's Content-Security-Policy forbids this one
    } catch {
      const style = document.createElement("style"); // Firefox keeps content scripts from the other way
      style.textContent = css;
      root.append(style);
    }
  };

  Lencana.isDark = (anchor) => {
    for (let element = /** @type {Element | null} */ (anchor); element; element = element.parentElement) {
      const [red = 0, green = 0, blue = 0, alpha = 1] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
      if (alpha > 0.5) return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
    }
    return false;
  };

  /** @param {HTMLElement} element */
  function readBack(element) {
    const text = (/** @type {string} */ selector) => element.querySelector(selector)?.textContent ?? "";
    const word = element.querySelector(".word");
    return {
      kind: element.dataset["kind"] ?? "",
      word: text(".word"),
      sentence: text(".sentence"),
      colour: word ? getComputedStyle(word).color : "",
      connected: element.isConnected,
    };
  }
})();
