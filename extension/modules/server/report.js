/** A reader's report of a message: what it says, in the server's words and in the reader's. */

import { VERDICTS } from "./answer.js";
import { array, integer, nullable, object, record, text, word } from "../decoders.js";
import { canonicalAddress, fromAddress } from "../message/from_field.js";
import { headerFields, valuesOf } from "../message/header_fields.js";
import { decoded } from "../message/source_witness.js";

export const KINDS = Object.freeze(/** @type {const} */ (["genuine", "phish", "other"]));
export const MODES = Object.freeze(/** @type {const} */ (["off", "verdicts", "messages"]));
export const MAX_COMMENT_CHARS = 2000;
const MAX_CODES = 32;
const CODE = /^[a-z_]{1,40}$/;
const MAX_SUBJECT_CHARS = 998;
const MAX_ADDRESS_CHARS = 320;
const MAX_DIAGNOSIS_CHARS = 4000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/; // RFC 9562, version 4

/** @type {Decoder<string>} */
export const REPORT_ID = text(36, UUID);
export const ORIGINS = Object.freeze(/** @type {const} */ (["delivered", "attached", "file"]));
const VERSION = nullable(integer);
const CODES = array(MAX_CODES, text(40, CODE));

/** @type {Decoder<Outcome>} */
export const OUTCOME = object({ verdict: nullable(word(VERDICTS)), codes: CODES, allowlistVersion: VERSION, diagnosis: text(MAX_DIAGNOSIS_CHARS) });

/** @type {Decoder<ReaderReport>} */
export const REPORT = object({
  id: REPORT_ID,
  kind: word(KINDS),
  verdict: nullable(word(VERDICTS)),
  codes: CODES,
  sender: nullable(object({ address: text(MAX_ADDRESS_CHARS), name: text(MAX_SUBJECT_CHARS) })),
  subject: text(MAX_SUBJECT_CHARS),
  webmail: nullable(text(40)),
  origin: word(ORIGINS),
  allowlist_version: VERSION,
  diagnosis: text(MAX_DIAGNOSIS_CHARS),
  comment: text(MAX_COMMENT_CHARS),
  reader: REPORT_ID,
});

/**
 * What a report says of a judgement.
 * @param {Judgement} judgement
 * @returns {Outcome}
 */
export function outcomeOf(judgement) {
  const { kind, answer } = judgement;
  return {
    verdict: kind === "unchecked" ? null : kind,
    codes: (answer?.reasons ?? []).map(({ code }) => code).filter((code) => CODE.test(code)).slice(0, MAX_CODES),
    allowlistVersion: answer?.allowlist.version ?? null,
    diagnosis: kind === "unchecked" ? [judgement.cause, ...Object.values(judgement.params)].join(" ").slice(0, MAX_DIAGNOSIS_CHARS) : "",
  };
}

/**
 * What a report says of a message that a page shows.
 * @param {Outcome} outcome
 * @param {Evidence | null} evidence null where the page could not be read
 * @param {string} diagnosis why it could not
 * @returns {ReportFacts}
 */
export function factsOfPage(outcome, evidence, diagnosis) {
  const { webmail = null, origin = "delivered", headers = null, shown = null, from = "", subject = "" } = evidence ?? {};
  const address = fromAddress(headers) ?? (shown === null ? null : (canonicalAddress(shown) ?? shown));
  return facts({ ...outcome, diagnosis: [outcome.diagnosis, diagnosis].filter(Boolean).join("\n") }, { webmail, origin, address, from, subject });
}

/**
 * What a report says of a saved message.
 * @param {Outcome} outcome
 * @param {string | null} headers
 */
export function factsOfFile(outcome, headers) {
  const fields = headerFields(headers) ?? [];
  const [from = "", subject = ""] = ["from", "subject"].map((name) => valuesOf(fields, name)[0] ?? "").map((value) => decoded(value) ?? value);
  return facts(outcome, { webmail: null, origin: "file", address: fromAddress(headers), from, subject });
}

/**
 * What is sent.
 * @param {ReportFacts} facts
 * @param {{id: string, kind: ReportKind, comment: string, reader: string}} choice
 * @returns {ReaderReport}
 */
