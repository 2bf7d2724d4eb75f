// @ts-check
// The page's wiring: a message comes in by hand, by file or by drop; its verdict goes out.

import { drawAnswer, drawFailure } from "./answer.js";
import { language, speak, t } from "./texts.js";

/** @typedef {import("./answer.js").Answer} Answer */

const HEADER_BYTES = 262_144; // bytes in which a header block is looked for: what the server reads of one
const PREVIEW = 200_000; // bytes of a file that are shown; all of it is sent

const form = /** @type {HTMLFormElement} */ (find("form"));
const message = /** @type {HTMLTextAreaElement} */ (find("message"));
const picker = /** @type {HTMLInputElement} */ (find("picker"));
const token = /** @type {HTMLInputElement} */ (find("token"));
const button = find("check");

/** A file as it is, until its text is edited. @type {Blob | null} */
let file = null;
/** Only the newest check may draw. */
let requestNumber = 0;
/** What is shown, so that another language can show it again. @type {(() => Promise<void>) | null} */
let redraw = null;
/** Until then there are no words for what comes of a check; without them their keys are shown. */
const spoken = speak(document.documentElement.lang).catch(() => undefined);

/** @param {string} id */
function find(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id}`);
  return element;
}

/** Check what is in the field, or the file. */
async function check() {
  await spoken;
  const body = file ?? message.value.replace(/^\s+/, "");
  if (body instanceof Blob ? body.size === 0 : body === "") {
    showSentence(body instanceof Blob ? "page.empty_file" : "page.empty");
    if (!isBelowForm()) message.focus(); // on a phone the page would scroll away from the sentence
    return;
  }
  if (!(await looksLikeMessage(body))) {
    showSentence("page.not_a_message");
    return;
  }
  redraw = check;
  const number = ++requestNumber;
  busy(true);
  const drawn = await ask(body);
  if (number !== requestNumber) return;
  busy(false);
  show(drawn);
}

/** A header block has at least one of these fields (RFC 5322); a photo, or a text alone, has none. @param {Blob | string} body */
async function looksLikeMessage(body) {
  const start = body instanceof Blob ? await body.slice(0, HEADER_BYTES).text() : body.slice(0, HEADER_BYTES);
  const header = start.split(/\r?\n\r?\n/, 1)[0] ?? "";
  return /^(from|sender|to|date|subject|received|message-id|return-path|delivered-to)[ \t]*:/im.test(header);
}

/** @param {Blob | string} body */
async function ask(body) {
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "message/rfc822", "Accept-Language": language() };
  if (token.value) headers["Authorization"] = `Bearer ${token.value}`;
  try {
    const response = await fetch("v1/check", { method: "POST", headers, body, credentials: "omit" });
    if (response.ok) return drawAnswer(/** @type {Answer} */ (await response.json()));
    return await drawProblem(response);
  } catch {
    return drawFailure(t("page.unreachable"));
  }
}

/** @param {Response} response */
async function drawProblem(response) {
  if (response.status === 401) {
    find("token-row").hidden = false;
    token.focus();
    return drawFailure(t("page.token_hint"));
  }
  if (response.status === 413) return drawFailure(t("page.too_large"));
  if (response.status === 429) return drawFailure(t("page.busy"));
  const problem = await response.json().catch(() => ({}));
  return drawFailure(String(problem.detail ?? t("page.unreachable")));
}

/** On a narrow screen the result stands below the form, otherwise beside it. */
function isBelowForm() {
  return find("result").offsetTop >= form.offsetTop + form.offsetHeight;
}

/** @param {HTMLElement} drawn */
function show(drawn) {
  find("legend").hidden = true;
  find("answer").hidden = false;
  find("answer").replaceChildren(drawn);
  find("clear").hidden = false;
  const result = find("result");
  if (result.getBoundingClientRect().top > innerHeight * 0.6) result.scrollIntoView({ block: "start" });
}

/** A sentence instead of an answer. @param {string} key */
function showSentence(key) {
  requestNumber += 1;
  busy(false);
  redraw = async () => show(drawFailure(t(key)));
  void redraw();
}

/** @param {boolean} yes */
function busy(yes) {
  button.setAttribute("aria-busy", String(yes));
  button.textContent = t(yes ? "page.checking" : "page.check");
}

/** Take a file as it is and check it. @param {File} given */
async function takeFile(given) {
  message.value = await given.slice(0, PREVIEW).text();
  file = given;
  find("file").textContent = given.name;
  find("file").hidden = false;
  await check();
}

/** @param {string} text */
async function takeText(text) {
  forgetFile();
  message.value = text;
  await check();
}

function forgetFile() {
  file = null;
  find("file").hidden = true;
}

function clear() {
  requestNumber += 1;
  redraw = null;
  busy(false);
  forgetFile();
  form.reset();
  find("answer").replaceChildren();
  find("answer").hidden = true;
  find("legend").hidden = false;
  find("clear").hidden = true;
  message.focus();
}

/** @param {DataTransfer} data */
async function takeDrop(data) {
  const first = data.files[0];
  if (first) return takeFile(first);
  const text = data.getData("text/plain");
  return text ? takeText(text) : undefined;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void check();
});
message.addEventListener("input", () => {
  forgetFile();
  find("clear").hidden = message.value === "" && find("answer").hidden;
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    void check();
  }
});
find("choose").addEventListener("click", () => picker.click());
picker.addEventListener("change", () => {
  const chosen = picker.files?.[0];
  picker.value = "";
  if (chosen) void takeFile(chosen);
});
find("clear").addEventListener("click", clear);

for (const sample of document.querySelectorAll("[data-sample]")) {
  sample.addEventListener("click", async () => {
    const response = await fetch(`samples/${sample.getAttribute("data-sample")}.eml`).catch(() => null);
    if (response?.ok) await takeText(await response.text());
    else showSentence("page.unreachable");
  });
}

for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    await speak(link.getAttribute("lang") ?? "en").catch(() => undefined);
    for (const other of document.querySelectorAll(".languages a")) {
      if (other.getAttribute("lang") === language()) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    }
    if (redraw) await redraw();
  });
}

const drop = find("drop");
addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.hidden = false;
});
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) drop.hidden = true;
});
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.hidden = true;
  if (event.dataTransfer) void takeDrop(event.dataTransfer);
});
