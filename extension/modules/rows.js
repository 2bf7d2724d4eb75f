/** Which rows of a list deserve a mark. What was answered is kept in session memory, by message and version of the list. */

import { ServerError } from "./errors.js";
import { record } from "./shape.js";
import { judge } from "./verdict.js";

const KEPT = 2000; // answers

/**
 * @param {{origin: string, rows: readonly RowQuestion[]}} list
 * @param {Surroundings} surroundings
 * @param {{read: () => Promise<unknown>, write: (kept: unknown) => Promise<void>}} store
 * @returns {Promise<RowsReply>}
 */
export async function marksOf({ origin, rows }, { settings, permitted, api, current }, store) {
  if (settings.pin === "" || !permitted) return { marks: null };
  const { allowlist } = await current.standing(settings.pin);
  const kept = keptOf(await store.read(), allowlist?.sha256);
  const keys = rows.map(({ id, from }) => `${origin}\n${id}\n${from}`);
  const news = rows.filter((_, i) => !((keys[i] ?? "") in kept));
  if (news.length === 0) return { marks: keys.map((key) => kept[key] ?? "") };
  try {
    const answers = await api.checkAll(news.map(({ webmail, from, subject }) => ({ webmail, from, subject })));
    const sha256 = answers.find((answer) => answer !== null)?.allowlist.sha256 ?? "";
    const standing = await current.agreeing(settings.pin, api, sha256);
    const fresh = standing.allowlist?.sha256 === sha256;
    // What a server says that cannot prove itself marks nothing, and is not kept.
    if (!fresh) return { marks: null };
    const found = Object.fromEntries(news.map((row, i) => [keys[rows.indexOf(row)], why(answers[i] ?? null, standing)]));
    const all = { ...keptOf(await store.read(), sha256), ...found };
    await store.write({ sha256, marks: Object.fromEntries(Object.entries(all).slice(-KEPT)) });
    return { marks: keys.map((key) => all[key] ?? "") };
  } catch (error) {
    if (error instanceof ServerError) return { marks: null };
    throw error;
  }
}

/** @param {Answer | null} answer @param {Standing} standing */
function why(answer, standing) {
  const judgement = answer && judge(answer, { from: null, shown: null }, standing);
  if (judgement?.kind !== "suspicious") return "";
  return judgement.answer.reasons.find(({ severity }) => severity === "danger")?.text || judgement.answer.advice;
}

/** @param {unknown} value @param {string | undefined} sha256 @returns {Record<string, string>} */
function keptOf(value, sha256) {
  const kept = record(value);
  return kept["sha256"] === sha256 ? /** @type {Record<string, string>} */ (record(kept["marks"])) : {};
}