export function reportOf({ allowlistVersion, ...facts }, { id, kind, comment, reader }) {
  const { verdict, codes, sender, subject, webmail, origin, diagnosis } = facts;
  return {
    ...{ id, kind, comment: comment.slice(0, MAX_COMMENT_CHARS).toWellFormed(), verdict, sender, subject, codes },
    ...{ webmail, origin, allowlist_version: allowlistVersion, diagnosis, reader },
  };
}

/** The sentence that names each field. */
const FIELDS = Object.freeze({
  kind: "report_field_kind",
  comment: "report_comment",
  verdict: "report_field_verdict",
  sender: "fact_sender",
  subject: "report_field_subject",
  codes: "report_field_codes",
  webmail: "options_webmail_heading",
  origin: "report_field_origin",
  allowlist_version: "fact_list",
  diagnosis: "diagnosis",
  reader: "report_field_reader",
  id: "report_field_id",
  raw: "report_field_raw",
});

/**
 * Every field of a report in the reader's words; an empty one is sent empty.
 * @param {Omit<ReaderReport, "kind"> & {kind: ReportKind | ""}} report as it stands, perhaps before the reader has chosen
 * @param {boolean} isWhole the message is sent, too
 * @param {MessageLookup} lookup
 * @returns {{label: string, value: string}[]}
 */
export function linesOf({ kind, ...report }, isWhole, lookup) {
  /** @type {Record<keyof ReaderReport, string>} */
  const values = {
    ...report,
    kind: kind && lookup(`report_${kind}`),
    verdict: lookup(`verdict_${report.verdict ?? "unchecked"}`),
    webmail: report.webmail ?? "",
    sender: report.sender === null ? "" : `${report.sender.name} <${report.sender.address}>`.trim(),
    codes: report.codes.join(", "),
    origin: lookup(`report_origin_${report.origin}`),
    allowlist_version: String(report.allowlist_version ?? ""),
    raw: isWhole ? lookup("report_whole_yes") : "",
  };
  const names = /** @type {(keyof ReaderReport)[]} */ (Object.keys(FIELDS)).filter((name) => name !== "raw" || isWhole);
  return names.map((name) => ({ label: lookup(FIELDS[name]), value: values[name] || "—" }));
}

/**
 * The answer to a report.
 * @param {unknown} value
 * @returns {ReportAnswer | null | undefined} null while there is none, undefined for anything but an answer
 */
export function decodeReportAnswer(value) {
  const { state, answer } = record(value);
  if (typeof state !== "string") return undefined;
  if (answer === null || answer === undefined) return null;
  const { kind, text: sentence, at } = record(answer);
  const time = typeof at === "string" ? Date.parse(at) : Number.NaN;
  if (!KINDS.some((one) => one === kind) || Number.isNaN(time)) return undefined;
  return { kind: /** @type {ReportKind} */ (kind), text: typeof sentence === "string" ? sentence.slice(0, MAX_COMMENT_CHARS) : "", at: time };
}

/**
 * @param {Outcome} outcome
 * @param {{webmail: string | null, origin: Origin, address: string | null, from: string, subject: string}} seen
 * @returns {ReportFacts}
 */
function facts(outcome, { webmail, origin, address, from, subject }) {
  const diagnosis = cut(outcome.diagnosis, MAX_DIAGNOSIS_CHARS);
  const sender = address === null ? null : { address: cut(address, MAX_ADDRESS_CHARS), name: cut(nameIn(from, address), MAX_SUBJECT_CHARS) };
  return { ...outcome, diagnosis, sender, subject: cut(subject, MAX_SUBJECT_CHARS), webmail, origin };
}

/**
 * @param {string} line
 * @param {number} maxChars
 */
function cut(line, maxChars) {
  return line.slice(0, maxChars).toWellFormed();
}

/**
 * The display name of a From.
 * @param {string} from
 * @param {string} address
 */
function nameIn(from, address) {
  const name = from.replace(/<[^<>]*>\s*$/, "").trim().replace(/^"(.*)"$/, "$1");
  return name.toLowerCase() === address ? "" : name;
}
