/** The list in force: verified, stored over restarts, renewed when the server answers from another one. */

import { Allowlist } from "../judgement/allowlist.js";
import { record } from "../decoders.js";
import { ServerError, TrustError } from "../errors.js";
import { RENEWAL_HOURS, RETRY_SECONDS } from "../limits.js";
import { isFresh, readStored, runClientWorkflow } from "./client_workflow.js";

const RENEWAL_MS = RENEWAL_HOURS * 60 * 60 * 1000;
const RETRY_MS = RETRY_SECONDS * 1000;

/**
 * What is known for one pin: what is stored, what of it holds, and why the last renewal brought nothing.
 * @typedef {object} State
 * @property {StoredState} stored
 * @property {Trusted | null} trusted
 * @property {Allowlist | null} allowlist
 * @property {string | null} problem
 * @property {{sha256: string, when: number}} refused the list that was last asked for without success, and when (milliseconds since 1970)
 */

export class ListInForce {
  #store;
  #now;
  /** @type {Readonly<State>} */
  #state = initialState("");
  /**
   * What reads the storage or writes it comes one after the other.
   * @type {Promise<unknown>}
   */
  #queue = Promise.resolve();
  /**
   * The renewal that waits or runs: whoever asks for the same one meanwhile joins it.
   * @type {{pin: string, done: Promise<void>} | null}
   */
  #renewal = null;

