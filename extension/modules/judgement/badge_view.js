/** What a badge says: a judgement in sentences of the reader's language, which `lookup` finds in _locales. */

import { isolated } from "./bidi.js";

/** Of several open messages the toolbar shows the first in this order. */
const WORST_FIRST = /** @type {readonly Kind[]} */ (["suspicious", "unchecked", "checking", "unknown", "verified"]);

/** As in drawing/badge_styles.js, on a light page. */
const GREY = "#59636b";
export const COLOURS = Object.freeze({ verified: "#17744a", suspicious: "#b3261e", unknown: GREY, unchecked: GREY, checking: GREY });

// Causes that the reader can mend in the settings, and by trying again; about the others there is nothing to do.
/** @type {readonly Cause[]} */
const MENDED_IN_SETTINGS = ["not_set_up", "no_permission", "token_refused", "bad_answer", "list_unverified"];
/** @type {readonly Cause[]} */
const MENDED_BY_RETRY = ["unreachable", "busy", "server_error", "unreadable", "source_differs"];

/** Errors with a sentence of their own; the others share a general one. */
const EXPLAINED_ERRORS = new Set(["PinError", "SignatureError", "VersionError", "EquivocationError", "HistoryError", "ExpiredError"]);

/**
 * @param {Judgement} judgement
 * @param {MessageLookup} lookup
 * @param {boolean} [canReport] the server takes reports
 * @returns {BadgeView}
 */
export function badgeView(judgement, lookup, canReport = false) {
  const { kind } = judgement;
  if (kind === "unchecked") return { ...uncheckedView(judgement, lookup), canReport };
  const brand = kind === "verified" ? judgement.brand : null;
  const isVerified = kind === "verified";
  const sentence = isVerified ? lookup("sentence_verified", judgement.address, judgement.brand.name) : leadingReason(judgement, lookup);
  return {
    kind,
    word: lookup(`verdict_${kind}`),
    brand: brand?.name ?? "",
    sentence,
    advice: kind === "suspicious" ? `${judgement.answer.advice} ${lookup("ask_admin")}`.trim() : judgement.answer.advice,
    reasons: reasonsOf(judgement, lookup).filter(({ text }) => text !== sentence),
    facts: factsOf(judgement, lookup),
    link: brand?.policyUrl ? { href: brand.policyUrl, text: lookup("policy", brand.name) } : null,
    action: null,
    canReport,
  };
}

/**
 * @param {MessageLookup} lookup
 * @returns {BadgeView} while the server thinks
 */
export function checkingView(lookup) {
  return { ...EMPTY, kind: "checking", word: lookup("verdict_checking") };
}

/**
 * For toolbar and popup: the marks that stand in the list of messages.
 * @param {ListedMessage["marks"]} marks
 * @param {MessageLookup} lookup
 * @returns {BadgeView}
 */
export function listView(marks, lookup) {
  const severity = /** @type {const} */ ("danger");
  const reasons = marks.map(({ from, text }) => ({ severity, label: lookup("severity_danger"), text: `${isolated(from, lookup("direction"))}: ${text}` }));
  const sentence = lookup("sentence_list", String(marks.length));
  return { ...EMPTY, kind: "suspicious", word: lookup("verdict_suspicious"), sentence, reasons };
}

/**
 * Whether an entry of a tab is the marks of its list, and no open message.
 * @param {Pick<TabMessage, "id">} message
 */
export function isList({ id }) {
  return id === "";
}

/**
 * The toolbar button for the worst of the open messages; where a badge is covered, it says so.
 * @param {readonly Pick<TabMessage, "view" | "isCovered">[]} messages
 * @param {MessageLookup} lookup
 */
export function toolbar(messages, lookup) {
  const worst = WORST_FIRST.map((kind) => messages.find(({ view }) => view.kind === kind)?.view).find((view) => view !== undefined);
  if (worst === undefined) return { kind: null, title: "Lencana", text: "", colour: GREY };
  const title = worst.brand ? lookup("title_brand", worst.word, worst.brand) : lookup("title", worst.word);
  const isCovered = messages.some((message) => message.isCovered === true);
  const text = worst.kind === "suspicious" ? "!" : isCovered ? "?" : "";
  return { kind: worst.kind, title: isCovered ? `${title}. ${lookup("covered")}` : title, text, colour: COLOURS[worst.kind] };
}

/**
 * What the popup says of a message whose badge the page covers.
 * @param {TabMessage} message
 * @param {MessageLookup} lookup
 * @returns {BadgeView}
 */
export function popupView({ view, isCovered = false }, lookup) {
  return isCovered ? { ...view, sentence: `${view.sentence} ${lookup("covered")}`.trim() } : view;
}

