/** The server's HTTP API as the extension uses it. The only file that asks a server anything. */

import { readAnswer } from "./answer.js";
import { ServerError, TooLargeError } from "./errors.js";
import { record } from "./shape.js";
import { LIMITS } from "./trust/chain.js";

const PATIENCE = 10_000; // milliseconds for one question
const MAX_ANSWER = 256 * 1024;
const WAIT = Object.freeze({ least: 1, usual: 30, most: 300 }); // seconds to leave a busy server alone

/**
 * @param {{server: string, token: string}} settings
 * @param {string} language the browser's, in which the server is to answer
 * @param {{until: number}} [rest] until when a busy server is left alone, milliseconds since 1970; shared by all who ask it
 * @param {typeof fetch} [fetcher]
 * @returns {Api}
 */
export function apiOf({ server, token }, language, rest = { until: 0 }, fetcher = (...args) => fetch(...args)) {
  return {
    async check(question) {
      const answer = readAnswer(await post("/v1/check", question, MAX_ANSWER));
      if (answer === null) throw new ServerError("bad_answer");
      return answer;
    },

    async checkAll(questions) {
      const { results } = record(await post("/v1/check/batch", { messages: questions }, 4 * MAX_ANSWER));
      if (!Array.isArray(results) || results.length !== questions.length) throw new ServerError("bad_answer");
      return results.map(readAnswer);
    },

    async root(version) {
      const response = await ask(`/v1/root/${version}`);
      return response.status === 404 ? null : envelope(response, LIMITS.root);
    },

    newestRoot: async () => envelope(await ask("/v1/root"), LIMITS.root),
    allowlist: async () => envelope(await ask("/v1/allowlist"), LIMITS.allowlist),
  };

  /** @param {string} path @param {unknown} question @param {number} limit of the answer, bytes @returns {Promise<unknown>} */
  async function post(path, question, limit) {
    const response = await ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question) });
    if (!response.ok) throw await refusal(response);
    return parse(await shortBody(response, limit));
  }

  /** @param {string} path @param {RequestInit} [init] */
  async function ask(path, init = {}) {
    const headers = new Headers(init.headers);
    headers.set("Accept-Language", language);
    if (token !== "") headers.set("Authorization", `Bearer ${token}`);
    const left = Math.ceil((rest.until - Date.now()) / 1000);
    if (left > 0 && left <= WAIT.most) throw new ServerError("busy", 429, "", left); // more than that is another clock
    const response = await send(server + path, { ...init, headers });
    if (response.status !== 429) return response;
    const wait = waitOf(response);
    rest.until = Date.now() + wait * 1000;
    throw new ServerError("busy", 429, "", wait);
  }

  /** @param {string} address @param {RequestInit} init */
  async function send(address, init) {
    try {
      return await fetcher(address, {
        ...init,
        cache: init.method === "POST" ? "no-store" : "no-cache", // a list that is held is asked for by its ETag
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      throw new ServerError("unreachable");
    }
  }
}

/** @param {Response} response @param {number} limit */
async function envelope(response, limit) {
  if (!response.ok) throw await refusal(response);
  return body(response, limit);
}

/** @param {Response} response @param {number} limit bytes */
async function body(response, limit) {
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > limit) throw new TooLargeError(`more than ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof TooLargeError ? error : new ServerError("unreachable");
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (chunks)).arrayBuffer());
}

/** @param {Response} response @throws {ServerError} for a longer one than any answer is, too */
async function shortBody(response, limit = MAX_ANSWER) {
  try {
    return await body(response, limit);
  } catch (error) {
    throw error instanceof TooLargeError ? new ServerError("bad_answer", response.status) : error;
  }
}

/** How many seconds a busy server asks for, within reason (RFC 9110 section 10.2.3). @param {Response} response */
function waitOf(response) {
  const after = response.headers.get("Retry-After") ?? "";
  const seconds = /^\d+$/.test(after) ? Number(after) : Math.ceil((Date.parse(after) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? WAIT.usual : Math.min(Math.max(seconds, WAIT.least), WAIT.most);
}

/** @param {Response} response one that is not ok */
async function refusal(response) {
  if (response.status === 401 || response.status === 403) return new ServerError("token_refused", response.status);
  const problem = /** @type {{detail?: unknown} | null} */ (parse(await shortBody(response).catch(() => new Uint8Array())));
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
  if (response.status === 404 && !isProblem) return new ServerError("bad_answer", 404);
  return new ServerError("server_error", response.status, typeof problem?.detail === "string" ? problem.detail.slice(0, 300) : "");
}

/** @param {Uint8Array} bytes @returns {unknown} null when it is not JSON */
function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
