// @ts-check
/**
 * Reads Roundcube (1.5 and later; skins Elastic and Larry): the preview frame and the full view are documents of their own,
 * each with one message, named by folder and uid in the address.
 */

(() => {
  const TEXT_BYTES = 16 * 1024;
  const HEADER_BYTES = 256 * 1024;
  const RAW_BYTES = 25 * 1024 * 1024;
  const MAX_LINKS = 200;
  const MAX_LINK = 2000;
  const FIRST_FIELD = /^[\x21-\x39\x3b-\x7e]+:/;
  const MESSAGE_VIEWS = new Set(["show", "preview"]);

  Lencana.readers["roundcube"] = Object.freeze({ openMessages });

  /** @param {Document} document */
  function openMessages(document) {
    const address = new URL(document.location.href);
    const uid = address.searchParams.get("_uid");
    const mbox = address.searchParams.get("_mbox");
    const header = document.querySelector("#message-header, #messageheader");
    const shows = address.searchParams.get("_task") === "mail" && MESSAGE_VIEWS.has(address.searchParams.get("_action") ?? "");
    if (!shows || uid === null || mbox === null || header === null || header.closest("#messagebody")) return [];
    return [
      Object.freeze({
        id: `${mbox}/${uid}`,
        anchor: header,
        body: /** @type {HTMLElement | null} */ (document.querySelector("#messagebody")),
        evidence: () => evidence(document, header, address),
        raw: () => raw(document, address),
      }),
    ];
  }

  /** @param {Document} document @param {Element} header @param {URL} address */
  async function evidence(document, header, address) {
    const sender = shownSender(header);
    const body = document.querySelector("#messagebody");
    return {
      webmail: "roundcube",
      headers: await headers(sourceOf(address)),
      shown: sender.address,
      from: sender.from,
      subject: subject(header),
      text: visibleText(body),
      links: links(body),
    };
  }

  /** @param {Element} header */
  function shownSender(header) {
    const contact = header.querySelector(".header.from .rcmContactAddress, td.from .rcmContactAddress, .header-summary .rcmContactAddress");
    const name = contact?.textContent?.trim() ?? "";
    // The address stands in `title` where a name is shown, otherwise it is what is shown. `href` is the same in ASCII.
    const address = decoded(contact?.getAttribute("href")?.match(/^mailto:([^?]+)/)?.[1] ?? "") || contact?.getAttribute("title") || name;
    const from = name && name !== address ? `"${name.replace(/["\\]/g, "\\$&")}" <${address}>` : address;
    return { address: address.includes("@") ? address : null, from: from.slice(0, MAX_LINK) };
  }

  /** @param {string} text of a link @returns {string} as it is where it is not properly encoded */
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** @param {Element} header */
  function subject(header) {
    const title = header.querySelector("h2.subject")?.cloneNode(true);
    if (!(title instanceof Element)) return "";
    for (const extra of title.querySelectorAll(".voice, a")) extra.remove();
    return (title.textContent ?? "").trim().slice(0, MAX_LINK);
  }

  /** @param {Element | null} body @returns {string} the first 16 KB of what can be seen of it */
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

  /** The message's source, tidied: good for the headers, not for signatures. @param {URL} address */
  function sourceOf(address) {
    const source = new URL(address.pathname, address.origin);
    for (const name of ["_uid", "_mbox"]) source.searchParams.set(name, address.searchParams.get(name) ?? "");
    source.searchParams.set("_task", "mail");
    source.searchParams.set("_action", "viewsource");
    return source;
  }

  /** @param {URL} source @returns {Promise<string | null>} the header block; null when that is not what comes */
  async function headers(source) {
    const response = await get(source);
    if (response === null || !response.headers.get("Content-Type")?.startsWith("text/plain")) return null;
    const block = await upToEmptyLine(response);
    return block !== null && FIRST_FIELD.test(block) ? block : null;
  }

  /** The bytes as the mail server has them. @param {Document} document @param {URL} address */
  async function raw(document, address) {
    const token = requestToken(document);
    if (token === null) return null;
    const source = sourceOf(address);
    source.searchParams.set("_save", "1");
    source.searchParams.set("_token", token); // without it a page comes instead of the message
    const response = await get(source);
    if (response === null || response.headers.get("Content-Type")?.startsWith("text/html")) return null;
    const blob = await response.blob();
    return blob.size <= RAW_BYTES ? blob : null;
  }

  /** @param {Document} document @returns {string | null} the token stands in the page's own scripts */
  function requestToken(document) {
    for (const script of document.querySelectorAll("script:not([src])")) {
      const token = /"request_token":"([A-Za-z0-9]+)"/.exec(script.textContent ?? "")?.[1];
      if (token !== undefined) return token;
    }
    return null;
  }

  /** @param {URL} source */
  async function get(source) {
    try {
      const response = await fetch(source.href, { credentials: "same-origin", redirect: "error" });
      return response.ok ? response : null;
    } catch {
      return null; // logged out, or the webmail is away
    }
  }

  /** Reads no more than it needs. @param {Response} response @returns {Promise<string | null>} null when no line is empty */
  async function upToEmptyLine(response) {
    const reader = response.body?.getReader();
    if (reader === undefined) return null;
    let block = "";
    const bytes = new Uint8Array(HEADER_BYTES);
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return length > 0 ? asText(bytes.subarray(0, length)) : null;
      const kept = value.subarray(0, HEADER_BYTES - length);
      bytes.set(kept, length);
      length += kept.length;
      block = asText(bytes.subarray(0, length));
      const end = block.search(/\r?\n\r?\n/);
      if (end >= 0 || length === HEADER_BYTES) {
        void reader.cancel();
        return end >= 0 ? block.slice(0, end) : null;
      }
    }
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
