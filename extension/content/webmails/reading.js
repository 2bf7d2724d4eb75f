// @ts-check
/**
 * What every reader needs: a webmail is described by a table (`Webmail` in types/content.d.ts), whose selectors are tried in
 * their order. What the sender wrote is never searched for anything but its text and links.
 */

(() => {
  const TEXT_BYTES = 16 * 1024;
  const HEADER_BYTES = 256 * 1024;
  const RAW_BYTES = 25 * 1024 * 1024;
  const MAX_LINKS = 200;
  const MAX_LINK = 2000;
  const MAX_ROWS = 100;
  const MAX_SOURCES = 50;
  const GRACE = 4000; // milliseconds that a page may take to show the message that its address names
  const FIELD = /^[\x21-\x39\x3b-\x7e]+:/;

  /** @type {Webmail[]} */
  const webmails = [];
  /** Found once for an address: a look at the page should cost next to nothing. */
  let owner = { href: "", webmail: /** @type {Webmail | undefined} */ (undefined) };

  Lencana.page = Object.freeze({ first, get, headers, raw, block, clean, person, beside });

  Lencana.addReader = (name, webmail) => {
    /** Header blocks that the reader of the mail had the webmail show. @type {Map<string, string>} */
    const seen = new Map();
    let missing = { href: "", since: 0 };
    const bodies = webmail.body.join();

    webmails.push(webmail);
    Lencana.readers[name] = Object.freeze({ openMessages, rows });

    /** @param {Document} document @returns {OpenMessage[]} */
    function openMessages(document) {
      if (!acts(document)) return [];
      const messages = rootsOf(document).map((root) => messageOf(document, root)).filter(({ key }) => key !== "");
      if (webmail.shown) keepShown(document, messages);
      return messages.length > 0 ? messages.map(finished) : lost(document);
    }

    /** @param {Document} document */
    function acts(document) {
      return ownerOf(document) === webmail && (webmail.frames === true || globalThis.top === globalThis.self);
    }

    /** @param {Document} document @returns {Element[]} one for each message; where the table names none, all around a body */
    function rootsOf(document) {
      const named = all(document, webmail.message).filter((root) => !inBody(root) && first(root, webmail.body) !== null);
      return named.length > 0 ? named : around(all(document, webmail.body).filter((body) => !inBody(body)));
    }

    /** @param {Element} element */
    function inBody(element) {
      return (element.parentElement?.closest(bodies) ?? null) !== null;
    }

    /** @param {Document} document @param {Element} root */
    function messageOf(document, root) {
      const body = /** @type {HTMLElement | null} */ (first(root, webmail.body));
      const sender = all(root, webmail.sender).find((element) => !inBody(element)) ?? null;
      const header = all(document, webmail.header).find((element) => !inBody(element));
      const anchor = header ?? besideBody(root, sender, body);
      return { root, body, sender, anchor, document, key: webmail.id(root, document) };
    }

    /** A source in a window of the webmail belongs to the message only if no other is open. @param {Document} document @param {Found[]} messages */
    function keepShown(document, messages) {
      const [message, other] = messages;
      const text = all(document, webmail.shown).find((element) => !inBody(element));
      const source = text === undefined ? null : block(/** @type {HTMLTextAreaElement} */ (text).value ?? text.textContent ?? "");
      if (source === null || !message?.key || other !== undefined) return;
      if (seen.size >= MAX_SOURCES) seen.clear();
      seen.set(message.key, source);
    }

    /** @param {Found} found @returns {OpenMessage} */
    function finished(found) {
      const { key, anchor, body } = found;
      // Another name once there is more to go by: it is checked anew.
      const id = key === null ? `unreadable/${document.location.href}` : seen.has(key) ? `${key}/source` : key;
      const still = () => webmail.id(found.root, found.document) === key;
      return Object.freeze({
        id: id.slice(0, 500),
        anchor,
        body,
        evidence: () => evidence(found, still),
        raw: async () => {
          const source = key === null ? null : ((await webmail.raw?.(found)) ?? null);
          return still() ? source : null;
        },
      });
    }

    /** @param {Found} found @param {() => boolean} still whether the page has not put another message into the same elements */
    async function evidence(found, still) {
      if (found.key === null || (found.sender === null && !webmail.headers)) throw new Error(diagnosis(found.document, found.root));
      const { shown, from } = found.sender === null ? { shown: null, from: "" } : (webmail.person ?? person)(found.sender);
      const content = contentOf(found.body);
      const subject = subjectOf(first(found.root, webmail.subject) ?? first(found.document, webmail.subject));
      const read = { webmail: name, shown, from, subject, text: visibleText(content), links: links(content) };
      const source = seen.get(found.key) ?? (await webmail.headers?.(found)) ?? null;
      if (!still()) throw new Error("another message");
      // A name alone is no ground for a verdict: the page may keep the address of an honest sender from us.
      return { ...read, from: shown === null ? "" : from, headers: source };
    }

    /** The address names a message and the page shows none, for long: the webmail has changed. @param {Document} document @returns {OpenMessage[]} */
    function lost(document) {
      const { href } = document.location;
      if (!webmail.names?.(new URL(href))) return [];
      if (missing.href !== href) {
        missing = { href, since: Date.now() };
        setTimeout(() => Lencana.look?.(), GRACE);
      }
      if (Date.now() - missing.since < GRACE) return [];
      const anchor = document.body.firstElementChild ?? document.body;
      const nothing = { anchor, body: null, evidence: () => Promise.reject(new Error(diagnosis(document, document.body))), raw: async () => null };
      return [{ id: `unreadable/${href}`, ...nothing }];
    }

    /** Says which selectors find how much; nothing of the message. @param {Document} document @param {Element} root */
    function diagnosis(document, root) {
      const parts = /** @type {const} */ (["message", "body", "sender", "subject"]).map((part) => {
        const where = part === "message" ? document : root;
        return `${part}: ${(webmail[part] ?? []).map((selector) => `${selector} ${where.querySelectorAll(selector).length}`).join("; ")}`;
      });
      return [`${name}, id ${webmail.id(root, document) === null ? "none" : "found"}`, ...parts].join("\n");
    }

    /** @param {Document} document @returns {ListRow[]} */
    function rows(document) {
      const { row } = webmail;
      if (row === undefined || !acts(document)) return [];
      return all(document, row.row).slice(0, MAX_ROWS).flatMap((element) => {
        const sender = first(element, row.sender);
        const id = row.id(element);
        if (sender === null || id === null || inBody(element)) return [];
        const who = person(sender);
        if (who.shown === null) return [];
        const anchor = first(element, row.mark ?? []) ?? sender;
        return Object.freeze({ id, anchor, ...who, subject: () => subjectOf(first(element, row.subject)) });
      });
    }
  };

  /** The first that fits a page has it alone. @param {Document} document */
  function ownerOf(document) {
    const { href } = document.location;
    if (owner.href !== href || owner.webmail === undefined) {
      const address = new URL(href);
      owner = { href, webmail: webmails.find(({ fits }) => fits(address, document)) };
    }
    return owner.webmail;
  }

  /** @param {ParentNode} root @param {readonly string[]} selectors */
  function first(root, selectors) {
    for (const selector of selectors) {
      const found = root.querySelector(selector);
      if (found !== null) return found;
    }
    return null;
  }

  /** All that the first selector finds that finds any. @param {ParentNode} root @param {readonly string[]} [selectors] */
  function all(root, selectors = []) {
    for (const selector of selectors) {
      const found = [...root.querySelectorAll(selector)];
      if (found.length > 0) return found;
    }
    return [];
  }

  /** For each body the largest element that holds no other. @param {Element[]} bodies */
  function around(bodies) {
    return bodies.map((body) => {
      let root = body.parentElement ?? body;
      const fits = (/** @type {Element} */ element) => !element.matches("body, main, [role='main']") && bodies.every((other) => other === body || !element.contains(other));
      while (root.parentElement && fits(root.parentElement)) root = root.parentElement;
      return root;
    });
  }

  /** The largest element around the sender that does not hold the body; or what stands before the body. @param {Element} root @param {Element | null} sender @param {Element | null} body */
  function besideBody(root, sender, body) {
    let anchor = sender;
    if (anchor === null) return body?.previousElementSibling ?? root;
    while (anchor.parentElement && anchor.parentElement !== root && !anchor.parentElement.contains(body)) anchor = anchor.parentElement;
    return anchor;
  }

  /** @param {Element | null} element @returns {string} its text in one line */
  function clean(element) {
    return (element?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, MAX_LINK);
  }

  /** @param {Element | null} title without the words for ears and the buttons in it */
  function subjectOf(title) {
    const copy = /** @type {Element | null} */ (title?.cloneNode(true) ?? null);
    for (const extra of copy?.querySelectorAll(".voice, a, button") ?? []) extra.remove();
    return clean(copy);
  }

  /** Who an element names. An attribute comes before the text: the name is what the sender chose. @param {Element} element */
  function person(element) {
    const link = element.closest('a[href^="mailto:"]') ?? element.querySelector('a[href^="mailto:"]');
    const text = clean(element);
    const href = decoded(link?.getAttribute("href")?.match(/^mailto:([^?]+)/)?.[1] ?? "");
    const attributes = ["email", "data-hovercard-id", "title"].map((name) => element.getAttribute(name) ?? "");
    const shown = [href, ...attributes, text].map(addressIn).find((address) => address !== null) ?? null;
    const given = element.getAttribute("name") ?? text;
    const name = given.endsWith(`<${shown}>`) ? given.slice(0, -`<${shown}>`.length).trim().replace(/^"(.*)"$/, "$1") : given;
    return { shown, from: mailbox(name === shown ? "" : name, shown) };
  }

  /** Where an address stands beside the name, in the same element. @param {Element} element of the address */
  function beside(element) {
    const { shown, from } = person(element);
    const name = shown === null ? "" : clean(element.parentElement).replace(shown, "").trim();
    return { shown, from: name ? mailbox(name, shown) : from };
  }

  /** As a From field has it (RFC 5322 section 3.4). @param {string} name @param {string | null} address */
  function mailbox(name, address) {
    const quoted = name && `"${name.replace(/["\\]/g, "\\$&")}"`;
    return (address === null || !quoted ? address ?? quoted : `${quoted} <${address}>`).slice(0, MAX_LINK);
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

  /** @param {Element | null} body @returns {Element | null} what a frame of the webmail's own holds */
  function contentOf(body) {
    const frame = /** @type {HTMLIFrameElement | null} */ (body?.matches("iframe") ? body : (body?.querySelector("iframe") ?? null));
    return frame === null ? body : (frame.contentDocument?.body ?? null);
  }

  /** @param {Element | null} body the first 16 KB of what can be seen of it */
  function visibleText(body) {
    if (body === null) return "";
    const text = /** @type {HTMLElement} */ (body).innerText ?? body.textContent ?? "";
    const { read } = new TextEncoder().encodeInto(text, new Uint8Array(TEXT_BYTES));
    return text.slice(0, read);
  }

  /** @param {Element | null} body */
  function links(body) {
    const found = [...(body?.querySelectorAll("a[href]") ?? [])].slice(0, MAX_LINKS);
    return found.flatMap((link) => {
      const href = link.getAttribute("href") ?? "";
      if (!/^https?:/i.test(href)) return [];
      return { href: href.slice(0, MAX_LINK), text: (link.textContent ?? "").trim().slice(0, MAX_LINK) };
    });
  }

  /** @param {string | URL} source @param {RequestInit} [init] @returns {Promise<Response | null>} null when logged out, or the webmail is away */
  async function get(source, init = {}) {
    try {
      const response = await fetch(String(source), { credentials: "same-origin", redirect: "error", ...init });
      return response.ok ? response : null;
    } catch {
      return null;
    }
  }

  /** The header block, if that is what comes. Reads no more than it needs. @param {Response | null} response */
  async function headers(response) {
    const reader = isMessage(response) ? response?.body?.getReader() : undefined;
    if (reader === undefined) return null;
    const bytes = new Uint8Array(HEADER_BYTES);
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (value !== undefined) {
        const kept = value.subarray(0, HEADER_BYTES - length);
        bytes.set(kept, length);
        length += kept.length;
      }
      const text = asText(bytes.subarray(0, length));
      if (!done && length < HEADER_BYTES && !/\n\r?\n/.test(text)) continue;
      void reader.cancel();
      return length < HEADER_BYTES || /\n\r?\n/.test(text) ? block(text) : null;
    }
  }

  /** @param {string} source @returns {string | null} what stands before the first empty line, where that is a header block */
  function block(source) {
    const text = source.trimStart();
    const end = text.search(/\r?\n\r?\n/);
    const head = end < 0 ? text.trimEnd() : text.slice(0, end);
    return FIELD.test(head) && head.length <= HEADER_BYTES ? head : null;
  }

  /** @param {Response | null} response @returns {Promise<Blob | null>} */
  async function raw(response) {
    const blob = isMessage(response) ? await response?.blob() : undefined;
    return blob !== undefined && blob.size <= RAW_BYTES ? blob : null;
  }

  /** A page comes instead where somebody is logged out. @param {Response | null} response */
  function isMessage(response) {
    return response !== null && !response.headers.get("Content-Type")?.startsWith("text/html");
  }

  /** UTF-8 where they are that, otherwise one character a byte. @param {Uint8Array} bytes */
  function asText(bytes) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    }
  }
})();
