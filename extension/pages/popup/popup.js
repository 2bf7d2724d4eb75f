/** Repeats the badges of the tab where no page can draw, and checks saved messages. */

import { ext } from "../../ext.js";
import { badgeView, checkingView, popupView } from "../../modules/badge_view.js";
import { MAX_RAW_MESSAGE_BYTES } from "../../modules/limits.js";
import { loadSettings } from "../../modules/managed.js";
import { unchecked } from "../../modules/verdict.js";
import { localise } from "../localise.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The tab whose badges to show: the address may name one, or "checked" for what the context menu asked about; otherwise the active one. */
async function tabId() {
  const fromAddress = new URLSearchParams(location.search).get("tab");
  return fromAddress ?? ext.tabs.front();
}

/**
 * @param {Tab} tab
 * @param {boolean} isSetUp
 */
function show(tab, isSetUp) {
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const badges = tab.map((message) => {
    const view = popupView(message, ext.i18nMessage);
    const badge = Lencana.createBadge(ext.openSettings);
    badge.element.dataset["theme"] = theme;
    // "Try again" belongs to the page: only it still has the message.
    badge.show(view.action?.type === "retry" ? { ...view, action: null } : view);
    return badge.element;
  });
  byId("messages").replaceChildren(...badges);
  byId("not-set-up").hidden = isSetUp || tab.length > 0;
  byId("none").hidden = !isSetUp || tab.length > 0;
}

/**
 * Check a saved message that was dropped here or chosen.
 * @param {File | undefined} file
 */
async function checkFile(file) {
  if (file === undefined) return;
  const showOne = (/** @type {BadgeView} */ view) => show([{ page: "", frameId: 0, id: file.name, view }], true);
  showOne(checkingView(ext.i18nMessage));
  const raw = file.size > MAX_RAW_MESSAGE_BYTES ? null : await Lencana.base64(file).catch(() => null);
  const view = raw === null ? null : /** @type {BadgeView | "refused" | null} */ (await ext.send({ type: "file", raw }));
  showOne(view === null || view === "refused" ? badgeView(unchecked("file"), ext.i18nMessage) : view);
}

function listen() {
  const drop = byId("drop");
  const file = /** @type {HTMLInputElement} */ (byId("file"));
  file.addEventListener("change", () => void checkFile(file.files?.[0]));
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
  await refresh();
  document.body.dataset["ready"] = "yes";
}

void start();
