/** Answers that wait for their entry to be in force: a reader is told "genuine" or "phish" when his badge says so, too. */

import { ext } from "../../ext.js";
import { isIn } from "./offers.js";

const KEY = "desk_answers";
const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * @param {PendingAnswer} answer
 */
export async function queueAnswer(answer) {
  const others = (await queued()).filter(({ ids }) => !ids.some((id) => answer.ids.includes(id)));
  await keep([...others, answer]);
}

/**
 * Send the answers whose entries the list in force has, and only those; what cannot be sent waits on.
 * @param {Desk} desk
 * @returns {Promise<number>} how many reports were answered
 */
export async function sendAnswers({ api, inForce, authorization }) {
  const now = Date.now();
  const due = (await queued()).filter(({ since, wants }) => now - since < MAX_AGE_MS && isIn(wants, inForce.list.contents));
  const session = due.length === 0 ? null : await authorization();
  if (session === null) return 0;
  /** @type {Set<string>} */
  const done = new Set();
  for (const { ids, kind, text } of due) {
    for (const id of ids) {
      // One that was deleted meanwhile needs none, and a server that fails is asked again the next time.
      const isDone = await api.asAdmin(session, `/v1/reports/${id}`, "PATCH", { answer: { kind, text } }).then(() => true, (error) => error.status === 404);
      if (isDone) done.add(id);
    }
  }
  const waiting = (await queued()).map((answer) => ({ ...answer, ids: answer.ids.filter((id) => !done.has(id)) }));
  await keep(waiting.filter(({ ids, since }) => ids.length > 0 && now - since < MAX_AGE_MS));
  return done.size;
}

/** @returns {Promise<PendingAnswer[]>} */
async function queued() {
  return /** @type {PendingAnswer[]} */ ((await ext.local.read(KEY)) ?? []);
}

/** @param {readonly PendingAnswer[]} answers */
async function keep(answers) {
  await ext.local.write(KEY, answers.length > 0 ? answers : null);
}
