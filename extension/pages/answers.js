/** The administrator's answers to this reader's reports, on the popup and on the settings page. */

import { ext } from "../ext.js";
import { dateText } from "../modules/judgement/badge_view.js";

/**
 * Show what is known, ask for more, and show that when it comes.
 * @param {HTMLElement} list
 */
export async function showAnswers(list) {
  ext.onStored("local", "reports", () => void draw(list));
  await draw(list);
  void ext.send({ type: "report_answers" }).catch(() => null); // a background that starts just now
}

/** @param {HTMLElement} list */
async function draw(list) {
  const sent = /** @type {SentReport[]} */ ((await ext.local.read("reports")) ?? []);
  const told = sent.filter(({ state }) => state !== "sent");
  list.replaceChildren(...told.map(card));
  list.hidden = told.length === 0;
}

/** @param {SentReport} report */
function card({ id, about, at, state, answer }) {
  const item = document.createElement("li");
  const kind = state === "answered" && answer !== null ? answer.kind : "undelivered";
  item.dataset["answer"] = kind;
  const said = answer === null || answer.text === "" ? [] : [Object.assign(element("q", answer.text), { dir: "auto" })];
  const button = element("button", ext.i18nMessage("hide"));
  button.className = "plain";
  button.setAttribute("type", "button");
  button.addEventListener("click", () => void dismiss(id));
  const day = dateText(at, ext.i18nMessage);
  item.append(element("small", ext.i18nMessage("answer_to", day, about || "—")), element("strong", ext.i18nMessage(`answer_${kind}`)), ...said, button);
  return item;
}

/** @param {string} id */
async function dismiss(id) {
  const sent = /** @type {SentReport[]} */ ((await ext.local.read("reports")) ?? []);
  await ext.local.write("reports", sent.filter((report) => report.id !== id));
}

/**
 * Text goes in as text, whatever the server says.
 * @param {string} name
 * @param {string} text
 */
function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}
