/** Sources of messages, as webmails give them: fetched with the reader's own session, and only when they are messages. */

(() => {
  const HEADER_BYTES = 256 * 1024;
  const RAW_BYTES = 25 * 1024 * 1024;
  const FIELD = /^[\x21-\x39\x3b-\x7e]+:/;
  const HEAD = /\s*\S[^]*?\n\r?\n/y;

  /** @type {Sources} */
  const source = {
    async get(address, init = {}) {
      try {
        const response = await fetch(String(address), { credentials: "same-origin", redirect: "error", ...init });
        return response.ok ? response : null;
      } catch {
        return null;
      }
    },

    async headers(response) {
      const reader = isMessage(response) ? response?.body?.getReader() : undefined;
      if (reader === undefined) return null;
      const bytes = new Uint8Array(HEADER_BYTES);
      let letters = ""; // one for each byte: only line ends are looked at
      for (;;) {
        const { done, value } = await reader.read();
        const kept = value?.subarray(0, HEADER_BYTES - letters.length) ?? new Uint8Array();
        bytes.set(kept, letters.length);
        const before = letters.length;
        letters += new TextDecoder("latin1").decode(kept);
        const end = headIn(letters, before);
        if (end === 0 && !done && letters.length < HEADER_BYTES) continue;
        void reader.cancel();
        return end > 0 || letters.length < HEADER_BYTES ? source.block(asText(bytes.subarray(0, end || letters.length))) : null;
      }
    },

    async raw(response) {
      const blob = isMessage(response) ? await response?.blob() : undefined;
      return blob !== undefined && blob.size <= RAW_BYTES ? blob : null;
    },

    block(source) {
      const text = source.trimStart();
      const end = text.search(/\r?\n\r?\n/);
      const head = end < 0 ? text.trimEnd() : text.slice(0, end);
      return FIELD.test(head) && head.length <= HEADER_BYTES ? head : null;
    },
  };
  Lencana.source = Object.freeze(source);

  /** How long the head is, its empty line included; 0 while that has not come. @param {string} letters @param {number} from where the news begin */
  function headIn(letters, from) {
    HEAD.lastIndex = 0;
    return /\n\r?\n/.test(letters.slice(Math.max(0, from - 2))) && HEAD.test(letters) ? HEAD.lastIndex : 0;
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
