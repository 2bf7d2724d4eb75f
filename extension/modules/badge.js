/** What a badge says: a judgement in the reader's words. Pure; `words` looks sentences up in _locales. */

/** In the order in which the toolbar chooses among several open messages: the worst first. */
const ORDER = /** @type {readonly Kind[]} */ (["suspicious", "unchecked", "checking", "unknown", "verified"]);

/** The same tones as the drawn badge on a light page. */
export const COLOURS = Object.freeze({
  verified: "#17744a",
  suspicious: "#b3261e",
  unknown: "#59636b",
  unchecked: "#59636b",
  checking: "#59636b",
});

/** @type {Readonly<Partial<Record<Cause, "retry" | "settings">>>} */
const ACTIONS = Object.freeze({
  not_set_up: "settings",
  no_permission: "settings",
  token_refused: "settings",
  bad_answer: "settings",
  list_unverified: "settings",
  unreachable: "retry",
  busy: "retry",
  server_error: "retry",
  unreadable: "retry",
});

/** Problems with a sentence of their own; for any other document the general one is said. */
const PROBLEMS = new Set(["PinError", "SignatureError", "VersionError", "EquivocationError", "HistoryError", "ExpiredError"]);

/** @param {Judgement} judgement @param {Words} words @param {string} language for dates */
export function badgeView(judgement, words, language) {
  const { kind } = judgement;
  if (kind === "unchecked") return uncheckedView(judgement, words, language);
  const { answer } = judgement;
  const brand = kind === "verified" ? judgement.brand : null;
  const sentence = brand && kind === "verified" ? words("sentence_verified", judgement.address, brand.name) : leadingReason(answer, kind, words);
  return Object.freeze({
    kind,
    word: words(`verdict_${kind}`),
    brand: brand?.name ?? "",
    sentence,
    advice: answer.advice,
    reasons: reasonsOf(answer, kind, words).filter(({ text }) => text !== sentence),
    facts: factsOf(answer, judgement.expires, words, language),
    link: brand?.policyUrl ? { href: brand.policyUrl, text: words("policy", brand.name) } : null,
    action: null,
  });
}

/** @param {Words} words @returns {BadgeView} while the server thinks */
export function checkingView(words) {
  return { ...EMPTY, kind: "checking", word: words("verdict_checking") };
}

/** What toolbar and popup say of a list with marks. @param {ListedMessage["marks"]} marks @param {Words} words @returns {BadgeView} */
export function listView(marks, words) {
  const reasons = marks.map(({ from, text }) => ({ severity: /** @type {const} */ ("danger"), label: words("severity_danger"), text: `${from}: ${text}` }));
  return { ...EMPTY, kind: "suspicious", word: words("verdict_suspicious"), sentence: words("sentence_list", String(marks.length)), reasons };
}

/**
 * The toolbar's share of it: the worst of the open messages.
 * @param {readonly BadgeView[]} views
 * @param {Words} words
 * @returns {{kind: Kind | null, title: string, text: string, colour: string}}
 */
export function toolbar(views, words) {
  const worst = ORDER.map((kind) => views.find((view) => view.kind === kind)).find((view) => view !== undefined);
  if (worst === undefined) return { kind: null, title: "Lencana", text: "", colour: COLOURS.unknown };
  const title = worst.brand ? words("title_brand", worst.word, worst.brand) : words("title", worst.word);
  return { kind: worst.kind, title, text: worst.kind === "suspicious" ? "!" : "", colour: COLOURS[worst.kind] };
}

const EMPTY = Object.freeze({ brand: "", sentence: "", advice: "", reasons: [], facts: [], link: null, action: null });

/** @param {Unchecked} judgement @param {Words} words @param {string} language */
function uncheckedView({ cause, params, answer }, words, language) {
  const type = ACTIONS[cause];
  const suspicion = answer?.reasons.find(({ severity }) => severity === "danger");
  return Object.freeze({
    ...EMPTY,
    kind: "unchecked",
    word: words("verdict_unchecked"),
    sentence: words(`cause_${cause}`, detail(cause, params, words, language)),
    advice: words(`remedy_${cause}`),
    // A warning is passed on even from a server whose list could not be verified: it costs little if it is wrong.
    reasons: suspicion ? [{ severity: /** @type {const} */ ("warning"), label: words("severity_warning"), text: words("server_suspects", suspicion.text) }] : [],
    action: type ? { type, text: words(`action_${type}`), after: Number(params["wait"] ?? 0) } : null,
  });
}

/** What stands in the middle of a cause's sentence. @param {string} cause @param {Unchecked["params"]} params @param {Words} words @param {string} language */
function detail(cause, params, words, language) {
  if (cause === "list_unverified") {
    return words(problemKey(params["problem"] ?? ""));
  }
  if (cause === "list_expired") return dateText(Date.parse(params["expires"] ?? ""), language);
  return params["detail"] ?? params["server"] ?? "";
}

/** @param {Answer} answer @param {"suspicious" | "unknown" | "verified"} kind @param {Words} words */
function leadingReason(answer, kind, words) {
  const weight = kind === "suspicious" ? "danger" : "warning";
  return answer.reasons.find(({ severity }) => severity === weight)?.text ?? words(answer.sender === null ? "sentence_nobody" : "sentence_unknown");
}

/** @param {Answer} answer @param {Kind} kind @param {Words} words */
function reasonsOf(answer, kind, words) {
  return answer.reasons.map((reason) => {
    // What is good about a stranger is no more than a note: phishers authenticate their mail too.
    const severity = reason.severity === "good" && kind !== "verified" ? "info" : reason.severity;
    return { severity, label: words(`severity_${severity}`), text: reason.text };
  });
}

/** @param {Answer} answer @param {number} expires @param {Words} words @param {string} language */
function factsOf({ sender, authentication, allowlist }, expires, words, language) {
  const { result, method, domain, by } = authentication;
  const shownAs = sender && sender.unicode !== sender.domain ? ` (${sender.unicode})` : "";
  const proof = result === "none" ? words("proof_none") : words(`proof_${result}`, (method ?? "").toUpperCase(), domain ?? "", byName(by, words));
  return [
    { label: words("fact_sender"), value: sender ? sender.address + shownAs : words("sender_none") },
    { label: words("fact_proof"), value: proof },
    { label: words("fact_list"), value: words("list_version", String(allowlist.version), dateText(expires, language)) },
  ];
}

/** @param {string | null} by @param {Words} words */
function byName(by, words) {
  return by === null ? "?" : by === "lencana" ? words("by_lencana") : by === "microsoft" ? "Microsoft" : by;
}

/** The key of a problem's sentence. @param {string} problem a TrustError's name, or why the server could not be asked */
export function problemKey(problem) {
  return `problem_${PROBLEMS.has(problem) ? problem : problem.endsWith("Error") ? "other" : "unreachable"}`;
}

const NOTICE = 7 * 86_400_000; // milliseconds before the end from which on people are told

/** Is the list about to end, or past it? 0 is no list at all. @param {number} expires @param {number} now, both since 1970 */
export function endsSoon(expires, now) {
  return expires > 0 && expires - now < NOTICE;
}

/** A day, in words. @param {number} milliseconds since 1970 @param {string} language */
export function dateText(milliseconds, language) {
  if (!Number.isFinite(milliseconds)) return "?";
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(milliseconds);
}
