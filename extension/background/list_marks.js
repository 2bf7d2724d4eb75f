/** Which rows of a list get a mark. Answers are cached in session memory, by message and version of the signed list. */

import { record } from "../modules/decoders.js";
import { ServerError } from "../modules/errors.js";
import { MAX_ROWS } from "../modules/limits.js";
import { judge } from "../modules/judgement/verdict.js";
import { NOBODY, REFUSALS } from "./check.js";

const MAX_CACHED_MARKS = 2000;

/** How many rows the server takes in one request, as far as we know (`max_batch`). */
let maxRows = MAX_ROWS;

/**
 * @param {{origin: string, rows: readonly RowRequest[]}} list
 * @param {CheckContext} context
 * @param {{read: () => Promise<unknown>, write: (cache: unknown) => Promise<void>}} cache
 * @returns {Promise<RowsReply>}
 */
export async function rowMarks({ origin, rows }, context, cache) {
  const { settings, permitted, listInForce } = context;
  if (settings.pin === "" || !permitted) return { marks: null };
  const { allowlist } = await listInForce.status(settings.pin);
  const cached = cachedMarks(await cache.read(), allowlist?.sha256);
  const keys = rows.map(({ id, from }) => `${origin}\n${id}\n${from}`);
  const isNew = (/** @type {number} */ i) => !((keys[i] ?? "") in cached);
  const newRows = rows.filter((_, i) => isNew(i));
  const newKeys = keys.filter((_, i) => isNew(i));
  if (newRows.length === 0) return { marks: keys.map((key) => cached[key] ?? "") };
  const asked = await askServer(newRows, context);
  if (asked === null) return { marks: null };
  const added = Object.fromEntries(newKeys.slice(0, asked.marks.length).map((key, i) => [key, asked.marks[i] ?? ""]));
  const all = { ...cachedMarks(await cache.read(), asked.sha256), ...added };
  await cache.write({ sha256: asked.sha256, marks: Object.fromEntries(Object.entries(all).slice(-MAX_CACHED_MARKS)) });
  return { marks: keys.map((key) => all[key] ?? null) };
}

/**
 * As many marks as the server has answers for, from the first row on. Null where the server does not answer, or answers from a list that it cannot prove to be the organisation's.
 * @param {readonly RowRequest[]} rows
 * @param {CheckContext} context
 */
async function askServer(rows, { settings, api, listInForce }) {
  try {
    const answers = await askInParts(rows.map(({ webmail, from, subject }) => ({ webmail, from, subject })), api);
    const sha256 = answers.find((answer) => answer !== null)?.allowlist.sha256 ?? "";
    const status = await listInForce.statusFor(settings.pin, api, sha256);
    return status.allowlist?.sha256 === sha256 ? { sha256, marks: answers.map((answer) => reasonOf(answer, status)) } : null;
  } catch (error) {
    if (error instanceof ServerError) return null;
    throw error;
  }
}

/**
 * The answers to rows, null for those that the server does not take. Where it is busy or gone, those before it are kept.
 * @param {readonly CheckRequest[]} requests
 * @param {Api} api
 */
async function askInParts(requests, api) {
  /** @type {(Answer | null)[]} */
  const answers = [];
  try {
    while (answers.length < requests.length) answers.push(...(await askOrHalve(requests.slice(answers.length, answers.length + maxRows), api)));
  } catch (error) {
    if (!(error instanceof ServerError) || answers.length === 0) throw error;
  }
  return answers;
}

/**
 * What the server refuses is asked again in halves, down to the one row that it does not take.
 * @param {readonly CheckRequest[]} requests
 * @param {Api} api
 * @returns {Promise<(Answer | null)[]>}
 */
async function askOrHalve(requests, api) {
  try {
    return await api.checkAll(requests);
  } catch (error) {
    if (!(error instanceof ServerError) || !REFUSALS.includes(error.status)) throw error;
    if (requests.length === 1) return [null];
  }
  const half = Math.ceil(requests.length / 2);
  const answers = [...(await askOrHalve(requests.slice(0, half), api)), ...(await askOrHalve(requests.slice(half), api))];
  if (!answers.includes(null)) maxRows = Math.min(maxRows, half); // it was not a row that was refused, but their number
  return answers;
}

/**
 * Why the row gets a mark; "" for none.
 * @param {Answer | null} answer
 * @param {ListStatus} status
 */
function reasonOf(answer, status) {
  const judgement = answer && judge(answer, NOBODY, status);
  if (judgement?.kind !== "suspicious") return "";
  return judgement.answer.reasons.find(({ severity }) => severity === "danger")?.text || judgement.answer.advice;
}

/**
 * @param {unknown} value from the cache
 * @param {string | undefined} sha256 of the list that the marks must rest on
 * @returns {Record<string, string>}
 */
function cachedMarks(value, sha256) {
  const cache = record(value);
  return cache["sha256"] === sha256 ? /** @type {Record<string, string>} */ (record(cache["marks"])) : {};
}
