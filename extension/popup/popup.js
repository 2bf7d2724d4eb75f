/** Says again what the badges in the tab say, where no page can draw. */

import { ext } from "../ext.js";
import { badgeView, checkingView } from "../modules/badge.js";
import { localise } from "../modules/localise.js";
import { loadSettings } from "../modules/managed.js";
import { unchecked } from "../modules/verdict.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const MOST = 25 * 1024 * 1024; // bytes

/** The tab that we were opened on; the address may name another, or "checked" for what the context menu asked about. */
async function tabId() {
  const named = new URLSearchParams(location.search).get("tab");
  return named ?? ext.tabs.front();
}

/** @param {Tab} tab @param {boolean} isSetUp */
function show(tab, isSetUp) {
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const badges = tab.map(({ view }) => {
    const badge = Lencana.draw(ext.openSettings);
    badge.element.dataset["theme"] = theme;
    // "Try again" belongs to the page: only it still has the message.
    badge.show(view.action?.type === "retry" ? { ...view, action: null } : view);
    return badge.element;
  });
  byId("messages").replaceChildren(...badges);
  byId("not-set-up").hidden = isSetUp || tab.length > 0;
  byId("none").hidden = !isSetUp || tab.length > 0;
}

/** A saved message: dropped on us, or chosen. @param {File | undefined} file */
async function checkFile(file) {
  if (file === undefined) return;
  const say = (/** @type {BadgeView} */ view) => show([{ page: "", frameId: 0, id: file.name, view }], true);
  say(checkingView(ext.words));
  const raw = file.size > MOST ? null : await Lencana.channel.base64(file).catch(() => null);
  const view = raw === null ? null : /** @type {BadgeView | "refused" | null} */ (await ext.send({ type: "file", raw }));
  say(view === null || view === "refused" ? badgeView(unchecked("file"), ext.words) : view);
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
  localise(document, ext.words);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(Lencana.style);
  document.adoptedStyleSheets = [sheet];
  byId("settings").addEventListener("click", () => void ext.openSettings());
  byId("set-up").addEventListener("click", () => void ext.openSettings());
  const { server, pin } = await loadSettings(ext);
  byId("server").textContent = ext.words("popup_server", server);
  const key = `tab:${await tabId()}`;
  const refresh = async () => show(/** @type {Tab} */ ((await ext.session.read(key)) ?? []), pin !== "");
  ext.onStored("session", key, () => void refresh());
  await refresh();
  document.body.dataset["ready"] = "yes";
}

void start();
