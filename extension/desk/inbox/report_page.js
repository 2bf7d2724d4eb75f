/** One report: what the reader says of which message; and beside it what can be done about it. */

import { fromBase64 } from "../../modules/trust/bytes.js";
import { button, download, make } from "../dom.js";
import { kindPill, timeText, verdictPill } from "./list.js";
import { actions } from "./report_actions.js";

const SHOWN_CHARS = 200_000; // of a message's source

/**
 * @param {InboxReport} report
 * @param {readonly InboxReport[]} campaign the others of it
 * @param {Desk} desk
 * @param {string} session
 */
export function reportPage(report, campaign, desk, session) {
  const { text, open } = desk;
  const { name = "", address = "" } = report.sender ?? {};
  const back = make("p", { class: "back" }, button(text("inbox_back"), () => open("inbox"), { class: "link" }));
  const said = make(
    "section",
    { class: "card said" },
    make("div", { class: "line" }, kindPill(report.kind, 1, text), make("time", { class: "soft" }, timeText(report.at, text))),
    report.comment !== "" && make("blockquote", {}, report.comment),
    report.answer !== null && make("p", { class: "answered" }, make("strong", {}, text(`answer_${report.answer.kind}`)), " ", make("bdi", {}, report.answer.text)),
  );
  const message = make(
    "section",
    { class: "card message" },
    make("h2", {}, make("bdi", {}, report.subject || "—")),
    make("p", { class: "sender" }, make("bdi", {}, name), " ", make("bdi", { class: "address" }, address || text("sender_none"))),
    make("div", { class: "verdicts" }, fact(text("inbox_then"), verdictPill(report.verdict, text), codes(report.codes)), fact(text("inbox_now"), verdictPill(report.now?.verdict ?? null, text), codes(report.now?.codes ?? []))),
    make("dl", { class: "facts" }, ...facts(report, text)),
    report.raw !== null && source(report, text),
  );
  return make("div", { class: "report" }, back, make("div", { class: "columns" }, make("div", { class: "steps" }, said, message, others(campaign, text)), actions(report, campaign, desk, session)));
}

/**
 * @param {string} label
 * @param {(Node | string)[]} values
 */
function fact(label, ...values) {
  return make("div", {}, make("h3", {}, label), ...values);
}

/** @param {readonly string[]} found */
function codes(found) {
  return make("p", { class: "codes soft" }, found.join(", "));
}

/**
 * @param {InboxReport} report
 * @param {MessageLookup} text
 */
function facts({ webmail, origin, allowlistVersion, diagnosis, expires }, text) {
  const lines = [
    [text("report_field_origin"), text(`report_origin_${origin}`)],
    [text("options_webmail_heading"), webmail ?? ""],
    [text("fact_list"), String(allowlistVersion ?? "")],
    [text("diagnosis"), diagnosis],
    [text("inbox_deleted"), timeText(expires, text)],
  ];
  return lines.filter(([, value]) => value).flatMap(([label = "", value = ""]) => [make("dt", {}, label), make("dd", {}, value)]);
}

/**
 * The whole message as text, and as a file.
 * @param {InboxReport} report
 * @param {MessageLookup} text
 */
function source({ id, raw }, text) {
  const bytes = fromBase64(raw ?? "") ?? new Uint8Array();
  const save = button(text("inbox_save"), () => download(`${id}.eml`, bytes));
  const shown = new TextDecoder().decode(bytes.subarray(0, SHOWN_CHARS));
  return make("details", { class: "source" }, make("summary", {}, text("report_field_raw")), make("pre", { dir: "ltr" }, shown), save);
}

/**
 * @param {readonly InboxReport[]} campaign
 * @param {MessageLookup} text
 */
function others(campaign, text) {
  if (campaign.length === 0) return "";
  const items = campaign.map(({ id, kind, at, comment, subject }) =>
    make(
      "li",
      {},
      make("div", { class: "line" }, make("a", { href: `#inbox/${id}` }, make("bdi", {}, subject || "—")), kindPill(kind, 1, text)),
      comment !== "" && make("p", {}, make("bdi", {}, comment)),
      make("time", { class: "soft" }, timeText(at, text)),
    ),
  );
  return make("section", { class: "card" }, make("h2", {}, text("inbox_campaign")), make("ul", { class: "campaigns" }, ...items));
}
