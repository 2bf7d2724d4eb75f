/** The links of a message that a reader can see. */

(() => {
  const { MAX_PAGE_LINKS, MAX_LINE_CHARS } = Lencana.limits;

  Lencana.linksIn = (content) => {
    /** @type {Map<string, Link>} */
    const links = new Map();
    const isVisible = Lencana.visibility.cached();
    for (const element of content.querySelectorAll("a[href]")) {
      const href = (element.getAttribute("href") ?? "").replace(/^[\0- ]+|[\t\n\r]/g, ""); // as browsers read it (WHATWG URL)
      if (!/^(https?:|[\\/]{2})/i.test(href)) continue;
      const text = (element.textContent ?? "").trim();
      const key = `${href}\n${text}`;
      if (links.has(key) || !isVisible(element)) continue; // newsletters have the same link many times
      links.set(key, { href: Lencana.cut(/^h/i.test(href) ? href : `https:${href}`, MAX_LINE_CHARS), text: Lencana.cut(text, MAX_LINE_CHARS) });
      if (links.size === MAX_PAGE_LINKS) break;
    }
    return [...links.values()];
  };

  Lencana.cut = (text, maxChars) => {
    const line = text.length <= maxChars ? text : text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, "");
    return line.toWellFormed();
  };
})();
