/** Readers' reports as the server tells of them: decoded, and put together by domain and campaign. Pure. */

import { VERDICTS } from "../../modules/server/answer.js";
import { array, flag, integer, nullable, object, text, word } from "../../modules/decoders.js";
import { ORIGINS, KINDS, REPORT_ID } from "../../modules/server/report.js";

const MAX_REPORTS = 1000;
const MAX_TEXT_CHARS = 4000;
const MAX_RAW_CHARS = 40 * 1024 * 1024;

/** @type {Decoder<number>} */
const TIME = (value) => (typeof value === "string" && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : undefined);
const LINE = text(MAX_TEXT_CHARS);
const CODES = array(100, text(100));

const REPORT = object({
  id: REPORT_ID,
  at: TIME,
  expires: TIME,
  kind: word(KINDS),
  verdict: nullable(word(VERDICTS)),
  codes: CODES,
  sender: nullable(object({ address: LINE, name: LINE })),
  subject: LINE,
  webmail: nullable(LINE),
  origin: word(ORIGINS),
  allowlist_version: nullable(integer),
  diagnosis: LINE,
  comment: LINE,
  has_message: flag,
  state: word(/** @type {const} */ (["waiting", "closed"])),
  answer: nullable(object({ kind: word(KINDS), text: LINE, at: TIME })),
  group: text(100),
  now: nullable(object({ verdict: word(VERDICTS), codes: CODES })),
});
const RAW = object({ raw: text(MAX_RAW_CHARS) });
const GROUP = object({ group: text(100), domain: LINE, subject: LINE, count: integer, readers: integer, newest: TIME });
const PAGE = object({ reports: array(MAX_REPORTS, decodeReport), groups: array(MAX_REPORTS * 10, GROUP), waiting: integer, next: nullable(text(200)) });

/**
 * @param {unknown} value
 * @returns {InboxReport | undefined}
 */
export function decodeReport(value) {
  const report = REPORT(value);
  if (report === undefined) return undefined;
  const { allowlist_version: allowlistVersion, has_message: hasMessage, ...rest } = report;
  return { ...rest, allowlistVersion, hasMessage, raw: RAW(value)?.raw ?? null };
}

/**
 * @param {unknown} value
 * @returns {InboxPage | undefined}
 */
export function decodePage(value) {
  return PAGE(value);
}

/**
 * By the sender's domain, then by campaign, the newest first. Only campaigns of which a report was fetched are there.
 * @param {Pick<InboxPage, "reports" | "groups">} page
 * @returns {InboxDomain[]}
 */
export function byDomain({ reports, groups }) {
  const newestFirst = [...reports].sort((a, b) => b.at - a.at);
  const campaigns = groups
    .map((group) => ({ ...group, reports: newestFirst.filter((report) => report.group === group.group) }))
    .filter((campaign) => campaign.reports.length > 0)
    .sort((a, b) => b.newest - a.newest);
  const domains = [...new Set(campaigns.map(({ domain }) => domain))];
  return domains.map((domain) => {
    const own = campaigns.filter((campaign) => campaign.domain === domain);
    return { domain, campaigns: own };
  });
}

/**
 * How many of a campaign's reports say what.
 * @param {readonly InboxReport[]} reports
 * @returns {{kind: ReportKind, count: number}[]} without what nobody says
 */
export function opinions(reports) {
  return KINDS.map((kind) => ({ kind, count: reports.filter((report) => report.kind === kind).length })).filter(({ count }) => count > 0);
}
