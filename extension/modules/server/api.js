/** The server's HTTP API as the extension uses it. No other file makes requests to a server, but admin_api.js for the desk. */

import { decodeAnswer } from "./answer.js";
import { record } from "../decoders.js";
import { ServerError, TooLargeError } from "../errors.js";
import { decodeJoin } from "./join.js";
import { RETRY_SECONDS } from "../limits.js";
import { decodeReportAnswer } from "./report.js";
import { MAX_ENVELOPE_BYTES } from "../trust/client_workflow.js";

const TIMEOUT_MS = 10_000; // of one request
const MAX_ANSWER_BYTES = 256 * 1024;
const BACK_OFF_SECONDS = Object.freeze({ min: 1, default: RETRY_SECONDS, max: 300 });
export const PATHS = Object.freeze({
  check: "/v1/check",
  batch: "/v1/check/batch",
  root: "/v1/root",
  allowlist: "/v1/allowlist",
  join: "/join",
  reports: "/v1/reports",
});

/**
 * @param {{server: string, token: string}} settings
 * @param {string} language for the server's sentences
 * @param {{until: number}} [backOff] until when a busy server is left alone, milliseconds since 1970; shared by all who ask it
 * @param {typeof fetch} [fetcher]
 * @returns {Api}
 */
export function createApi({ server, token }, language, backOff = { until: 0 }, fetcher = (...args) => fetch(...args)) {
  return {
    async check(request) {
      const answer = decodeAnswer(await post(PATHS.check, request, MAX_ANSWER_BYTES));
      if (answer === null) throw new ServerError("bad_answer");
      return answer;
    },

    async checkAll(requests) {
      const { results } = record(await post(PATHS.batch, { messages: requests }, 4 * MAX_ANSWER_BYTES));
      if (!Array.isArray(results) || results.length !== requests.length) throw new ServerError("bad_answer");
      return results.map(decodeAnswer);
    },

    async root(version) {
      const response = await ask(`${PATHS.root}/${version}`);
      return response.status === 404 ? null : envelope(response, MAX_ENVELOPE_BYTES.root);
    },

    async join() {
      const response = await ask(PATHS.join, { headers: { Accept: "application/json" } }).catch(tellStranger);
      if (!response.ok) throw await errorOf(response);
      const join = decodeJoin(parse(await answerBody(response)));
      if (join === null) throw new ServerError("bad_answer");
      return join;
    },

    async reports() {
      const response = await ask(PATHS.join, { headers: { Accept: "application/json" } });
      if (!response.ok) throw await errorOf(response);
      return decodeJoin(parse(await answerBody(response)))?.reports ?? "off";
    },

    async report(report) {
      const response = await ask(PATHS.reports, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(report) });
      if (!response.ok) throw response.status === 401 ? await errorOf(response) : await problemOf(response); // 403: it takes no reports, or less
      const expires = Date.parse(String(record(parse(await answerBody(response)))["expires"]));
      if (Number.isNaN(expires)) throw new ServerError("bad_answer");
      return expires;
    },

    async reportAnswer(id) {
      const response = await ask(`${PATHS.reports}/${id}/answer`);
      if (response.status === 404) return undefined;
      if (!response.ok) throw await errorOf(response);
      const answer = decodeReportAnswer(parse(await answerBody(response)));
      if (answer === undefined) throw new ServerError("bad_answer");
      return answer;
    },

    async checkToken() {
      const response = await ask(PATHS.check, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
      if (isTokenRefused(response)) throw await errorOf(response);
    },

    newestRoot: async () => envelope(await ask(PATHS.root), MAX_ENVELOPE_BYTES.root),
    allowlist: async () => envelope(await ask(PATHS.allowlist), MAX_ENVELOPE_BYTES.allowlist),
  };

  /**
   * Without a permission only a Lencana server lets us read its answer (CORS): something else that answers is not silent.
   * @param {unknown} error
   * @returns {Promise<never>}
   */
  async function tellStranger(error) {
    if (!(error instanceof ServerError) || error.reason !== "unreachable") throw error;
    await send(server, { mode: "no-cors", redirect: "follow" });
    throw new ServerError("bad_answer");
  }

  /**
   * @param {string} path
   * @param {unknown} request
   * @param {number} maxBytes of the answer
   * @returns {Promise<unknown>}
   */
  async function post(path, request, maxBytes) {
    const response = await ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request) });
    if (!response.ok) throw await errorOf(response);
    return parse(await answerBody(response, maxBytes));
  }

  /**
   * @param {string} path
   * @param {RequestInit} [init]
   */
  async function ask(path, init = {}) {
    const headers = new Headers(init.headers);
    headers.set("Accept-Language", language);
    if (token !== "") headers.set("Authorization", `Bearer ${token}`);
    const remaining = Math.ceil((backOff.until - Date.now()) / 1000);
    // A longer wait means that the clock was changed.
    if (remaining > 0 && remaining <= BACK_OFF_SECONDS.max) throw new ServerError("busy", 429, "", remaining);
    const response = await send(server + path, { ...init, headers });
    if (response.status !== 429) return response;
    const wait = retryAfterSeconds(response);
    backOff.until = Date.now() + wait * 1000;
    throw new ServerError("busy", 429, "", wait);
  }

  /**
   * @param {string} address
   * @param {RequestInit} init
   */
  async function send(address, init) {
    try {
      return await fetcher(address, {
        redirect: "error",
        ...init,
        cache: init.method === "POST" ? "no-store" : "no-cache", // a list in the browser's cache is asked for by its ETag
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new ServerError("unreachable");
    }
  }
}

/**
 * @param {Response} response
 * @param {number} maxBytes
 */
async function envelope(response, maxBytes) {
  if (!response.ok) throw await errorOf(response);
  return body(response, maxBytes);
}

/**
 * @param {Response} response
 * @param {number} maxBytes
 * @throws {TooLargeError | ServerError}
 */
export async function body(response, maxBytes) {
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > maxBytes) throw new TooLargeError(`more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof TooLargeError ? error : new ServerError("unreachable");
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (chunks)).arrayBuffer());
}

/**
 * The body of an answer that is no envelope.
 * @param {Response} response
 * @throws {ServerError} also where it is larger than any answer
 */
async function answerBody(response, maxBytes = MAX_ANSWER_BYTES) {
  try {
    return await body(response, maxBytes);
  } catch (error) {
    throw error instanceof TooLargeError ? new ServerError("bad_answer", response.status) : error;
  }
}

/**
 * The Retry-After of a busy server, within bounds (RFC 9110 section 10.2.3).
 * @param {Response} response
 */
function retryAfterSeconds(response) {
  const after = response.headers.get("Retry-After") ?? "";
  const seconds = /^\d+$/.test(after) ? Number(after) : Math.ceil((Date.parse(after) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? BACK_OFF_SECONDS.default : Math.min(Math.max(seconds, BACK_OFF_SECONDS.min), BACK_OFF_SECONDS.max);
}

/** @param {Response} response */
function isTokenRefused({ status }) {
  return status === 401 || status === 403;
}

/** @param {Response} response with a status other than 2xx */
async function errorOf(response) {
  return isTokenRefused(response) ? new ServerError("token_refused", response.status) : problemOf(response);
}

/** @param {Response} response what it says itself */
async function problemOf(response) {
  const problem = /** @type {{detail?: unknown} | null} */ (parse(await answerBody(response).catch(() => new Uint8Array())));
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
  if (response.status === 404 && !isProblem) return new ServerError("bad_answer", 404);
  return new ServerError("server_error", response.status, typeof problem?.detail === "string" ? problem.detail.slice(0, 300) : "");
}

/**
 * @param {Uint8Array} bytes
 * @returns {unknown} null when it is not JSON
 */
export function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
