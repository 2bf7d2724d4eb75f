/** Raw messages, as webmails give them: fetched with the reader's own session, and taken only when they are messages. */

(() => {
  const { MAX_HEADER_BLOCK_BYTES, MAX_RAW_MESSAGE_BYTES } = Lencana.limits;
  const MAX_FETCH_MS = 30_000; // the whole message included; without an end, the badge of a message would never come
  const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+:/; // RFC 5322 section 2.2
  const ENTITY = /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]+));/gi;
  const ENTITIES = /** @type {Record<string, string>} */ ({ lt: "<", gt: ">", amp: "&", quot: '"', nbsp: "\u00a0" });
  const COMPLETE_BLOCK = /\s*\S[^]*?\n\r?\n/y; // white space may come before the first field

  /** @type {MessageSource} */
  const messageSource = {
    async fetchSource(address, init = {}) {
      try {
        const signal = AbortSignal.timeout(MAX_FETCH_MS);
        const response = await fetch(String(address), { credentials: "same-origin", redirect: "error", signal, ...init });
        return response.ok ? response : null;
      } catch {
        return null;
      }
    },

    async readHeaderBlock(response) {
      const stream = isMessage(response) ? response?.body?.getReader() : undefined;
      if (stream === undefined) return null;
      const bytes = new Uint8Array(MAX_HEADER_BLOCK_BYTES);
      let latin1 = ""; // a character for each byte: only line ends are looked at
      for (;;) {
        const { done, value } = await stream.read().catch(() => ({ done: null, value: undefined }));
        if (done === null) return null; // it broke off
        const chunk = value?.subarray(0, MAX_HEADER_BLOCK_BYTES - latin1.length) ?? new Uint8Array();
        const before = latin1.length;
        bytes.set(chunk, before);
        latin1 += new TextDecoder("latin1").decode(chunk);
        const length = completeBlockLength(latin1, before);
        const isFull = latin1.length === MAX_HEADER_BLOCK_BYTES;
        if (length === 0 && !done && !isFull) continue;
        void stream.cancel();
        if (length === 0 && isFull) return null;
        return messageSource.headerBlockOf(Lencana.decodeHeaderBlock(bytes.subarray(0, length || latin1.length)));
      }
    },

    async readRawMessage(response) {
      const blob = isMessage(response) ? await response?.blob() : undefined;
      return blob !== undefined && blob.size <= MAX_RAW_MESSAGE_BYTES ? blob : null;
    },

    headerBlockOf(message) {
      const text = message.trimStart();
      const end = text.search(/\r?\n\r?\n/);
      const block = end < 0 ? text.trimEnd() : text.slice(0, end);
      return FIELD_NAME.test(block) && block.length <= MAX_HEADER_BLOCK_BYTES ? block : null;
    },

    agreesWith(headerBlock, shown, subject) {
      const sender = fieldIn(headerBlock, "from");
      const address = /<([^<>\s]+)>\s*$/.exec(sender ?? "")?.[1] ?? sender?.trim() ?? "";
      if (sender === null || (shown !== null && address.toLowerCase() !== shown.toLowerCase())) return false;
      const written = fieldIn(headerBlock, "subject") ?? "";
      return subject === "" || written.includes("=?") || withoutPrefixes(written) === withoutPrefixes(subject);
    },

    textInPre(page, attributes) {
      const [, escaped = ""] = new RegExp(`<pre\\b[^>]*${attributes.source}[^>]*>([^<]*)`).exec(page) ?? [];
      return escaped.replace(ENTITY, (entity, decimal, hex, name) =>
        name ? (ENTITIES[name] ?? entity) : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)));
    },
  };
  Lencana.messageSource = Object.freeze(messageSource);

  /**
   * A field's value, unfolded (RFC 5322 section 2.2.3); null where there is none, or more than one.
   * @param {string} headerBlock
   * @param {string} name in lower case
   */
  function fieldIn(headerBlock, name) {
    const lines = headerBlock.replace(/\r?\n(?=[ \t])/g, "").split(/\r?\n/);
    const [value, other] = lines.filter((line) => line.toLowerCase().startsWith(`${name}:`)).map((line) => line.slice(name.length + 1));
    return other === undefined ? (value ?? null) : null;
  }

  /** @param {string} subject */
  function withoutPrefixes(subject) {
    return subject.replace(/\s+/g, " ").trim().replace(/^(\p{L}{1,5}(\[\d+\])?:\s*)+/u, "").toLowerCase();
  }

  /**
   * Is the header block complete? Its length with the empty line that ends it; 0 while that has not come.
   * @param {string} latin1 the message so far
   * @param {number} newFrom where the last chunk begins: what was looked at before is not searched again
   */
  function completeBlockLength(latin1, newFrom) {
    if (!/\n\r?\n/.test(latin1.slice(Math.max(0, newFrom - 2)))) return 0; // an empty line may have come in two parts
    COMPLETE_BLOCK.lastIndex = 0;
    return COMPLETE_BLOCK.test(latin1) ? COMPLETE_BLOCK.lastIndex : 0;
  }

  /**
   * Whether a message came; a webmail answers with a page where nobody is logged in.
   * @param {Response | null} response
   */
  function isMessage(response) {
    return response !== null && !response.headers.get("Content-Type")?.startsWith("text/html");
  }
})();
