/** Repeats the badges of the tab where no page can draw, and checks saved messages. */

import { ext } from "../../ext.js";
import { badgeView, checkingView, isList, popupView } from "../../modules/judgement/badge_view.js";
import { MAX_RAW_MESSAGE_BYTES } from "../../modules/limits.js";
import { loadSettings } from "../../modules/settings/managed.js";
import { unchecked } from "../../modules/judgement/verdict.js";
import { showAnswers } from "../answers.js";
import { localise } from "../localise.js";

const HEADER_FIELD = /^[!-9;-~]+:[ \t]/; // RFC 5322 section 2.2

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The tab whose badges to show: the address may name one, or "checked" for what the context menu asked about; otherwise the active one. */
async function tabId() {
  const fromAddress = new URLSearchParams(location.search).get("tab");
  return fromAddress ?? ext.tabs.front();
}

/**
 * The open messages; apart from them, and below, the marks of the list, which say nothing of an open message.
 * @param {Tab} tab
 * @param {boolean} isSetUp
 * @param {(message: TabMessage) => void} report
 */
function show(tab, isSetUp, report = (message) => void reportOpen(message)) {
  const messages = tab.filter((message) => !isList(message));
  const lists = tab.filter(isList);
  byId("messages").replaceChildren(...messages.map((message) => badgeOf(message, () => report(message))));
  byId("list-marks").replaceChildren(...lists.map((list) => badgeOf(list, () => undefined)));
  const badges = [...document.querySelectorAll(".badge")];
  if (badges.length > 1) for (const [i, badge] of badges.entries()) badge.setAttribute("aria-label", `Lencana ${i + 1}`); // of one name none can be told apart
  byId("list").hidden = lists.length === 0;
  byId("not-set-up").hidden = isSetUp || tab.length > 0;
  byId("none").hidden = !isSetUp || tab.length > 0;
}

/**
 * @param {TabMessage} message
 * @param {() => void} report
 */
function badgeOf(message, report) {
  const view = popupView(message, ext.i18nMessage);
  const badge = Lencana.createBadge((type) => (type === "report" ? report() : void ext.openSettings()));
  badge.element.dataset["theme"] = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  // "Try again" belongs to the page: only it still has the message.
  badge.show(view.action?.type === "retry" ? { ...view, action: null } : view);
  return badge.element;
}

/**
 * The page that shows the message says what it is about.
 * @param {TabMessage} message
 */
async function reportOpen({ page, id }) {
  await ext.send({ type: "report_open", tab: Number(await tabId()), page, id });
}

/**
 * Check a saved message that was dropped here or chosen.
 * @param {File | undefined} file
 */
async function checkFile(file) {
  if (file === undefined) return;
  const showOne = (/** @type {BadgeView} */ view, report = () => {}) => show([{ page: "", frameId: 0, id: "file", view }], true, report);
  showOne(checkingView(ext.i18nMessage));
  const raw = file.size > MAX_RAW_MESSAGE_BYTES ? null : await Lencana.base64(file).catch(() => null);
  const reply = raw === null ? null : /** @type {FileReply | "refused" | null} */ (await ext.send({ type: "file", raw }));
  if (raw === null || reply === null || reply === "refused") return showOne(badgeView(unchecked("file"), ext.i18nMessage));
  showOne(reply.view, () => void ext.send({ type: "report_file", raw, outcome: reply.outcome }));
}

/**
 * Check a source that was copied in a webmail and pasted here.
 * @param {string} text
 */
function checkSource(text) {
  const source = text.trimStart();
  if (!HEADER_FIELD.test(source)) return byId("no-source").removeAttribute("hidden");
  byId("no-source").hidden = true;
  void checkFile(new File([source.replace(/\r?\n/g, "\r\n")], ext.i18nMessage("popup_pasted"), { type: "message/rfc822" }));
}

/** Where no message is read: is that because the tab shows none, or because we do not know the webmail? */
async function showWhy() {
  const tab = Number(await tabId());
  const isKnown = ext.isMailProgram || (Number.isInteger(tab) && (await ext.tabs.webmail(tab)) !== "");
  byId("known").hidden = !isKnown;
  byId("unknown").hidden = isKnown;
}

function listen() {
  const drop = byId("drop");
  const file = /** @type {HTMLInputElement} */ (byId("file"));
  file.addEventListener("change", () => void checkFile(file.files?.[0]));
  document.addEventListener("paste", (event) => {
    event.preventDefault();
    checkSource(event.clipboardData?.getData("text/plain") ?? "");
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    void checkFile(event.dataTransfer?.files[0]);
  });
}

async function start() {
  listen();
  localise(document, ext.i18nMessage);
  if (ext.isMailProgram) byId("set-up-steps").textContent = ext.i18nMessage("remedy_not_set_up");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(Lencana.badgeStyles);
  document.adoptedStyleSheets = [sheet];
  byId("settings").addEventListener("click", () => void ext.openSettings());
  byId("set-up").addEventListener("click", () => void ext.openSettings());
  const { server, pin } = await loadSettings(ext);
  byId("server").textContent = ext.i18nMessage("popup_server", server);
  const key = `tab:${await tabId()}`;
  const refresh = async () => show(/** @type {Tab} */ ((await ext.session.read(key)) ?? []), pin !== "");
  ext.onStored("session", key, () => void refresh());
  await showWhy();
  await refresh();
  await showAnswers(byId("answers"));
  document.body.dataset["ready"] = "yes";
}

void start();
