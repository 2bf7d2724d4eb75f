/** The pane: the badge of the message that is open, again for each one while the pane is pinned, and the reader's report of it. */

import { check } from "./extension/background/check.js";
import { createApi } from "./extension/modules/server/api.js";
import { badgeView, checkingView } from "./extension/modules/judgement/badge_view.js";
import { ServerError } from "./extension/modules/errors.js";
import { readOffer } from "./extension/modules/server/join.js";
import { factsOfPage, outcomeOf } from "./extension/modules/server/report.js";
import { inGroups } from "./extension/modules/settings/settings.js";
import { ListInForce } from "./extension/modules/trust/list_in_force.js";
import { unchecked } from "./extension/modules/judgement/verdict.js";
import { localise } from "./extension/pages/localise.js";
import { evidenceOf, hasSource, sourceOf } from "./mail_item.js";
import { showReportForm } from "./report_form.js";
import { loadSettings, saveSettings, trustStore } from "./settings.js";

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {OutlookContext} context
 * @param {MessageLookup} lookup
 */
export async function openPane(context, lookup) {
  localise(document, lookup);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(Lencana.badgeStyles);
  document.adoptedStyleSheets = [sheet];
  const pane = new MessagePane(context, lookup);
  context.mailbox.addHandlerAsync("olkItemSelectedChanged", () => void pane.show());
  await pane.show();
}

class MessagePane {
  #context;
  #lookup;
  #listInForce = new ListInForce(trustStore(), Date.now);
  #backOff = { until: 0 };
  /** What a slower answer belongs to must still be what is shown. */
  #shown = 0;

  /**
   * @param {OutlookContext} context
   * @param {MessageLookup} lookup
   */
  constructor(context, lookup) {
    this.#context = context;
    this.#lookup = lookup;
  }

  /** Judge the message that is open now. */
  async show() {
    const turn = ++this.#shown;
    for (const id of ["join", "report", "thanks"]) byId(id).hidden = true;
    const { item } = this.#context.mailbox;
    byId("none").hidden = item != null;
    byId("message").replaceChildren();
    if (item == null) return;
    const settings = loadSettings(this.#context);
    if (settings.pin === "") return this.#offerToJoin(settings);
    this.#draw(checkingView(this.#lookup), () => undefined);
    const api = this.#api(settings);
    const evidence = await evidenceOf(item).catch(() => null);
    const [judgement, mode] = await Promise.all([this.#judge(item, evidence, settings), api.reports().catch(() => "off")]);
    if (turn !== this.#shown) return;
    const source = mode === "messages" && hasSource(item, this.#context) ? () => sourceOf(item, this.#context) : null;
    const facts = factsOfPage(outcomeOf(judgement), evidence, "");
    this.#draw(badgeView(judgement, this.#lookup, mode !== "off"), () => showReportForm({ facts, source }, api, this.#lookup));
  }

  /**
   * The whole message is sent only where the server says that it could change the verdict.
   * @param {OutlookItem} item
   * @param {Evidence | null} evidence
   * @param {Settings} settings
   * @returns {Promise<Judgement>}
   */
  async #judge(item, evidence, settings) {
    if (evidence === null) return unchecked("unreadable");
    const context = { settings, permitted: true, api: this.#api(settings), listInForce: this.#listInForce };
    const message = /** @type {const} */ ({ type: "check", page: "", id: "", evidence });
    const first = await check({ ...message, raw: null }, context);
    const raw = first.needs === "raw" ? await sourceOf(item, this.#context) : null;
    return raw === null ? first.judgement : (await check({ ...message, raw }, context)).judgement;
  }

  /**
   * @param {BadgeView} view
   * @param {() => void} report
   */
  #draw(view, report) {
    const badge = Lencana.createBadge((type) => {
      if (type === "report") report();
      else if (type === "retry") void this.show();
      else void this.#offerToJoin(loadSettings(this.#context));
    });
    badge.element.dataset["theme"] = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    badge.show(view);
    byId("message").replaceChildren(badge.element);
  }

  /**
   * The fingerprint to compare, before anything is checked or any message leaves.
   * @param {Settings} settings
   */
  async #offerToJoin(settings) {
    const form = /** @type {HTMLFormElement} */ (byId("join"));
    const token = /** @type {HTMLInputElement} */ (byId("join-token"));
    const error = byId("join-error");
    const button = form.querySelector("button");
    error.hidden = true;
    button?.setAttribute("hidden", ""); // until there is a fingerprint to accept
    form.hidden = false;
    const host = new URL(settings.server).host;
    const offer = await readOffer(this.#api(settings), { accepted: "", expected: "" }, Date.now()).catch(() => null);
    byId("join-compare").textContent = this.#lookup(offer === null ? "error_not_lencana" : "options_join_compare", host);
    if (offer === null) return;
    byId("join-fingerprint").textContent = inGroups(offer.pin);
    byId("join-token-field").hidden = !offer.tokenRequired;
    form.onsubmit = async (event) => {
      event.preventDefault();
      const chosen = { ...settings, pin: offer.pin, token: token.value.trim() };
      const problem = await this.#api(chosen).checkToken().then(() => null, (failure) => failure);
      error.hidden = !(problem instanceof ServerError);
      error.textContent = this.#lookup("error_token_refused");
      if (problem !== null) return;
      await saveSettings(this.#context, chosen);
      await this.show();
    };
    button?.removeAttribute("hidden");
  }

  /** @param {Settings} settings */
  #api(settings) {
    return createApi(settings, this.#lookup("language"), this.#backOff);
  }
}
