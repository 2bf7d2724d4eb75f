/** Says again what the badges in the tab say, where no page can draw. */

import { ext } from "../ext.js";
import { localise } from "../modules/localise.js";
import { loadSettings } from "../modules/managed.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The tab that we were opened on; tests name one in the address, because they open us in a tab of our own. */
async function tabId() {
  const named = new URLSearchParams(location.search).get("tab");
  return named === null ? ext.tabs.front() : Number(named);
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

async function start() {
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
