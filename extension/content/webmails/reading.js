/**
 * What every reader needs: a webmail is described by a table (`Webmail` in types/content.d.ts). What the sender wrote is
 * never searched for anything but its text and links.
 */

(() => {
  const { first, all, around, besideBody, person, subject, content } = Lencana.page;
  const MAX_ROWS = 100;
  const MAX_SOURCES = 50;
  const GRACE = 4000; // milliseconds that a page may take to show the message that its address names

  /** @type {Webmail[]} */
  const webmails = [];
  /** Found once for an address: a look at the page should cost next to nothing. */
  let owner = { href: "", webmail: /** @type {Webmail | undefined} */ (undefined) };

  Lencana.addReader = (name, webmail) => {
    /** Header blocks that the reader of the mail had the webmail show. @type {Map<string, string>} */
    const seen = new Map();
    let missing = { href: "", since: 0 };
    const bodies = webmail.body.join();

    webmails.push(webmail);
    Lencana.readers[name] = Object.freeze({ acts, openMessages, rows });

    /** @param {Document} document */
    function acts(document) {
      return ownerOf(document) === webmail && (webmail.frames === true || globalThis.top === globalThis.self);
    }

    /** @param {Document} document @returns {OpenMessage[]} */
    function openMessages(document) {
      if (!acts(document)) return [];
      const messages = rootsOf(document).map((root) => messageOf(document, root)).filter(({ key }) => key !== "");
      if (webmail.shown) keepShown(document, messages);
      return messages.length > 0 ? messages.map(finished) : lost(document);
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

    /** @param {Document} document @param {Element} root @returns {Found} */
    function messageOf(document, root) {
      const body = /** @type {HTMLElement | null} */ (first(root, webmail.body));
      const sender = all(root, webmail.sender).find((element) => !inBody(element)) ?? null;
      const header = all(document, webmail.header).find((element) => !inBody(element));
      const anchor = header ?? besideBody(root, sender, body);
      return { root, body, sender, anchor, document, key: webmail.id(root, document) };
    }

    /** Where the same message stands now: while we waited it may have been drawn anew, or given way to another. @param {Found} found */
    function rootNow({ document, root, key }) {
      const roots = root.isConnected ? [root] : rootsOf(document);
      return roots.find((now) => webmail.id(now, document) === key) ?? null;
    }

    /** A source in a window of the webmail belongs to the message only if no other is open. @param {Document} document @param {Found[]} messages */
    function keepShown(document, messages) {
      const [message, other] = messages;
      const text = all(document, webmail.shown).find((element) => !inBody(element));
      const source = text === undefined ? null : Lencana.source.block(/** @type {HTMLTextAreaElement} */ (text).value ?? text.textContent ?? "");
      if (source === null || !message?.key || other !== undefined) return;
      if (seen.size >= MAX_SOURCES) seen.clear();
      seen.set(message.key, source);
    }

    /** @param {Found} found @returns {OpenMessage} */
    function finished(found) {
      const { key, anchor, body } = found;
      // Another name once there is more to go by: it is checked anew.
      const id = key === null ? `unreadable/${document.location.href}` : seen.has(key) ? `${key}/source` : key;
      return Object.freeze({
        id: id.slice(0, 500),
        anchor,
        body,
        isOpen: () => rootNow(found) !== null,
        evidence: () => evidence(found),
        raw: async () => {
          const source = key === null ? null : ((await webmail.raw?.(found)) ?? null);
          return rootNow(found) && source;
        },
      });
    }

    /** @param {Found} found @returns {Promise<Evidence>} */
    async function evidence(found) {
      const { key, sender, document, root } = found;
      if (key === null || (sender === null && !webmail.headers)) throw new Error(diagnosis(document, root));
      const headers = seen.get(key) ?? (await webmail.headers?.(found)) ?? null;
      // Only now, in one go: the page has laid itself out meanwhile, so that nobody waits for that, and all is of one moment.
      const here = rootNow(found);
      if (here === null) throw new Error("another message");
      const now = messageOf(document, here);
      const { shown, from } = now.sender === null ? { shown: null, from: "" } : (webmail.person ?? person)(now.sender);
      const title = subject(first(now.root, webmail.subject) ?? first(document, webmail.subject));
      // A name alone is no ground for a verdict: the page may keep the address of an honest sender from us.
      return { webmail: name, headers, shown, from: shown === null ? "" : from, subject: title, ...content(now.body) };
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
      const evidence = async () => {
        throw new Error(diagnosis(document, document.body));
      };
      return [{ id: `unreadable/${href}`, anchor, body: null, isOpen: () => document.location.href === href, evidence, raw: async () => null }];
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
        return Object.freeze({ id, anchor, ...who, subject: () => subject(first(element, row.subject)) });
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
})();
