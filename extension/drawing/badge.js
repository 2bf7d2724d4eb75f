/** Draws badges, and the icons of badges and marks. In a page the badge is in a shadow root (content/badge_host.js). */

(() => {
  Lencana.createBadge = (onAction) => {
    const { texts } = Lencana;
    const summary = create("div", "summary");
    summary.setAttribute("role", "status"); // the one live region: read out when the verdict comes
    const action = create("button", "action");
    const details = create("button", "details");
    const report = create("button", "report", texts.report);
    const panel = create("div", "panel");
    const buttons = create("div", "buttons", action, details);
    const head = create("div", "head", summary, buttons);
    const element = create("section", "badge", head, panel);
    element.setAttribute("aria-label", "Lencana");
    element.dir = texts.direction; // our sentences' direction, whichever the page has

    let view = /** @type {BadgeView | null} */ (null);
    // A page that makes up clicks gets nothing for them.
    action.addEventListener("click", ({ isTrusted }) => isTrusted && view?.action && onAction(view.action.type));
    report.addEventListener("click", ({ isTrusted }) => isTrusted && view?.canReport && onAction("report"));
    details.addEventListener("click", ({ isTrusted }) => isTrusted && expand(panel.hidden === true));
    element.addEventListener("keydown", (event) => event.stopPropagation()); // not the webmail's shortcuts

    /** @param {boolean} isOpen */
    function expand(isOpen) {
      panel.hidden = !isOpen;
      details.setAttribute("aria-expanded", String(isOpen));
      details.textContent = isOpen ? texts.hide : texts.details;
    }

    /** @param {BadgeView} next */
    function show(next) {
      const isSameKind = view?.kind === next.kind;
      view = next;
      element.dataset["kind"] = next.kind;
      element.classList.toggle("quiet", next.kind === "unknown" || next.kind === "checking");
      head.querySelector(".icon")?.remove();
      head.prepend(Lencana.icon(next.kind, "icon"));
      summary.replaceChildren(...summaryOf(next));
      action.hidden = next.action === null;
      action.textContent = next.action?.text ?? "";
      panel.replaceChildren(...detailsOf(next));
      report.remove();
      if (next.canReport && next.kind === "suspicious") buttons.prepend(report); // beside what to do
      else if (next.canReport) panel.append(report);
      details.hidden = panel.childElementCount === 0;
      if (!isSameKind || details.hidden) expand(false);
    }

    return { element, show };
  };

  /**
   * Text goes in as text: nothing that a message says is ever markup.
   * @param {string} name
   * @param {string} className
   * @param {(Node | string)[]} children
   */
  function create(name, className, ...children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (name === "button") element.setAttribute("type", "button");
    element.append(...children);
    return element;
  }

  /** @param {BadgeView} view */
  function summaryOf({ kind, word, brand, sentence, advice }) {
    const parts = [create("span", "word", word)];
    if (brand) parts.push(create("span", "brand", brand));
    if (sentence) parts.push(create("span", "sentence", sentence));
    if (advice && kind === "suspicious") parts.push(create("span", "advice", advice)); // what to do now, at once
    return parts.flatMap((part) => [part, " "]);
  }

  /** @param {BadgeView} view */
  function detailsOf({ kind, advice, reasons, facts, link }) {
    const { texts } = Lencana;
    const parts = [];
    if (advice && kind !== "suspicious") parts.push(create("p", "advice", advice));
    if (reasons.length > 0) {
      const list = create("ul", "reasons", ...reasons.map(reasonItem));
      list.setAttribute("aria-label", texts.reasons);
      parts.push(list);
    }
    if (link) {
      const anchor = /** @type {HTMLAnchorElement} */ (create("a", "policy", link.text));
      parts.push(Object.assign(anchor, { href: link.href, target: "_blank", rel: "noopener noreferrer" }));
    }
    if (facts.length > 0) {
      const table = create("dl", "facts", ...facts.flatMap(({ label, value }) => [create("dt", "", label), create("dd", "", create("bdi", "", value))]));
      table.setAttribute("aria-label", texts.details);
      parts.push(table);
    }
    return parts;
  }

  /** @param {BadgeView["reasons"][number]} reason */
  function reasonItem({ severity, label, text }) {
    const spoken = create("span", "visually-hidden", `${label}: `);
    const item = create("li", "", Lencana.icon(severity, ""), create("span", "", spoken, text));
    item.dataset["severity"] = severity;
    return item;
  }

  Lencana.icon = (name, className) => {
    const { outline, line } = Lencana.iconPaths[name];
    const svg = createSvg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: className });
    const round = { "stroke-linecap": "round", "stroke-linejoin": "round" };
    const filled = { fill: "currentColor", stroke: "currentColor", "stroke-width": "1.4", ...round };
    const stroked = { fill: "none", stroke: outline ? "var(--on-tone)" : "currentColor", "stroke-width": "2.2", ...round };
    if (outline) svg.append(createSvg("path", { d: outline, ...filled }));
    svg.append(createSvg("path", { d: line, ...stroked }));
    return svg;
  };

  /**
   * @param {string} name
   * @param {Record<string, string>} attributes
   */
  function createSvg(name, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }
})();
