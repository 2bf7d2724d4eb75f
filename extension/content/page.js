/** What is read of a page. Selectors are tried in their order; an attribute comes before a text, which is what the sender chose. */

(() => {
  const TEXT_BYTES = 16 * 1024;
  const MAX_LINKS = 200;
  const MAX_LENGTH = 2000; // characters of a link, a name, a subject

  /** @type {Lencana["page"]} */
  const page = {
    first(root, selectors) {
      for (const selector of selectors) {
        const found = root.querySelector(selector);
        if (found !== null) return found;
      }
      return null;
    },

    all(root, selectors = []) {
      for (const selector of selectors) {
        const found = [...root.querySelectorAll(selector)];
        if (found.length > 0) return found;
      }
      return [];
    },

    around(bodies) {
      return bodies.map((body) => {
        let root = body.parentElement ?? body;
        const fits = (/** @type {Element} */ element) => !element.matches("body, main, [role='main']") && bodies.every((other) => other === body || !element.contains(other));
        while (root.parentElement && fits(root.parentElement)) root = root.parentElement;
        return root;
      });
    },

    besideBody(root, sender, body) {
      let anchor = sender;
      if (anchor === null) return body?.previousElementSibling ?? root;
      while (anchor.parentElement && anchor.parentElement !== root && !anchor.parentElement.contains(body)) anchor = anchor.parentElement;
      return anchor;
    },

    clean(element) {
      return (element?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, MAX_LENGTH);
    },

    subject(title) {
      const copy = /** @type {Element | null} */ (title?.cloneNode(true) ?? null);
      for (const extra of copy?.querySelectorAll(".voice, a, button") ?? []) extra.remove();
      return page.clean(copy);
    },

    person(element) {
      const link = element.closest('a[href^="mailto:"]') ?? element.querySelector('a[href^="mailto:"]');
      const text = page.clean(element);
      const href = decoded(link?.getAttribute("href")?.match(/^mailto:([^?]+)/)?.[1] ?? "");
      const attributes = ["email", "data-hovercard-id", "title"].map((name) => element.getAttribute(name) ?? "");
      const shown = [href, ...attributes, text].map(addressIn).find((address) => address !== null) ?? null;
      const given = element.getAttribute("name") ?? text;
      const name = given.endsWith(`<${shown}>`) ? given.slice(0, -`<${shown}>`.length).trim().replace(/^"(.*)"$/, "$1") : given;
      return { shown, from: mailbox(name === shown ? "" : name, shown) };
    },

    beside(element) {
      const { shown, from } = page.person(element);
      const name = shown === null ? "" : page.clean(element.parentElement).replace(shown, "").trim();
      return { shown, from: name ? mailbox(name, shown) : from };
    },

    content(body) {
      const frame = /** @type {HTMLIFrameElement | null} */ (body?.matches("iframe") ? body : (body?.querySelector("iframe") ?? null));
      const content = /** @type {HTMLElement | null} */ (frame === null ? body : (frame.contentDocument?.body ?? null));
      if (content === null) return { text: "", links: [] };
      const text = content.innerText ?? content.textContent ?? "";
      const { read } = new TextEncoder().encodeInto(text, new Uint8Array(TEXT_BYTES));
      return { text: text.slice(0, read), links: [...content.querySelectorAll("a[href]")].slice(0, MAX_LINKS).flatMap(linkOf) };
    },
  };
  Lencana.page = Object.freeze(page);

  /** @param {Element} link @returns {Link[]} */
  function linkOf(link) {
    const href = link.getAttribute("href") ?? "";
    return /^https?:/i.test(href) ? [{ href: href.slice(0, MAX_LENGTH), text: (link.textContent ?? "").trim().slice(0, MAX_LENGTH) }] : [];
  }

  /** As a From field has it (RFC 5322 section 3.4). @param {string} name @param {string | null} address */
  function mailbox(name, address) {
    const quoted = name && `"${name.replace(/["\\]/g, "\\$&")}"`;
    return (address === null || !quoted ? address ?? quoted : `${quoted} <${address}>`).slice(0, MAX_LENGTH);
  }

  /** @param {string} text */
  function addressIn(text) {
    return (/<([^<>\s]+@[^<>\s]+)>\s*$/.exec(text) ?? /^\s*([^\s<>]+@[^\s<>]+)\s*$/.exec(text))?.[1] ?? null;
  }

  /** @param {string} text of a link; as it is where it is not properly encoded */
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }
})();