  /**
   * @param {Store} store
   * @param {() => number} now milliseconds since 1970
   */
  constructor(store, now) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * What holds now, without asking the server.
   * @param {string} pin
   */
  async status(pin) {
    return statusOf(await this.#load(pin), this.#now());
  }

  /**
   * What holds for an answer that the server gave from the list `sha256`: where that is not ours, the server is asked for it first.
   * @param {string} pin
   * @param {DocumentSource} documents
   * @param {string} sha256
   */
  async statusFor(pin, documents, sha256) {
    const due = renewalDue(await this.#load(pin), sha256, this.#now());
    if (due === "first") {
      await this.renew(pin, documents);
      const isOurs = this.#state.stored.pin === pin; // another pin may have been accepted meanwhile
      if (isOurs && this.#state.problem !== null) this.#state = { ...this.#state, refused: { sha256, when: this.#now() } };
    } else if (due === "meanwhile") {
      void this.renew(pin, documents);
    }
    return this.status(pin);
  }

  /**
   * Fetch roots and list, and take over what passes every rule. What goes wrong is not thrown: the status has it as `problem`.
   * @param {string} pin
   * @param {DocumentSource} documents
   * @returns {Promise<void>}
   */
  renew(pin, documents) {
    if (this.#renewal?.pin === pin) return this.#renewal.done;
    const done = this.#renew(pin, documents).finally(() => {
      if (this.#renewal?.done === done) this.#renewal = null;
    });
    this.#renewal = { pin, done };
    return done;
  }

  /**
   * Reading comes into the queue before the renewal does, so that nobody who only asks for the status waits for the server.
   * @param {string} pin
   * @param {DocumentSource} documents
   */
  async #renew(pin, documents) {
    await this.#load(pin);
    await this.#enqueue(() => this.#runWorkflow(pin, documents));
  }

  /**
   * @param {string} pin
   * @param {DocumentSource} documents
   */
  async #runWorkflow(pin, documents) {
    await this.#read(pin);
    this.#state = { ...this.#state, problem: null };
    const sink = {
      root: (/** @type {Uint8Array} */ envelope) => this.#save({ root: decode(envelope) }),
      allowlist: (/** @type {Uint8Array | null} */ envelope) => this.#save({ allowlist: envelope && decode(envelope) }),
    };
    let problem = null;
    try {
      await runClientWorkflow({ now: this.#now(), pin, stored: envelopesOf(this.#state.stored), documents, sink });
      await this.#save({ asked: this.#now() });
    } catch (error) {
      problem = problemOf(error);
    }
    const verified = await verifyStored(this.#state.stored, problem);
    this.#state = { ...this.#state, ...verified };
  }

  /**
   * The state for that pin.
   * @param {string} pin
   */
  async #load(pin) {
    return this.#state.stored.pin === pin ? this.#state : this.#enqueue(() => this.#read(pin));
  }

  /**
   * Only in the queue.
   * @param {string} pin
   */
  async #read(pin) {
    if (this.#state.stored.pin === pin) return this.#state;
    const stored = decodeStored(await this.#store.read());
    const state = stored.pin === pin ? { ...initialState(pin), stored } : initialState(pin);
    this.#state = { ...state, ...(await verifyStored(state.stored, null)) };
    return this.#state;
  }

  /** @param {Partial<StoredState>} change */
  async #save(change) {
    this.#state = { ...this.#state, stored: { ...this.#state.stored, ...change } };
    await this.#store.write(this.#state.stored);
  }

  /**
   * @template T
   * @param {() => Promise<T>} step
   * @returns {Promise<T>}
   */
  #enqueue(step) {
    const done = this.#queue.then(step);
    this.#queue = done.catch(() => undefined); // the error goes to whoever asked for the step
    return done;
  }
}

/**
 * Whether the server must be asked before an answer from the list `sha256` is judged ("first"), or can be while it is.
 * @param {State} state
 * @param {string} sha256
 * @param {number} now
 * @returns {"first" | "meanwhile" | null}
 */
function renewalDue({ stored, trusted, allowlist, refused }, sha256, now) {
  if (allowlist === null || trusted === null) return "first";
  if (refused.sha256 === sha256 && now - refused.when < RETRY_MS) return null;
  if (allowlist.sha256 !== sha256 || !isFresh(trusted, now)) return "first";
  return now - stored.asked > RENEWAL_MS ? "meanwhile" : null;
}

/**
 * @param {State} state
 * @param {number} now
 * @returns {ListStatus}
 */
function statusOf({ trusted, allowlist, problem }, now) {
  if (trusted === null) return { allowlist, expires: 0, fresh: false, problem };
  return { allowlist, expires: Math.min(trusted.root.expires, trusted.allowlist.expires), fresh: isFresh(trusted, now), problem };
}

/**
 * What of the stored envelopes can be trusted: the storage may have been tampered with.
 * @param {StoredState} stored
 * @param {string | null} problem of the renewal before, which is then the one to tell
 * @returns {Promise<Pick<State, "trusted" | "allowlist" | "problem">>}
 */
async function verifyStored(stored, problem) {
  try {
    const trusted = await readStored(envelopesOf(stored));
    return { trusted, allowlist: trusted && new Allowlist(trusted.allowlist), problem };
  } catch (error) {
    return { trusted: null, allowlist: null, problem: problem ?? problemOf(error) };
  }
}

/**
 * The name of an error of ours; anything else is a programmer's mistake and is thrown on.
 * @param {unknown} error
 * @returns {string}
 */
function problemOf(error) {
  if (error instanceof TrustError) return error.name;
  if (error instanceof ServerError) return error.reason;
  throw error;
}

/**
 * @param {string} pin
 * @returns {State}
 */
function initialState(pin) {
  const stored = { pin, root: null, allowlist: null, asked: 0 };
  return { stored, trusted: null, allowlist: null, problem: null, refused: { sha256: "", when: 0 } };
}

/**
 * @param {unknown} value
 * @returns {StoredState}
 */
function decodeStored(value) {
  const { pin, root, allowlist, asked } = record(value);
  return {
    pin: typeof pin === "string" ? pin : "",
    root: typeof root === "string" ? root : null,
    allowlist: typeof allowlist === "string" ? allowlist : null,
    asked: typeof asked === "number" ? asked : 0,
  };
}

/** @param {StoredState} stored */
function envelopesOf({ root, allowlist }) {
  const encoder = new TextEncoder();
  return { root: root === null ? null : encoder.encode(root), allowlist: allowlist === null ? null : encoder.encode(allowlist) };
}

/** @param {Uint8Array} envelope valid UTF-8, or it would not have been read */
function decode(envelope) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(envelope);
}
