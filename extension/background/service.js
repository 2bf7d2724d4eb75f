/** What the background does in a browser's tabs and in a mail program alike: settings, the signed list, reports, questions from our pages. */

import { createApi } from "../modules/server/api.js";
import { badgeView, checkingView } from "../modules/judgement/badge_view.js";
import { RENEWAL_HOURS } from "../modules/limits.js";
import { loadSettings } from "../modules/settings/managed.js";
import { matchPattern } from "../modules/settings/match_patterns.js";
import { outcomeOf } from "../modules/server/report.js";
import { ListInForce } from "../modules/trust/list_in_force.js";
import { checkFile, checkText } from "./check.js";
import { decodeMessage, isFromPage } from "./messages.js";
import { ReportForms } from "./report_forms.js";
import { Reports } from "./reports.js";

/** The answer to a page that may not ask this. An error is answered with null. */
export const REFUSED = "refused";

export class Service {
  #ext;
  #tabs;
  #listInForce;
  #reports;
  /** A busy server is left alone by everything that asks it. */
  #backOff = { until: 0 };

  /**
   * Adds all listeners at once: a worker that was evicted needs them when it wakes.
   * @param {Ext} ext
   * @param {import("./tabs.js").Tabs} tabs
   * @param {ServiceEvents} events
   */
  constructor(ext, tabs, { fromContent, onStart, onSettings }) {
    this.#ext = ext;
    this.#tabs = tabs;
    this.#listInForce = new ListInForce({ read: () => ext.local.read("trust"), write: (state) => ext.local.write("trust", state) }, Date.now);
    this.#reports = new Reports(ext, Date.now, ext.minuteAlarm("reports", () => void this.#sendWaiting()));
    this.reportForms = new ReportForms(ext, this.#reports, (settings) => this.#apiFor(settings));
    ext.onMessage(async (value, sender) => {
      const message = decodeMessage(value);
      if (message === null) return REFUSED;
      const settings = await loadSettings(ext);
      const isOurs = sender.url?.startsWith(ext.url("")) === true;
      if (isOurs) return isFromPage(message) ? this.#fromOurPage(message, settings) : REFUSED;
      return isFromPage(message) ? REFUSED : fromContent(message, sender, settings);
    });
    ext.onStart(onStart);
    ext.onStored("local", "settings", onSettings);
    ext.onStored("managed", "", () => void loadSettings(ext)); // which stores it as the last policy
    ext.onStored("local", "policy", onSettings);
    ext.onAlarm("renew", RENEWAL_HOURS * 60, () => void this.#renewUnasked());
    ext.permissions.onChanged(onSettings);
    ext.menu(ext.i18nMessage("menu_check"), (text, link) => void this.#checkSelected(text, link));
  }

  /**
   * @param {Settings} settings
   * @returns {Promise<CheckContext>}
   */
  async checkContext(settings) {
    const permitted = await this.#ext.permissions.has(matchPattern(settings.server));
    return { settings, permitted, api: this.#apiFor(settings), listInForce: this.#listInForce };
  }

  /** @param {Settings} settings */
  #apiFor(settings) {
    return createApi(settings, this.#ext.i18nMessage("language"), this.#backOff);
  }

  /**
   * @param {PageMessage} message
   * @param {Settings} settings
   */
  async #fromOurPage(message, settings) {
    if (message.type === "renew") return this.#renew(settings);
    if (message.type === "file") return this.#fileReply(message.raw, settings);
    if (message.type === "report_take") return this.reportForms.take(message.handle);
    if (message.type === "report_send") return this.reportForms.send(message, settings);
    if (message.type === "report_answers") return this.#renewReports(settings);
    if (message.type === "report_file") return this.reportForms.openForFile(message, settings);
    const { frameId } = (await this.#tabs.read(message.tab)).find(({ page, id }) => page === message.page && id === message.id) ?? {};
    return frameId === undefined ? REFUSED : this.#ext.scripts.report(message.tab, frameId, message.page, message.id);
  }

  /**
   * @param {string} raw
   * @param {Settings} settings
   * @returns {Promise<FileReply>}
   */
  async #fileReply(raw, settings) {
    const checked = checkFile(raw, await this.checkContext(settings));
    const [{ judgement }, canReport] = await Promise.all([checked, this.reportForms.isOffered(settings)]);
    return { view: badgeView(judgement, this.#ext.i18nMessage, canReport), outcome: outcomeOf(judgement) };
  }

  /**
   * The popup shows it in a window of its own, which no page can draw.
   * @param {string} text
   * @param {string} link
   */
  async #checkSelected(text, link) {
    const show = (/** @type {BadgeView} */ view) => this.#ext.session.write("tab:checked", [{ page: "", frameId: 0, id: "checked", view }]);
    await show(checkingView(this.#ext.i18nMessage));
    await this.#ext.openWindow("pages/popup/popup.html?tab=checked");
    const { judgement } = await checkText(text, link, await this.checkContext(await loadSettings(this.#ext)));
    await show(badgeView(judgement, this.#ext.i18nMessage));
  }

  /**
   * For the settings page: fetch the list now and tell its status.
   * @param {Settings} settings
   */
  async #renew(settings) {
    await Promise.all([this.#listInForce.renew(settings.pin, this.#apiFor(settings)), this.reportForms.renewMode(settings)]);
    const { allowlist, fresh, expires, problem } = await this.#listInForce.status(settings.pin);
    return { version: allowlist?.version ?? null, fresh, expires, problem };
  }

  /** The list is renewed, and answers to reports are looked for, even while nobody reads mail. */
  async #renewUnasked() {
    const settings = await loadSettings(this.#ext);
    if (settings.pin === "" || !(await this.#ext.permissions.has(matchPattern(settings.server)))) return;
    await this.#renew(settings);
    await this.#renewReports(settings);
  }

  /**
   * Send what waits, and look for answers.
   * @param {Settings} settings
   */
  async #renewReports(settings) {
    await this.#reports.sendWaiting(settings.server, this.#apiFor(settings));
    await this.#reports.renewAnswers(settings.server, this.#apiFor(settings));
  }

  async #sendWaiting() {
    const settings = await loadSettings(this.#ext);
    await this.#reports.sendWaiting(settings.server, this.#apiFor(settings));
  }
}
