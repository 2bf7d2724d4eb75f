/** The inbox as cards: one a domain, in it one line a campaign. */

import { make } from "../dom.js";
import { byDomain, opinions } from "./reports.js";

/**
 * @param {InboxPage} page
 * @param {Desk} desk
 * @returns {Node[]}
 */
export function domainCards(page, { text }) {
  const domains = byDomain(page);
  if (domains.length === 0) return [make("p", { class: "hint", role: "status" }, text("inbox_empty"))];
  return domains.map(({ domain, campaigns }) =>
    make(
      "section",
      { class: "card domain" },
      make("h2", {}, make("bdi", {}, domain || text("sender_none"))),
      make("ul", { class: "campaigns" }, ...campaigns.map((campaign) => campaignItem(campaign, text))),
    ),
  );
}

/**
 * @param {Campaign} campaign
 * @param {MessageLookup} text
 */
function campaignItem({ subject, count, readers, newest, reports }, text) {
  const [report] = reports;
  const said = opinions(reports).map(({ kind, count: times }) => kindPill(kind, times, text));
  const link = make("a", { href: `#inbox/${report?.id ?? ""}` }, make("bdi", {}, subject || "—"));
  const sender = report?.sender ? make("bdi", { class: "from" }, `${report.sender.name} <${report.sender.address}>`.trim()) : "";
  return make(
    "li",
    { "data-group": "" },
    make("div", { class: "line" }, link, make("span", { class: "pills" }, ...said)),
    make("div", { class: "line soft" }, sender, report !== undefined && make("span", { class: "now" }, text("inbox_now"), " ", verdictPill(report.now?.verdict ?? null, text))),
    make("div", { class: "soft" }, text("inbox_counts", String(count), String(readers)), " · ", make("time", {}, timeText(newest, text))),
  );
}

/**
 * What a reader says.
 * @param {ReportKind} kind
 * @param {number} times
 * @param {MessageLookup} text
 */
export function kindPill(kind, times, text) {
  return make("span", { class: "pill", "data-kind": kind }, times > 1 ? `${times} × ` : "", text(`report_${kind}`));
}

/**
 * @param {Answer["verdict"] | null} verdict
 * @param {MessageLookup} text
 */
export function verdictPill(verdict, text) {
  return make("span", { class: "pill", "data-badge": verdict ?? "unchecked" }, text(`verdict_${verdict ?? "unchecked"}`));
}

/**
 * @param {number} milliseconds since 1970
 * @param {MessageLookup} text
 */
export function timeText(milliseconds, text) {
  return new Intl.DateTimeFormat(text("language"), { dateStyle: "medium", timeStyle: "short" }).format(milliseconds);
}
