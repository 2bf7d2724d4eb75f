/**
 * JSON that two parsers cannot read differently: UTF-8, one value, no duplicate keys, no lone surrogates.
 *
 * JSON.parse lets the last of duplicate keys win and cannot tell 7 from 7.0, so this reads by itself.
 */

export const MAX_DEPTH = 64;
// Characters are matched in runs: an envelope is one string of megabytes, which one by one comes near the limit of the engine's stack.
const CHARACTERS = String.raw`[^"\\\u0000-\u001f]*`;
const STRING = String.raw`"${CHARACTERS}(?:\\.${CHARACTERS})*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const TOKEN = new RegExp(String.raw`[\t\n\r ]*(?:([{}[\],:])|(${STRING})|(${NUMBER})|(true|false|null))`, "y");
const INTEGER = /^-?\d+$/;

/** A number that is not written as an integer, or is too large for one: a value of its own kind, because no document needs any. */
export class OtherNumber {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {unknown} objects have no prototype
 * @throws {SyntaxError} and nothing else
 */
export function parse(bytes) {
  const text = decode(bytes);
  const tokens = new Tokens(text);
  const value = readValue(tokens, tokens.next(), 0);
  tokens.end();
  return value;
}

/** @param {Uint8Array} bytes */
function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SyntaxError("not UTF-8");
  }
}

class Tokens {
  #text;
  #position = 0;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  /** @returns {string} one token: punctuation, a string with its quotes, a number, or a word */
  next() {
    TOKEN.lastIndex = this.#position;
    const match = TOKEN.exec(this.#text);
    if (match === null) throw new SyntaxError(`not JSON at character ${this.#position}`);
    this.#position = TOKEN.lastIndex;
    return /** @type {string} */ (match[1] ?? match[2] ?? match[3] ?? match[4]);
  }

  /** Nothing but white space may follow. */
  end() {
    if (/[^\t\n\r ]/.test(this.#text.slice(this.#position))) throw new SyntaxError("something follows the document");
  }
}

/**
 * @param {Tokens} tokens
 * @param {string} token the value's first
 * @param {number} depth
 * @returns {unknown}
 */
function readValue(tokens, token, depth) {
  if (depth > MAX_DEPTH) throw new SyntaxError("nested too deeply");
  switch (token[0]) {
    case "{":
      return readObject(tokens, depth + 1);
    case "[":
      return readArray(tokens, depth + 1);
    case '"':
      return readString(token);
    case "t":
      return true;
    case "f":
      return false;
    case "n":
      return null;
    default:
      return readNumber(token);
  }
}

/**
 * @param {Tokens} tokens
 * @param {number} depth
 */
function readObject(tokens, depth) {
  /** @type {Record<string, unknown>} */
  const object = Object.create(null);
  let token = tokens.next();
  while (token !== "}") {
    if (token[0] !== '"') throw new SyntaxError("a key is missing");
    const key = readString(token);
    if (key in object) throw new SyntaxError(`key ${key.slice(0, 80)} stands twice in one object`);
    if (tokens.next() !== ":") throw new SyntaxError("a colon is missing");
    object[key] = readValue(tokens, tokens.next(), depth);
    token = following(tokens, "}");
  }
  return object;
}

/**
 * @param {Tokens} tokens
 * @param {number} depth
 */
function readArray(tokens, depth) {
  const array = [];
  let token = tokens.next();
  while (token !== "]") {
    array.push(readValue(tokens, token, depth));
    token = following(tokens, "]");
  }
  return array;
}

/**
 * The token after a member: the closing one, or the first of the next member.
 * @param {Tokens} tokens
 * @param {string} closing
 */
function following(tokens, closing) {
  const token = tokens.next();
  if (token === closing) return token;
  if (token !== ",") throw new SyntaxError("a comma is missing");
  const next = tokens.next();
  if (next === closing) throw new SyntaxError("a comma is left over");
  return next;
}

/** @param {string} token */
function readString(token) {
  const text = /** @type {string} */ (JSON.parse(token));
  if (!text.isWellFormed()) throw new SyntaxError("a lone surrogate");
  return text;
}

/** @param {string} token */
function readNumber(token) {
  if (!/^[-\d]/.test(token)) throw new SyntaxError(`${token} where a value should be`);
  const number = Number(token);
  return INTEGER.test(token) && Number.isSafeInteger(number) ? number : new OtherNumber(token);
}
