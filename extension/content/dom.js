/** Reads a page. Selectors are tried in their order; an attribute comes before a text, which is what the sender chose. */

(() => {
  const { MAX_TEXT_BYTES, MAX_LINE_CHARS, MAX_PAGE_LINKS } = Lencana.limits;
  const cut = (/** @type {string} */ text) => Lencana.cut(text, MAX_LINE_CHARS);
  const MAX_TIME_CHARS = 80;
  const TIME = /^\d{10}(\d{3})?$|^\d{4}-\d\d-\d\d[T ]\d\d:\d\d|^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(:\d\d)? [+-]\d{4}\b/;

  /**
   * The name under which a content was first seen.
   * @type {WeakMap<Node, string>}
   */
  const firstNames = new WeakMap();

  /** @type {Lencana["dom"]} */
  const dom = {
    firstMatch(container, selectors) {
      for (const selector of selectors) {
        const element = container.querySelector(selector);
        if (element !== null) return element;
      }
      return null;
    },

    allMatches(container, selectors = []) {
      for (const selector of selectors) {
        const elements = [...container.querySelectorAll(selector)];
        if (elements.length > 0) return elements;
      }
      return [];
    },

    containersOf(bodies, boundaries) {
      return bodies.map((body) => {
        let container = body.parentElement ?? body;
        const holdsNoOther = (/** @type {Element} */ element) => bodies.every((other) => other === body || !element.contains(other));
        const boundariesIn = (/** @type {Element} */ element) => boundaries.filter((boundary) => element.contains(boundary)).length;
        const isWithin = (/** @type {Element} */ element) =>
          !element.matches("body, main, [role='main']") && holdsNoOther(element) && boundariesIn(element) < 2;
        while (container.parentElement && isWithin(container.parentElement)) container = container.parentElement;
        return container;
      });
    },

    badgeAnchor(container, sender, body) {
      let anchor = sender;
      if (anchor === null) return body?.previousElementSibling ?? container;
      const isBelow = (/** @type {Element} */ element) => element !== container && !element.contains(body);
      while (anchor.parentElement && isBelow(anchor.parentElement)) anchor = anchor.parentElement;
      return anchor;
    },

    lineOfText(element) {
      return cut((element?.textContent ?? "").replace(/\s+/g, " ").trim());
    },

    timeOf(element) {
      if (element === null) return null;
      const times = ["datetime", "data-timestamp", "title"].map((name) => element.getAttribute(name)?.trim() ?? "");
      return [...times, dom.lineOfText(element)].find((time) => time.length <= MAX_TIME_CHARS && TIME.test(time)) ?? null;
    },

    subjectOf(heading) {
      const copy = /** @type {Element | null} */ (heading?.cloneNode(true) ?? null);
      for (const extra of copy?.querySelectorAll(".voice, a, button") ?? []) extra.remove();
      return dom.lineOfText(copy);
    },

    mailboxOf(element) {
      const link = element.closest('a[href^="mailto:"]') ?? element.querySelector('a[href^="mailto:"]');
      const text = dom.lineOfText(element);
      const href = percentDecoded(link?.getAttribute("href")?.match(/^mailto:([^?]+)/)?.[1] ?? "");
      const attributes = ["email", "data-hovercard-id", "title"].map((name) => element.getAttribute(name) ?? "");
      const shown = [href, ...attributes, text].map(addressIn).find((address) => address !== null && address.length <= MAX_LINE_CHARS) ?? null;
      const label = element.getAttribute("name") ?? text;
      const suffix = `<${shown}>`;
      const name = label.endsWith(suffix) ? label.slice(0, -suffix.length).trim().replace(/^"(.*)"$/, "$1") : label;
      return { shown, from: formatMailbox(name === shown ? "" : name, shown) };
    },

    mailboxBeside(element, named = element.parentElement) {
      const { shown, from } = dom.mailboxOf(element);
      const name = shown === null ? "" : dom.lineOfText(named).replace(shown, "").trim();
      return { shown, from: name ? formatMailbox(name, shown) : from };
    },

    isFirstSeenAs(name, element) {
      // Its first node: webmails keep an element and fill it anew.
      const content = element?.firstChild ?? null;
      if (content === null) return false;
      if (!firstNames.has(content)) firstNames.set(content, name);
      return firstNames.get(content) === name;
    },

    isNamedOnce({ searchParams }, names) {
      /** @type {string[]} */
      const read = [];
      // In Firefox the iterators of keys() and entries() are none in a content script (bug 1023984).
      searchParams.forEach((_value, name) => read.push(name.replace(/^ +|[[\0].*$/gs, "").replace(/[ .]/g, "_")));
      return names.every((name) => read.filter((other) => other === name).length <= 1);
    },

    contentOf(body) {
      const content = shownContent(body);
      if (content === null) return { text: "", links: [] };
      return { text: firstBytes(content.innerText ?? content.textContent ?? "", MAX_TEXT_BYTES), links: Lencana.linksIn(content) };
    },

    joined(before, now) {
      const isGone = (/** @type {Link} */ { href, text }) => !now.links.some((link) => link.href === href && link.text === text);
      const links = [...now.links, ...before.links.filter(isGone)].slice(0, MAX_PAGE_LINKS);
      const lines = new Set(now.text.split("\n"));
      const gone = firstBytes(before.text.split("\n").filter((line) => !lines.has(line)).join("\n"), MAX_TEXT_BYTES / 2);
      return { text: gone === "" ? now.text : `${gone}\n${firstBytes(now.text, MAX_TEXT_BYTES / 2 - 1)}`, links };
    },

    lengthOf(body) {
      const content = shownContent(body);
      return (content?.innerText ?? content?.textContent ?? "").length;
    },
  };
  Lencana.dom = Object.freeze(dom);

  /**
   * @param {string} text
   * @param {number} maxBytes in UTF-8
   */
  function firstBytes(text, maxBytes) {
    const buffer = new Uint8Array(maxBytes);
    const fits = new TextEncoder().encodeInto(text, buffer).read === text.length;
    const short = fits ? text : Lencana.withoutBlanks(text);
    return short.slice(0, new TextEncoder().encodeInto(short, buffer).read).toWellFormed();
  }

  /**
   * What holds the message's text: the body, or the document in its frame; null where that is not open to us.
   * @param {Element | null} body
   */
  function shownContent(body) {
    const frame = /** @type {HTMLIFrameElement | null} */ (body?.matches("iframe") ? body : (body?.querySelector("iframe") ?? null));
    return /** @type {HTMLElement | null} */ (frame === null ? body : (frame.contentDocument?.body ?? null));
  }

  /**
   * A mailbox as a From field has it (RFC 5322 section 3.4).
   * @param {string} name
   * @param {string | null} address
   */
  function formatMailbox(name, address) {
    const quote = (/** @type {string} */ text) => text && `"${text.replace(/["\\]/g, "\\$&")}"`;
    const room = MAX_LINE_CHARS - (address?.length ?? 0) - " <>".length; // however long a name is, the address stays
    const quoted = quote(name).length <= room ? quote(name) : quote(cut(name.slice(0, Math.max(0, room / 2 - 1))));
    return cut(address === null || !quoted ? address ?? quoted : `${quoted} <${address}>`);
  }

  /** @param {string} text */
  function addressIn(text) {
    return (/<([^<>\s]+@[^<>\s]+)>\s*$/.exec(text) ?? /^\s*([^\s<>]+@[^\s<>]+)\s*$/.exec(text))?.[1] ?? null;
  }

  /** @param {string} text of a link; unchanged where it is not properly encoded */
  function percentDecoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }
})();
