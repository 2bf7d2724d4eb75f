/** The inbox: what readers report, by domain and campaign; one report, and what is to be done about it. */

import { ServerError } from "../../modules/errors.js";
import { button, make } from "../dom.js";
import { domainCards } from "../inbox/list.js";
import { sendAnswers } from "../inbox/pending.js";
import { reportPage } from "../inbox/report_page.js";
import { decodePage, decodeReport } from "../inbox/reports.js";
import { keyForm } from "../keys/key_form.js";

const STATES = Object.freeze(/** @type {const} */ (["waiting", "closed"]));
const PAGE_REPORTS = 50;

/** How many wait, as the server last said. */
let waiting = 0;
let isCounted = false;

/** @type {DeskView} */
export const inboxView = {
  id: "inbox",
  name: "inbox",
  badge(desk) {
    if (!isCounted) void count(desk).catch(() => undefined); // the inbox itself says what is wrong
    return waiting > 0 ? String(waiting) : "";
  },
  mount(place, desk, [id = ""]) {
    isCounted = true; // what it shows says how many
    const shown = { isOpen: true };
    void open(place, desk, id, shown).catch((error) => shown.isOpen && desk.fail(error));
    return () => void (shown.isOpen = false);
  },
};

/**
 * Once, where that needs no key to be chosen.
 * @param {Desk} desk
 */
async function count(desk) {
  isCounted = true;
  const session = await desk.authorization();
  if (session !== null) await fetchPage(desk, session, "waiting");
}

/**
 * @param {HTMLElement} place
 * @param {Desk} desk
 * @param {string} id of a report, or the name of a state
 * @param {{isOpen: boolean}} shown whether the view is still there
 */
async function open(place, desk, id, shown) {
  const session = await desk.authorization();
  if (!shown.isOpen) return;
  if (session === null) return void place.replaceChildren(unlock(place, desk, id, shown));
  const answered = await sendAnswers(desk).catch(() => 0);
  if (answered > 0) desk.say(desk.text("inbox_answered", String(answered)));
  const state = STATES.find((one) => one === id) ?? "waiting";
  if (id === "" || state === id) return showList(place, desk, session, state, shown);
  const report = decodeReport(await desk.api.asAdmin(session, `/v1/reports/${encodeURIComponent(id)}`));
  if (report?.id !== id) throw new ServerError("bad_answer"); // another report, and its reader would be answered
  const campaign = await fetchPage(desk, session, report.state).then(({ reports }) => reports.filter((other) => other.group === report.group && other.id !== report.id));
  if (shown.isOpen) place.replaceChildren(reportPage(report, campaign, desk, session));
}

/**
 * Only holders of a list key see reports.
 * @param {HTMLElement} place
 * @param {Desk} desk
 * @param {string} id
 * @param {{isOpen: boolean}} shown
 */
function unlock(place, desk, id, shown) {
  const form = keyForm(desk, desk.text("inbox_unlock"), async (signer) => {
    await desk.unlock(signer);
    await open(place, desk, id, shown);
  });
  return make("section", { class: "card unlock" }, make("p", { class: "hint" }, desk.text("inbox_unlock_hint")), form);
}

/**
 * @param {HTMLElement} place
 * @param {Desk} desk
 * @param {string} session
 * @param {typeof STATES[number]} state
 * @param {{isOpen: boolean}} shown
 */
async function showList(place, desk, session, state, shown) {
  let page = await fetchPage(desk, session, state);
  const list = make("div", { class: "domains" });
  const more = button(desk.text("inbox_older"), async () => {
    const next = await fetchPage(desk, session, state, page.next);
    page = { ...next, reports: [...page.reports, ...next.reports] };
    show();
  });
  if (!shown.isOpen) return;
  place.replaceChildren(states(state, desk), list, more);
  show();

  function show() {
    list.replaceChildren(...domainCards(page, desk));
    more.hidden = page.next === null;
  }
}

/**
 * @param {typeof STATES[number]} state that is shown
 * @param {Desk} desk
 */
function states(state, { text }) {
  const links = STATES.map((one) => make("a", { href: `#inbox/${one}`, ...(one === state ? { "aria-current": "true" } : {}) }, text(`inbox_${one}`)));
  return make("nav", { class: "states", "aria-label": text("inbox") }, ...links);
}

/**
 * @param {Desk} desk
 * @param {string} session
 * @param {string} state
 * @param {string | null} [before]
 */
async function fetchPage({ api, showTabs }, session, state, before = null) {
  const query = new URLSearchParams({ state, limit: String(PAGE_REPORTS), ...(before === null ? {} : { before }) });
  const page = decodePage(await api.asAdmin(session, `/v1/reports?${query}`));
  if (page === undefined) throw new ServerError("bad_answer");
  waiting = page.waiting;
  showTabs();
  return page;
}
