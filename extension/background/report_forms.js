/** The way to a report's form, and from it: whether one is offered, what it is about, and what is sent. */

import { RENEWAL_HOURS, RETRY_SECONDS } from "../modules/limits.js";
import { factsOfFile, factsOfPage, outcomeOf } from "../modules/server/report.js";
import { unchecked } from "../modules/judgement/verdict.js";
import { headerBlockOfRaw } from "./raw_headers.js";

const MAX_FORMS = 5; // that are about to open
const FORM_HEIGHT = 760; // of its window, in CSS pixels

/**
 *     key             area     what                            until
 *     reports:mode    session  what reports the server takes   it is asked again, after RENEWAL_HOURS
 *     reports:forms   session  what a form is about            it has opened, or another five are to
 */
export class ReportForms {
  #ext;
  #reports;
  #apiFor;
  #modeAskedAt = 0; // milliseconds since 1970

  /**
   * @param {Pick<Ext, "session" | "openWindow" | "scripts">} ext
   * @param {import("./reports.js").Reports} reports
   * @param {(settings: Settings) => Api} apiFor
   */
  constructor(ext, reports, apiFor) {
    this.#ext = ext;
    this.#reports = reports;
    this.#apiFor = apiFor;
  }

  /**
   * Whether "Report…" is offered.
   * @param {Settings} settings
   */
  async isOffered(settings) {
    return settings.pin !== "" && (await this.#mode(settings)) !== "off";
  }

  /**
   * Ask the server what reports it takes.
   * @param {Settings} settings
   * @returns {Promise<ReportsMode | null>} null where nobody says
   */
  async renewMode(settings) {
    this.#modeAskedAt = Date.now();
    const { server } = settings;
    const mode = await this.#apiFor(settings).reports().catch(() => null);
    if (mode !== null) await this.#ext.session.write("reports:mode", { server, mode, asked: Date.now() });
    return mode;
  }

  /**
   * The reader has pressed "Report…" in a badge. A page that could make up such a click would have the form opened, and no more.
   * @param {ReportMessage} message
   * @param {{tabId: number, frameId: number}} where
   * @param {Tab} tab
   * @param {Settings} settings
   */
  openForPage({ page, id, evidence, diagnosis }, where, tab, settings) {
    const { outcome = outcomeOf(unchecked("unreadable")) } = tab.find((message) => message.page === page && message.id === id) ?? {};
    return this.#open(factsOfPage(outcome, evidence, diagnosis), { ...where, page, id }, settings);
  }

  /**
   * As for a page, where the mail program itself gives the message.
   * @param {Outcome} outcome
   * @param {Pick<CheckMessage, "evidence" | "raw"> | null} found
   * @param {Settings} settings
   */
  openForMail(outcome, found, settings) {
    const source = found?.raw == null ? null : { raw: found.raw };
    return this.#open(factsOfPage(outcome, found?.evidence ?? null, ""), source, settings);
  }

  /**
   * @param {ReportFileMessage} message
   * @param {Settings} settings
   */
  openForFile({ raw, outcome }, settings) {
    return this.#open(factsOfFile(outcome, headerBlockOfRaw(raw)), { raw }, settings);
  }

  /**
   * What a form is about, once.
   * @param {string} handle
   * @returns {Promise<ReportForm | null>}
   */
  async take(handle) {
    const forms = await this.#forms();
    await this.#ext.session.write("reports:forms", forms.filter((one) => one.handle !== handle));
    return forms.find((one) => one.handle === handle)?.form ?? null;
  }

  /**
   * @param {ReportSendMessage} message
   * @param {Settings} settings
   * @returns {Promise<ReportReply>}
   */
  async send({ report, server, source }, settings) {
    const raw = source === null ? null : "raw" in source ? source.raw : await this.#ext.scripts.rawMessage(source);
    if (server !== settings.server || (raw === null && source !== null)) return { state: "gone" };
    return this.#reports.send(raw === null ? report : { ...report, raw }, server, this.#apiFor(settings));
  }

  /**
   * Only an answer that was never given is waited for.
   * @param {Settings} settings
   * @returns {Promise<ReportsMode>}
   */
  async #mode(settings) {
    const stored = await this.#ext.session.read("reports:mode");
    const known = /** @type {{server: string, mode: ReportsMode, asked: number} | undefined} */ (stored);
    const isKnown = known?.server === settings.server;
    const isOld = !isKnown || Date.now() - known.asked > RENEWAL_HOURS * 60 * 60_000;
    const asked = isOld && Date.now() - this.#modeAskedAt > RETRY_SECONDS * 1000 ? this.renewMode(settings) : null;
    return isKnown ? known.mode : ((await asked) ?? "off");
  }

  /**
   * @param {ReportFacts} facts
   * @param {ReportSource | null} source
   * @param {Settings} settings
   */
  async #open(facts, source, settings) {
    const { server, headersOnly } = settings;
    const mode = await this.#mode(settings);
    if (mode === "off") return null;
    const handle = crypto.randomUUID();
    const others = (await this.#forms()).slice(1 - MAX_FORMS);
    const form = { facts, server, source: mode === "messages" && !headersOnly ? source : null };
    const write = (/** @type {ReportForm} */ one) => this.#ext.session.write("reports:forms", [...others, { handle, form: one }]);
    await write(form).catch(() => write({ ...form, source: null })); // a message that is too large for this memory
    return this.#ext.openWindow(`pages/report/report.html#${handle}`, FORM_HEIGHT);
  }

  async #forms() {
    return /** @type {{handle: string, form: ReportForm}[]} */ ((await this.#ext.session.read("reports:forms")) ?? []);
  }
}
