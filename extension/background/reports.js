/**
 * Readers' reports on their way: what waits for a server that does not answer, and what was sent.
 *
 *     key               area     what                                              until
 *     reports:waiting   session  whole reports, as the reader sent them            the server takes or refuses them; an hour
 *     reports           local    number, day and sender's domain of those sent,    the server deletes them; the reader hides
 *                                the administrator's answer                        the answer
 *
 * Session memory is never written to disk.
 */

import { ServerError } from "../modules/errors.js";

const WAIT_MS = 60 * 60_000;
const UNDELIVERED_MS = 24 * WAIT_MS; // for which a reader is told of it
const ASK_MS = 60_000; // between two questions for the same answer
const MAX_SENT = 50;

export class Reports {
  #session;
  #local;
  #now;
  #onWaiting;
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();

  /**
   * @param {Pick<Ext, "local" | "session">} stores
   * @param {() => number} now milliseconds since 1970
   * @param {(isWaiting: boolean) => void} onWaiting whether to call `sendWaiting` again in a minute
   */
  constructor({ session, local }, now, onWaiting) {
    this.#session = session;
    this.#local = local;
    this.#now = now;
    this.#onWaiting = onWaiting;
  }

  /**
   * Send a report, or have it wait.
   * @param {ReaderReport} report
   * @param {string} server
   * @param {Pick<Api, "report">} api
   * @returns {Promise<ReportReply>}
   */
  send(report, server, api) {
    return this.#inTurn(async () => {
      const waiting = { report, server, since: this.#now() };
      const reply = await this.#deliver(waiting, api);
      if (reply.state !== "waiting") return reply;
      const others = (await this.#waiting()).filter((other) => other.report.id !== report.id);
      const isKept = await this.#setWaiting([...others, waiting]).then(() => true, () => false);
      return isKept ? reply : { state: "unreachable" }; // too large for this memory
    });
  }

  /**
   * Try again to send what waits; what has waited for an hour, or is for another server, goes.
   * @param {string} server
   * @param {Pick<Api, "report">} api
   */
  sendWaiting(server, api) {
    return this.#inTurn(async () => {
      /** @type {WaitingReport[]} */
      const remaining = [];
      for (const waiting of await this.#waiting()) {
        const isDue = waiting.server === server && this.#now() - waiting.since < WAIT_MS;
        const { state } = isDue ? await this.#deliver(waiting, api) : { state: "refused" };
        if (state === "waiting") remaining.push(waiting);
        if (state === "refused") await this.#remember(waiting, "undelivered", this.#now() + UNDELIVERED_MS);
      }
      await this.#setWaiting(remaining);
    });
  }

  /**
   * Look for answers to what was sent.
   * @param {string} server
   * @param {Pick<Api, "reportAnswer">} api
   */
  renewAnswers(server, api) {
    return this.#inTurn(async () => {
      const now = this.#now();
      /** @type {SentReport[]} */
      const renewed = [];
      for (const sent of await this.#sent()) {
        const isDue = sent.state === "sent" && sent.server === server && now - sent.asked >= ASK_MS;
        const answer = isDue ? await api.reportAnswer(sent.id).catch(() => null) : sent.answer;
        if (now >= sent.expires || answer === undefined) continue;
        renewed.push({ ...sent, asked: isDue ? now : sent.asked, answer, state: isDue && answer !== null ? "answered" : sent.state });
      }
      await this.#local.write("reports", renewed.length > 0 ? renewed : null);
    });
  }

  /**
   * @param {WaitingReport} waiting
   * @param {Pick<Api, "report">} api
   * @returns {Promise<ReportReply>}
   */
  async #deliver(waiting, api) {
    try {
      const expires = await api.report(waiting.report);
      await this.#remember(waiting, "sent", expires);
      return { state: "sent", expires };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const isPassing = error.reason === "unreachable" || error.reason === "busy" || error.status >= 500;
      return isPassing ? { state: "waiting" } : { state: "refused", detail: error.detail || String(error.status) };
    }
  }

  /**
   * @param {WaitingReport} waiting
   * @param {SentReport["state"]} state
   * @param {number} expires
   */
  async #remember({ report: { id, sender }, server }, state, expires) {
    const about = sender?.address.split("@").at(-1) ?? "";
    const others = (await this.#sent()).filter((sent) => sent.id !== id);
    const sent = { id, server, about, at: this.#now(), expires, asked: 0, state, answer: null };
    await this.#local.write("reports", [...others, sent].slice(-MAX_SENT));
  }

  async #waiting() {
    return /** @type {WaitingReport[]} */ ((await this.#session.read("reports:waiting")) ?? []);
  }

  /** @param {readonly WaitingReport[]} waiting */
  async #setWaiting(waiting) {
    await this.#session.write("reports:waiting", waiting.length > 0 ? waiting : null);
    this.#onWaiting(waiting.length > 0);
  }

  async #sent() {
    return /** @type {SentReport[]} */ ((await this.#local.read("reports")) ?? []);
  }

  /**
   * One after the other: nothing is sent twice, and no change undoes another.
   * @template T
   * @param {() => Promise<T>} step
   * @returns {Promise<T>}
   */
  #inTurn(step) {
    const turn = this.#queue.then(step);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}
