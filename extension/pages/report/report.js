/**
 * The form of a reader's report. It is a window of the extension, which no web page can read, draw or press (decision 0205). The
 * address names what it is about, once; then this page alone knows.
 */

import { ext } from "../../ext.js";
import { dateText } from "../../modules/judgement/badge_view.js";
import { linesOf, MAX_COMMENT_CHARS, reportOf } from "../../modules/server/report.js";
import { localise } from "../localise.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const comment = /** @type {HTMLTextAreaElement} */ (byId("comment"));
const whole = /** @type {HTMLInputElement} */ (byId("whole"));

/** Made once: what is sent twice is stored once. */
const REPORT_ID = crypto.randomUUID();

/**
 * What would be sent as the form stands.
 * @param {ReportForm} form
 * @param {string} reader
 */
function reportNow({ facts }, reader) {
  const checked = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=kind]:checked"));
  const kind = /** @type {ReportKind | ""} */ (checked?.value ?? "");
  return { kind, report: reportOf(facts, { id: REPORT_ID, kind: kind || "other", comment: comment.value, reader }) };
}

/**
 * Say what will be sent: every field of that very report.
 * @param {ReportForm} form
 * @param {string} reader
 */
function showFields(form, reader) {
  const { kind, report } = reportNow(form, reader);
  const lines = linesOf({ ...report, kind }, whole.checked, ext.i18nMessage);
  byId("fields").replaceChildren(...lines.flatMap(({ label, value }) => [element("dt", label), element("dd", element("bdi", value))]));
}

/**
 * @param {string} name
 * @param {Node | string} content
 */
function element(name, content) {
  const made = document.createElement(name);
  made.append(content);
  return made;
}

/**
 * @param {ReportForm} form
 * @param {string} reader
 */
async function send(form, reader) {
  const { report } = reportNow(form, reader);
  const source = whole.checked ? form.source : null;
  const button = /** @type {HTMLButtonElement} */ (byId("send"));
  button.disabled = true;
  const reply = /** @type {ReportReply | null} */ (await ext.send({ type: "report_send", report, server: form.server, source }).catch(() => null));
  button.disabled = false;
  if (reply?.state === "sent" || reply?.state === "waiting") showDone(reply, report.kind);
  else showError(reply);
}

/**
 * Thanks, and what happens next.
 * @param {{state: "sent", expires: number} | {state: string}} reply
 * @param {ReportKind} kind
 */
function showDone(reply, kind) {
  const isSent = "expires" in reply;
  byId("thanks").classList.toggle("sent", isSent);
  byId("thanks").textContent = ext.i18nMessage(isSent ? "report_thanks" : "report_waiting");
  byId("next").textContent = isSent ? ext.i18nMessage("report_next", dateText(reply.expires, ext.i18nMessage)) : ext.i18nMessage("report_waiting_next");
  byId("careful").hidden = kind !== "phish";
  byId("form").hidden = true;
  byId("done").hidden = false;
  byId("close").focus();
}

/** @param {ReportReply | null} reply */
function showError(reply) {
  const detail = reply !== null && "detail" in reply ? reply.detail : "";
  const key = reply?.state === "refused" ? "report_refused" : reply?.state === "gone" ? "report_gone" : "report_unreachable";
  byId("error").textContent = ext.i18nMessage(key, detail);
  byId("error").hidden = false;
  byId("error").scrollIntoView({ block: "nearest" });
}

/** A random number of this installation: it counts readers, and names nobody. */
async function readerId() {
  const stored = await ext.local.read("reader");
  if (typeof stored === "string") return stored;
  const reader = crypto.randomUUID();
  await ext.local.write("reader", reader);
  return reader;
}

/** @param {ReportForm} form */
function showAbout({ facts: { verdict, sender, subject }, server, source }) {
  byId("about").dataset["verdict"] = verdict ?? "";
  byId("about").prepend(Lencana.icon(verdict ?? "unchecked", ""));
  byId("about-subject").textContent = subject || "—";
  byId("about-sender").textContent = sender === null ? ext.i18nMessage("sender_none") : `${sender.name} <${sender.address}>`.trim();
  byId("will-heading").textContent = ext.i18nMessage("report_will", new URL(server).host);
  byId("whole-field").hidden = source === null;
  comment.maxLength = MAX_COMMENT_CHARS;
}

/**
 * @param {ReportForm} form
 * @param {string} reader
 */
function listen(form, reader) {
  byId("form").addEventListener("input", () => showFields(form, reader));
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form, reader);
  });
  byId("cancel").addEventListener("click", () => void ext.closeTab());
}

async function start() {
  localise(document, ext.i18nMessage);
  byId("close").addEventListener("click", () => void ext.closeTab());
  const handle = location.hash.slice(1);
  const form = /** @type {ReportForm | "refused" | null} */ (await ext.send({ type: "report_take", handle }).catch(() => null));
  if (form === null || form === "refused") {
    byId("thanks").textContent = ext.i18nMessage("report_gone"); // the page was loaded again
    byId("done").hidden = false;
  } else {
    const reader = await readerId();
    showAbout(form);
    showFields(form, reader);
    listen(form, reader);
    byId("form").hidden = false;
  }
  document.body.dataset["ready"] = "yes";
}

void start();
