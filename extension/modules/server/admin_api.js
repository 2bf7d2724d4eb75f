/** What only admins ask of the server: drafts, publishing, earlier lists, and whatever takes a session (docs/api.md). */

import { body, parse } from "./api.js";
import { decodeAnswer } from "./answer.js";
import { array, integer, object, oneOf, record, text } from "../decoders.js";
import { ServerError } from "../errors.js";
import { MAX_ENVELOPE_BYTES } from "../trust/client_workflow.js";

const TIMEOUT_MS = 60_000; // of one request: a long list takes seconds
const MAX_ANSWER_BYTES = 2 * MAX_ENVELOPE_BYTES.allowlist;
const MAX_REMARKS = 10_000;
const MAX_TEXT_CHARS = 2000;

/** A level that we do not know stops nothing: the server makes no bytes while there are errors. */
const level = (/** @type {unknown} */ value) => (oneOf(/** @type {const} */ (["error", "warning"]), value) ? value : /** @type {const} */ ("note"));
const remarks = array(MAX_REMARKS, object({ level, where: text(500), text: text(MAX_TEXT_CHARS) }));
const versions = array(
  100_000,
  object({ version: integer, sha256: text(64, /^[0-9a-f]{64}$/), published_at: text(40) }),
);

/**
 * @param {{server: string, token: string}} settings
 * @param {string} language for the server's sentences
 * @param {typeof fetch} [fetcher]
 */
export function createAdminApi({ server, token }, language, fetcher = (...args) => fetch(...args)) {
  return Object.freeze({
    /**
     * @param {object} draft
     * @returns {Promise<DraftAnswer>}
     */
    async draft(draft) {
      const answer = record(await json(await ask("/v1/allowlist/draft", sent("POST", draft))));
      const lint = remarks(answer["lint"]);
      const { payload, payload_type: payloadType, toml } = answer;
      if (lint === undefined || typeof payloadType !== "string") throw new ServerError("bad_answer");
      return {
        lint,
        payload: typeof payload === "string" ? payload : null,
        payload_type: payloadType,
        toml: typeof toml === "string" ? toml : null,
        before: decodeTry(answer["before"]),
        after: decodeTry(answer["after"]),
      };
    },

    /**
     * @param {string} envelope
     * @returns {Promise<"published" | "outdated">} outdated: the server has a newer list than the one that this one follows
     */
    async publish(envelope) {
      const response = await send("/v1/allowlist", { method: "PUT", headers: { "Content-Type": "application/json" }, body: envelope });
      if (response.status === 409) return "outdated";
      if (!response.ok) throw await errorOf(response);
      return "published";
    },

    /** @returns {Promise<HistoryEntry[]>} as the server tells it */
    async history() {
      const found = versions(record(await json(await ask("/v1/allowlist/history")))["versions"]);
      if (found === undefined) throw new ServerError("bad_answer");
      return found.map(({ version, sha256, published_at: publishedAt }) => ({ version, sha256, publishedAt }));
    },

    packs: async () => json(await ask("/v1/packs")),

    /**
     * The envelope of an earlier list.
     * @param {number} version
     */
    list: async (version) => body(await ask(`/v1/allowlist/${version}`), MAX_ENVELOPE_BYTES.allowlist),

    /**
     * A request that takes a session (modules/server/session.js).
     * @param {string} authorization
     * @param {string} path
     * @param {"GET" | "POST" | "PATCH" | "DELETE"} [method]
     * @param {object} [value] to send
     * @returns {Promise<unknown>} the answer's JSON, null where it has none
     */
    async asAdmin(authorization, path, method = "GET", value = undefined) {
      const { headers, ...init } = value === undefined ? { headers: {}, method } : sent(method, value);
      const response = await ask(path, { ...init, headers: { ...headers, Authorization: authorization } });
      return response.status === 204 ? null : json(response);
    },
  });

  /**
   * @param {string} path
   * @param {RequestInit} [init]
   * @throws {ServerError} for every status but 2xx
   */
  async function ask(path, init = {}) {
    const response = await send(path, init);
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   */
  async function send(path, init) {
    const headers = new Headers(init.headers);
    headers.set("Accept-Language", language);
    if (token !== "" && !headers.has("Authorization")) headers.set("Authorization", `Bearer ${token}`);
    const fixed = /** @type {const} */ ({ redirect: "error", cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" });
    try {
      return await fetcher(server + path, { ...init, ...fixed, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch {
      throw new ServerError("unreachable");
    }
  }
}

/**
 * @param {string} method
 * @param {object} value
 */
function sent(method, value) {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

/** @param {Response} response */
async function json(response) {
  return parse(await body(response, MAX_ANSWER_BYTES));
}

/** @param {Response} response */
async function errorOf(response) {
  const problem = record(parse(await body(response, MAX_TEXT_CHARS * 4).catch(() => new Uint8Array())));
  const detail = typeof problem["detail"] === "string" ? problem["detail"].slice(0, MAX_TEXT_CHARS) : "";
  const reason = response.status === 401 ? "token_refused" : response.status === 429 ? "busy" : "server_error";
  return new ServerError(reason, response.status, detail);
}

/**
 * The answer of `/v1/check` or of `/v1/domains`, as a verdict and its reasons.
 * @param {unknown} value
 * @returns {TryResult | null}
 */
function decodeTry(value) {
  const answer = decodeAnswer(value);
  if (answer !== null) return { verdict: answer.verdict, texts: answer.reasons.map((reason) => reason.text) };
  const { domain, listed, owned, lookalike } = record(value);
  if (typeof domain !== "string") return null;
  const name = (/** @type {unknown} */ brand) => String(record(brand)["name"] ?? "").slice(0, 100);
  if (lookalike) return { verdict: "suspicious", texts: [`${domain} ≈ ${String(record(lookalike)["imitates"]).slice(0, 260)}`] };
  return { verdict: listed ? "verified" : "unknown", texts: listed || owned ? [name(listed ?? owned)] : [] };
}