const EMPTY = Object.freeze({ brand: "", sentence: "", advice: "", reasons: [], facts: [], link: null, action: null, canReport: false });

/**
 * @param {Unchecked} judgement
 * @param {MessageLookup} lookup
 * @returns {BadgeView}
 */
function uncheckedView({ cause, params, answer }, lookup) {
  const type = MENDED_IN_SETTINGS.includes(cause) ? "settings" : MENDED_BY_RETRY.includes(cause) ? "retry" : null;
  const suspicion = answer?.reasons.find(({ severity }) => severity === "danger");
  return {
    ...EMPTY,
    kind: "unchecked",
    word: lookup("verdict_unchecked"),
    sentence: lookup(`cause_${cause}`, detail(cause, params, lookup)),
    advice: lookup(`remedy_${cause}`),
    // A warning is passed on even from a server whose list could not be verified: it costs little if it is wrong.
    reasons: suspicion ? [{ severity: "warning", label: lookup("severity_warning"), text: lookup("server_suspects", suspicion.text) }] : [],
    action: type ? { type, text: lookup(`action_${type}`), after: Number(params["wait"] ?? 0) } : null,
  };
}

/**
 * The parameter of a cause's sentence.
 * @param {Cause} cause
 * @param {Unchecked["params"]} params
 * @param {MessageLookup} lookup
 */
function detail(cause, params, lookup) {
  if (cause === "list_unverified") return lookup(problemKey(params["problem"] ?? ""));
  if (cause === "list_expired") return dateText(Date.parse(params["expires"] ?? ""), lookup);
  return params["detail"] ?? params["server"] ?? "";
}

/**
 * @param {Judged} judgement
 * @param {MessageLookup} lookup
 */
function leadingReason({ kind, answer }, lookup) {
  const severity = kind === "suspicious" ? "danger" : "warning";
  const reason = answer.reasons.find((candidate) => candidate.severity === severity);
  return reason?.text ?? lookup(answer.sender === null ? "sentence_nobody" : "sentence_unknown");
}

/**
 * @param {Judged | Verified} judgement
 * @param {MessageLookup} lookup
 */
function reasonsOf({ kind, answer }, lookup) {
  return answer.reasons.map((reason) => {
    // `good` is shown as `info` unless the message is verified: phishers authenticate their mail, too.
    const severity = reason.severity === "good" && kind !== "verified" ? "info" : reason.severity;
    return { severity, label: lookup(`severity_${severity}`), text: reason.text };
  });
}

/**
 * @param {Judged | Verified} judgement
 * @param {MessageLookup} lookup
 */
function factsOf({ answer: { sender, authentication, allowlist }, expires }, lookup) {
  const { result, method, domain, by } = authentication;
  const inUnicode = sender && sender.unicode !== sender.domain ? ` (${sender.unicode})` : "";
  const params = result === "none" ? [] : [(method ?? "").toUpperCase(), domain ?? "", verifierName(by, lookup)];
  const proof = lookup(`proof_${result}`, ...params);
  return [
    { label: lookup("fact_sender"), value: sender ? sender.address + inUnicode : lookup("sender_none") },
    { label: lookup("fact_proof"), value: proof },
    { label: lookup("fact_list"), value: lookup("list_version", String(allowlist.version), dateText(expires, lookup)) },
  ];
}

/**
 * @param {string | null} by
 * @param {MessageLookup} lookup
 */
function verifierName(by, lookup) {
  return by === null ? "?" : by === "lencana" ? lookup("by_lencana") : by === "microsoft" ? "Microsoft" : by;
}

/**
 * The key of a problem's sentence.
 * @param {string} problem a TrustError's name, or why the server could not be asked
 */
export function problemKey(problem) {
  return `problem_${EXPLAINED_ERRORS.has(problem) ? problem : problem.endsWith("Error") ? "other" : "unreachable"}`;
}

export const EXPIRY_NOTICE_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether the list expires soon, or has expired; 0 means that there is no list.
 * @param {number} expires
 * @param {number} now, both since 1970
 */
export function expiresSoon(expires, now) {
  return expires > 0 && expires - now < EXPIRY_NOTICE_DAYS * DAY_MS;
}

/**
 * A day as text.
 * @param {number} milliseconds since 1970
 * @param {MessageLookup} lookup
 */
export function dateText(milliseconds, lookup) {
  if (!Number.isFinite(milliseconds)) return "?";
  return new Intl.DateTimeFormat(lookup("language"), { dateStyle: "long", timeZone: "UTC", numberingSystem: "latn" }).format(milliseconds);
}
