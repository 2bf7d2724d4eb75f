/** The form of a reader's report, in the pane: all that will be sent stands there before it is sent. */

import { dateText } from "./extension/modules/judgement/badge_view.js";
import { ServerError } from "./extension/modules/errors.js";
import { linesOf, MAX_COMMENT_CHARS, reportOf } from "./extension/modules/server/report.js";

const READER_KEY = "lencana:reader";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {{facts: ReportFacts, source: (() => Promise<string | null>) | null}} about `source` where the whole message may be sent
 * @param {Api} api
 * @param {MessageLookup} lookup
 */
export function showReportForm({ facts, source }, api, lookup) {
  const form = /** @type {HTMLFormElement} */ (byId("report"));
  const comment = /** @type {HTMLTextAreaElement} */ (byId("comment"));
  const whole = /** @type {HTMLInputElement} */ (byId("whole"));
  const id = crypto.randomUUID(); // made once: what is sent twice is stored once
  const reader = readerId();
  form.reset();
  comment.maxLength = MAX_COMMENT_CHARS;
  byId("whole-field").hidden = source === null;
  byId("will-heading").textContent = lookup("report_will", location.host);

  /** @returns {{kind: ReportKind | "", report: ReaderReport}} */
  const asItStands = () => {
    const kind = /** @type {ReportKind | ""} */ (new FormData(form).get("kind") ?? "");
    return { kind, report: reportOf(facts, { id, kind: kind || "other", comment: comment.value, reader }) };
  };
  const showFields = () => {
    const { kind, report } = asItStands();
    const lines = linesOf({ ...report, kind }, whole.checked, lookup);
    byId("fields").replaceChildren(...lines.flatMap(({ label, value }) => [element("dt", label), element("dd", element("bdi", value))]));
  };
  form.oninput = showFields;
  form.onsubmit = (event) => {
    event.preventDefault();
    void send(asItStands().report, whole.checked ? source : null, api, lookup);
  };
  byId("cancel").onclick = () => form.toggleAttribute("hidden", true);
  byId("report-error").hidden = true;
  showFields();
  form.hidden = false;
  form.querySelector("input")?.focus();
}

/**
 * @param {ReaderReport} report
 * @param {(() => Promise<string | null>) | null} source
 * @param {Api} api
 * @param {MessageLookup} lookup
 */
async function send(report, source, api, lookup) {
  const button = /** @type {HTMLButtonElement} */ (byId("send"));
  button.disabled = true;
  const raw = source === null ? null : await source();
  const isGone = source !== null && raw === null;
  const sent = isGone ? null : await api.report(raw === null ? report : { ...report, raw }).catch(asServerError);
  button.disabled = false;
  if (typeof sent === "number") return showThanks(sent, lookup);
  const isRefused = sent?.reason === "server_error";
  byId("report-error").textContent = isGone
    ? lookup("report_gone")
    : isRefused
      ? lookup("report_refused", sent.detail || String(sent.status))
      : lookup("cause_unreachable", location.host);
  byId("report-error").hidden = false;
}

/**
 * @param {number} expires milliseconds since 1970
 * @param {MessageLookup} lookup
 */
function showThanks(expires, lookup) {
  byId("report").hidden = true;
  byId("thanks").textContent = `${lookup("report_thanks")} ${lookup("report_next", dateText(expires, lookup))}`;
  byId("thanks").hidden = false;
}

/**
 * @param {unknown} error
 * @returns {ServerError}
 */
function asServerError(error) {
  if (error instanceof ServerError) return error;
  throw error;
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

/** A random number of this installation: it counts readers, and names nobody. */
function readerId() {
  const stored = localStorage.getItem(READER_KEY);
  if (stored !== null) return stored;
  const reader = crypto.randomUUID();
  localStorage.setItem(READER_KEY, reader);
  return reader;
}
