/** The list in force: verified, kept over restarts, renewed when the server speaks of another one. */

import { Allowlist } from "../allowlist.js";
import { ServerError, TrustError } from "../errors.js";
import { record } from "../shape.js";
import { isFresh, readStored, walk } from "./chain.js";

const RETRY = 30_000; // milliseconds until a list that was refused is asked for again
const RENEW = 6 * 60 * 60 * 1000; // milliseconds after which root and list are asked for unprompted

export class Current {
  #store;
  #now;
  /** @type {Kept} */
  #kept = empty("");
  /** @type {Trusted | null} */
  #trusted = null;
  /** @type {Allowlist | null} */
  #allowlist = null;
  /** @type {string | null} */
  #problem = null;
  #refused = { sha256: "", at: 0 };
  /** @type {{pin: string, done: Promise<void>} | null} */
  #loading = null;
  /** @type {Promise<void> | null} */
  #renewing = null;

  /** @param {Store} store @param {() => number} now milliseconds since 1970 */
  constructor(store, now) {
    this.#store = store;
    this.#now = now;
  }

  /** What holds now, without asking the server. @param {string} pin */
  async standing(pin) {
    if (this.#kept.pin !== pin) await this.#load(pin);
    const trusted = this.#trusted;
    return {
      allowlist: this.#allowlist,
      expires: trusted ? Math.min(trusted.root.expires, trusted.allowlist.expires) : 0,
      fresh: trusted !== null && isFresh(trusted, this.#now()),
      problem: this.#problem,
    };
  }

  /**
   * What holds once the server, which answered on the strength of the list `sha256`, has been asked for it if need be.
   * @param {string} pin
   * @param {Source} source
   * @param {string} sha256
   */
  async agreeing(pin, source, sha256) {
    const { allowlist, fresh } = await this.standing(pin);
    const refused = this.#refused.sha256 === sha256 && this.#now() - this.#refused.at < RETRY;
    if (allowlist === null || ((allowlist.sha256 !== sha256 || !fresh) && !refused)) {
      await this.renew(pin, source);
      if (this.#problem !== null) this.#refused = { sha256, at: this.#now() };
    } else if (this.#now() - this.#kept.asked > RENEW && !refused) {
      void this.renew(pin, source);
    }
    return this.standing(pin);
  }

  /**
   * Walk root chain and list. Never throws: what went wrong stands in `problem`.
   * @param {string} pin
   * @param {Source} source
   * @returns {Promise<void>}
   */
  renew(pin, source) {
    this.#renewing ??= this.#renew(pin, source).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  /** @param {string} pin @param {Source} source */
  async #renew(pin, source) {
    if (this.#kept.pin !== pin) await this.#load(pin);
    const sink = {
      root: (/** @type {Uint8Array} */ envelope) => this.#keep(pin, { root: decode(envelope) }),
      allowlist: (/** @type {Uint8Array | null} */ envelope) => this.#keep(pin, { allowlist: envelope && decode(envelope) }),
    };
    this.#problem = null;
    try {
      await walk({ now: this.#now(), pin, stored: bytesOf(this.#kept), source, sink });
      await this.#keep(pin, { asked: this.#now() });
    } catch (error) {
      this.#problem = nameOf(error);
    }
    await this.#trust();
  }

  /** @param {string} pin @returns {Promise<void>} the same for all who ask at once */
  #load(pin) {
    if (this.#loading?.pin !== pin) {
      const done = this.#read(pin).finally(() => (this.#loading = null));
      this.#loading = { pin, done };
    }
    return this.#loading.done;
  }

  /** @param {string} pin */
  async #read(pin) {
    const stored = readKept(await this.#store.read());
    this.#kept = stored.pin === pin ? stored : empty(pin);
    this.#problem = null;
    await this.#trust();
  }

  async #trust() {
    try {
      this.#trusted = await readStored(bytesOf(this.#kept));
    } catch (error) {
      this.#trusted = null;
      this.#problem ??= nameOf(error);
    }
    this.#allowlist = this.#trusted && new Allowlist(this.#trusted.allowlist);
  }

  /** @param {string} pin @param {Partial<Kept>} change */
  async #keep(pin, change) {
    if (this.#kept.pin !== pin) return; // another root was accepted meanwhile
    this.#kept = { ...this.#kept, ...change };
    await this.#store.write(this.#kept);
  }
}

/** @param {unknown} error @returns {string} errors of ours by name; a programmer's mistake goes on */
function nameOf(error) {
  if (error instanceof TrustError) return error.name;
  if (error instanceof ServerError) return error.reason;
  throw error;
}

/** @param {string} pin */
function empty(pin) {
  return { pin, root: null, allowlist: null, asked: 0 };
}

/** @param {unknown} value */
function readKept(value) {
  const { pin, root, allowlist, asked } = record(value);
  return {
    pin: typeof pin === "string" ? pin : "",
    root: typeof root === "string" ? root : null,
    allowlist: typeof allowlist === "string" ? allowlist : null,
    asked: typeof asked === "number" ? asked : 0,
  };
}

/** @param {Kept} kept */
function bytesOf({ root, allowlist }) {
  const encoder = new TextEncoder();
  return { root: root === null ? null : encoder.encode(root), allowlist: allowlist === null ? null : encoder.encode(allowlist) };
}

/** @param {Uint8Array} envelope valid UTF-8, or it would not have been read */
function decode(envelope) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(envelope);
}
