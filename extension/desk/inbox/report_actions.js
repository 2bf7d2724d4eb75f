/** What is to be done about a report: an entry for the list, an answer, or its end. */

import { dateText } from "../../modules/judgement/badge_view.js";
import { KINDS, MAX_COMMENT_CHARS } from "../../modules/server/report.js";
import { button, make, newElementId } from "../dom.js";
import { usualLastDay } from "../list/draft.js";
import { READ } from "../list/entries.js";
import { addToDraft, ANSWERS, besideOffers, blockOffer, brandOffers, likelyBrand } from "./offers.js";
import { queueAnswer } from "./pending.js";

const NEW = " new"; // no brand has this id

/**
 * @param {InboxReport} report
 * @param {readonly InboxReport[]} campaign
 * @param {Desk} desk
 * @param {string} session
 */
export function actions(report, campaign, desk, session) {
  const { text } = desk;
  const answer = answerFields(report, campaign, text);
  const later = async (/** @type {WantedEntry} */ wants) => {
    if (report.state === "waiting") await queueAnswer({ ids: answer.ids(), kind: ANSWERS[wants.field], text: answer.text(), wants, since: Date.now() });
    desk.open(addToDraft(wants, report.sender, desk.draft));
    desk.say(text("inbox_queued"));
  };
  const now = async () => {
    const value = { answer: { kind: answer.kind(), text: answer.text() } };
    for (const id of answer.ids()) await desk.api.asAdmin(session, `/v1/reports/${id}`, "PATCH", value);
    desk.open("inbox");
    desk.say(text("inbox_answered", String(answer.ids().length)));
  };
  const attempt = (/** @type {() => Promise<void>} */ step) => async () => {
    desk.fail();
    await step().catch(desk.fail);
  };
  const add = (/** @type {WantedEntry} */ wants) => attempt(() => later(wants))();
  const cards = [genuineCard(report, desk, add), phishCard(report, desk, add)];
  return make(
    "aside",
    { class: "actions" },
    ...(report.kind === "phish" ? cards.reverse() : cards), // first what the reader says
    make("section", { class: "card", id: "answer" }, make("h2", {}, text("inbox_answer")), ...answer.fields, make("div", { class: "buttons" }, button(text("report_send"), attempt(now), { class: "primary", id: "answer-now" }), deleteButton(report, desk, session))),
  );
}

/**
 * @param {InboxReport} report
 * @param {Desk} desk
 * @param {(wants: WantedEntry) => Promise<void>} add
 */
function genuineCard({ sender, subject }, { text, draft }, add) {
  const { brands } = draft.contents;
  if (brandOffers(sender, null).length === 0) return "";
  const name = READ.name(sender?.name ?? "");
  const options = [...brands.map(({ id, name: label }) => make("option", { value: id }, label)), ...(name === null ? [] : [make("option", { value: NEW }, `${text("desk_new_brand")}: ${name}`)])];
  const select = make("select", { id: newElementId(), class: "brand" }, ...options);
  select.value = likelyBrand({ sender, subject }, brands) ?? (name === null ? (brands[0]?.id ?? "") : NEW);
  const chosen = () => (select.value === NEW ? draft.addBrand(name ?? "") : select.value);
  const own = brandOffers(sender, null).map((offer) => offerButton(offer, text, () => add({ ...offer, brand: chosen() })));
  const beside = besideOffers(sender).map((offer) => offerButton(offer, text, () => add(offer)));
  return make("section", { class: "card", id: "genuine" }, make("h2", {}, text("report_genuine")), make("label", { for: select.id }, text("desk_field_brand")), select, make("div", { class: "offers" }, ...own), make("div", { class: "offers beside" }, ...beside));
}

/**
 * @param {WantedEntry} offer
 * @param {MessageLookup} text
 * @param {() => Promise<void>} act
 */
function offerButton({ field, entry }, text, act) {
  const element = button("", act, { class: "plain offer", "data-field": field });
  element.append(make("strong", {}, `+ ${text(`desk_field_${field}`)}`), make("bdi", {}, entry));
  return element;
}

/**
 * @param {InboxReport} report
 * @param {Desk} desk
 * @param {(wants: WantedEntry) => Promise<void>} add
 */
function phishCard({ sender }, { text, draft }, add) {
  const offer = blockOffer(sender, draft.contents);
  if (offer === null) return "";
  const until = dateText(Date.parse(usualLastDay()), text);
  const body = offer === "listed" ? [make("p", { class: "hint" }, text("inbox_listed"))] : [make("p", { class: "hint" }, text("inbox_block_hint")), button(text("inbox_block", until), () => add(offer), { class: "plain danger", id: "block" })];
  return make("section", { class: "card", id: "phish" }, make("h2", {}, text("report_phish")), ...body);
}

/**
 * @param {InboxReport} report
 * @param {readonly InboxReport[]} campaign
 * @param {MessageLookup} text
 */
function answerFields({ id, kind }, campaign, text) {
  const name = newElementId();
  const radios = KINDS.map((one) => make("input", { type: "radio", name, value: one, checked: one === kind }));
  const choice = make("div", { class: "kinds", role: "radiogroup" }, ...radios.map((radio) => make("label", { class: "choice" }, radio, text(`report_${radio.value}`))));
  const comment = make("textarea", { rows: "3", maxlength: String(MAX_COMMENT_CHARS), "aria-label": text("report_comment"), placeholder: text("report_comment") });
  const waiting = campaign.filter(({ state }) => state === "waiting");
  const all = make("input", { type: "checkbox", checked: waiting.length > 0 });
  const allField = waiting.length === 0 ? [] : [make("label", { class: "choice" }, all, text("inbox_answer_all", String(waiting.length + 1)))];
  return {
    fields: [make("p", { class: "hint" }, text("inbox_answer_hint")), choice, comment, ...allField],
    kind: () => /** @type {ReportKind} */ (radios.find(({ checked }) => checked)?.value ?? "other"),
    text: () => comment.value,
    ids: () => [id, ...(all.checked ? waiting.map((other) => other.id) : [])],
  };
}

/**
 * Asks once more, in the button itself.
 * @param {InboxReport} report
 * @param {Desk} desk
 * @param {string} session
 */
function deleteButton({ id }, { text, api, open, fail }, session) {
  const remove = button(text("inbox_delete"), async () => {
    if (!("sure" in remove.dataset)) {
      remove.dataset["sure"] = "";
      remove.textContent = text("desk_key_forget_sure");
      return;
    }
    await api.asAdmin(session, `/v1/reports/${id}`, "DELETE").then(() => open("inbox"), fail);
  }, { class: "plain danger", id: "delete" });
  return remove;
}
