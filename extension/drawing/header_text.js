/** Bytes of a header block as text. Content scripts and background share it. */

/** @type {any} */ (globalThis).Lencana ??= {};
Lencana.decodeHeaderBlock = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""); // Latin-1; the decoder of that name is windows-1252
  }
};
