/** The desk: where an admin sees, changes and signs the list. A page of the extension, so that no server gets near a key. */

import { ext } from "../ext.js";
import { createAdminApi } from "../modules/server/admin_api.js";
import { record } from "../modules/decoders.js";
import { loadSettings } from "../modules/settings/managed.js";
import { localise } from "../pages/localise.js";
import { make } from "./dom.js";
import { Draft } from "./list/draft.js";
import { readInForce } from "./list/in_force.js";
import { readPacks } from "./list/packs.js";
import { sessionKeeper } from "./session_keeper.js";
import { VIEWS } from "./views.js";
import { errorText } from "./words.js";

const text = ext.i18nMessage;
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {(() => void) | void} */
let endView;

async function start() {
  localise(document, text);
  const settings = await loadSettings(ext);
  byId("server").textContent = settings.pin === "" ? "" : new URL(settings.server).host;
  const key = `desk_draft:${settings.pin}`; // a draft of one organisation's list is none of another's
  const draft = new Draft({ read: () => ext.local.read(key), write: (value) => ext.local.write(key, value) });
  const inForce = settings.pin === "" ? null : await renewed(settings);
  if (inForce === null) return showSetUp();
  const desk = deskOf(settings, draft, inForce);
  if (await draft.load(inForce.list)) desk.say(text("desk_newer"));
  draft.onChange(() => showTabs(desk));
  addEventListener("hashchange", () => show(desk));
  addEventListener("focus", () => void draft.takeOver()); // another tab may have changed it
  show(desk, false);
  document.body.dataset["ready"] = "yes";
}

/**
 * The list in force, once the background has asked the server for a newer one.
 * @param {SettingsInForce} settings
 */
async function renewed({ pin }) {
  const { problem = "unreachable" } = record(await ext.send({ type: "renew" }));
  return readInForce(await ext.local.read("trust"), pin, typeof problem === "string" ? problem : null).catch((error) => {
    fail(error);
    return null;
  });
}

/**
 * @param {SettingsInForce} settings
 * @param {Draft} draft
 * @param {InForce} first
 * @returns {Desk}
 */
function deskOf(settings, draft, first) {
  let inForce = first;
  const mayBeUsed = (/** @type {string} */ keyid) => inForce.root.roles.allowlist.keyids.includes(keyid);
  const sessions = sessionKeeper({ local: ext.session, server: settings.server, now: Date.now, mayBeUsed });
  const api = createAdminApi(settings, text("language"));
  /** @type {Promise<import("./list/packs.js").Pack[]> | undefined} */
  let packs;
  /** @type {Desk} */
  const desk = {
    settings,
    draft,
    text,
    api,
    packs: () => (packs ??= api.packs().then(readPacks)),
    get inForce() {
      return inForce;
    },
    async refresh() {
      inForce = (await renewed(settings)) ?? inForce;
      await draft.load(inForce.list);
    },
    open: (route) => void (location.hash = route),
    say: (said) => void (byId("said").textContent = said),
    showTabs: () => showTabs(desk),
    fail: (error) => fail(error, settings.server),
    authorization: sessions.authorization,
    unlock: async (signer) => void (await sessions.unlock(signer)),
  };
  return desk;
}

/**
 * The view that the address names; the focus goes to its heading, where whoever cannot see the page begins to read.
 * @param {Desk} desk
 */
function show(desk, moveFocus = true) {
  const [id = "", ...path] = location.hash.slice(1).split("/"); // ids of brands and views need no escapes
  const view = VIEWS.find((one) => one.id === id) ?? VIEWS[0];
  if (view === undefined) return;
  endView?.();
  fail();
  const place = byId("view");
  place.replaceChildren();
  place.dataset["view"] = view.id;
  byId("heading").textContent = text(view.name);
  document.title = `${text(view.name)} · ${text("desk_title")}`;
  endView = view.mount(place, desk, path);
  showTabs(desk);
  if (!moveFocus) return;
  scrollTo(0, 0);
  const wanted = /** @type {HTMLElement | null} */ (place.querySelector("[autofocus]"));
  (wanted ?? byId("heading")).focus();
}

/** @param {Desk} desk */
function showTabs(desk) {
  const current = byId("view").dataset["view"];
  const tabs = VIEWS.map((view) => {
    const count = view.badge?.(desk) ?? "";
    return make("a", { href: `#${view.id}`, ...(view.id === current ? { "aria-current": "page" } : {}) }, text(view.name), count !== "" && make("span", { class: "count" }, count));
  });
  const focused = [...byId("views").children].indexOf(/** @type {Element} */ (document.activeElement));
  byId("views").replaceChildren(...tabs);
  tabs[focused]?.focus();
  byId("views").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Nothing to show before the settings are made. */
function showSetUp() {
  byId("heading").textContent = text("desk_title");
  byId("view").replaceChildren(make("p", {}, text("desk_no_list"), " ", make("a", { href: "../pages/options/options.html" }, text("action_settings"))));
  document.body.dataset["ready"] = "yes";
}

/**
 * @param {unknown} [error] none: take it back
 * @param {string} [server]
 */
function fail(error, server = "") {
  const place = byId("error");
  place.hidden = error === undefined;
  if (error === undefined) return;
  place.textContent = errorText(error, server, text);
  place.scrollIntoView({ block: "nearest" });
}

void start();
