/** What a badge says: a judgement in the reader's words. Pure; `words` looks sentences up in _locales. */

/** In the order in which the toolbar chooses among several open messages: the worst first. */
const ORDER = /** @type {readonly Kind[]} */ (["suspicious", "unchecked", "checking", "unknown", "verified"]);

/** The same tones as the drawn badge on a light page. */
const GREY = "#59636b";
const COLOURS = Object.freeze({ verified: "#17744a", suspicious: "#b3261e", unknown: GREY, unchecked: GREY, checking: GREY });

/** What a reader can do about it; about the others, nothing. */
const SETTINGS = /** @type {readonly Cause[]} */ (["not_set_up", "no_permission", "token_refused", "bad_answer", "list_unverified"]);
const RETRY = /** @type {readonly Cause[]} */ (["unreachable", "busy", "server_error", "unreadable"]);

/** Problems with a sentence of their own; for any other document the general one is said. */
const PROBLEMS = new Set(["PinError", "SignatureError", "VersionError", "EquivocationError", "HistoryError", "ExpiredError"]);

/** @param {Judgement} judgement @param {Words} words @returns {BadgeView} */
export function badgeView(judgement, words) {
  const { kind } = judgement;
  if (kind === "unchecked") return uncheckedView(judgement, words);
  const brand = kind === "verified" ? judgement.brand : null;
  const sentence = kind === "verified" ? words("sentence_verified", judgement.address, judgement.brand.name) : leadingReason(judgement, words);
  return {
    kind,
    word: words(`verdict_${kind}`),
    brand: brand?.name ?? "",
    sentence,
    advice: judgement.answer.advice,
    reasons: reasonsOf(judgement, words).filter(({ text }) => text !== sentence),
    facts: factsOf(judgement, words),
    link: brand?.policyUrl ? { href: brand.policyUrl, text: words("policy", brand.name) } : null,
    action: null,
  };
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

/** The toolbar's share of it: the worst of the open messages. @param {readonly BadgeView[]} views @param {Words} words */
export function toolbar(views, words) {
  const worst = ORDER.map((kind) => views.find((view) => view.kind === kind)).find((view) => view !== undefined);
  if (worst === undefined) return { kind: null, title: "Lencana", text: "", colour: GREY };
  const title = worst.brand ? words("title_brand", worst.word, worst.brand) : words("title", worst.word);
  return { kind: worst.kind, title, text: worst.kind === "suspicious" ? "!" : "", colour: COLOURS[worst.kind] };
}

const EMPTY = Object.freeze({ brand: "", sentence: "", advice: "", reasons: [], facts: [], link: null, action: null });

/** @param {Unchecked} judgement @param {Words} words @returns {BadgeView} */
function uncheckedView({ cause, params, answer }, words) {
  const type = SETTINGS.includes(cause) ? "settings" : RETRY.includes(cause) ? "retry" : null;
  const suspicion = answer?.reasons.find(({ severity }) => severity === "danger");
  return {
    ...EMPTY,
    kind: "unchecked",
    word: words("verdict_unchecked"),
    sentence: words(`cause_${cause}`, detail(cause, params, words)),
    advice: words(`remedy_${cause}`),
    // A warning is passed on even from a server whose list could not be verified: it costs little if it is wrong.
    reasons: suspicion ? [{ severity: "warning", label: words("severity_warning"), text: words("server_suspects", suspicion.text) }] : [],
    action: type ? { type, text: words(`action_${type}`), after: Number(params["wait"] ?? 0) } : null,
  };
}

/** What stands in the middle of a cause's sentence. @param {Cause} cause @param {Unchecked["params"]} params @param {Words} words */
function detail(cause, params, words) {
  if (cause === "list_unverified") return words(problemKey(params["problem"] ?? ""));
  if (cause === "list_expired") return dateText(Date.parse(params["expires"] ?? ""), words);
  return params["detail"] ?? params["server"] ?? "";
}

/** @param {Judged} judgement @param {Words} words */
function leadingReason({ kind, answer }, words) {
  const weight = kind === "suspicious" ? "danger" : "warning";
  return answer.reasons.find(({ severity }) => severity === weight)?.text ?? words(answer.sender === null ? "sentence_nobody" : "sentence_unknown");
}

/** @param {Judged | Verified} judgement @param {Words} words */
function reasonsOf({ kind, answer }, words) {
  return answer.reasons.map((reason) => {
    // What is good about a stranger is no more than a note: phishers authenticate their mail too.
    const severity = reason.severity === "good" && kind !== "verified" ? "info" : reason.severity;
    return { severity, label: words(`severity_${severity}`), text: reason.text };
  });
}

/** @param {Judged | Verified} judgement @param {Words} words */
function factsOf({ answer: { sender, authentication, allowlist }, expires }, words) {
  const { result, method, domain, by } = authentication;
  const shownAs = sender && sender.unicode !== sender.domain ? ` (${sender.unicode})` : "";
  const proof = result === "none" ? words("proof_none") : words(`proof_${result}`, (method ?? "").toUpperCase(), domain ?? "", byName(by, words));
  return [
    { label: words("fact_sender"), value: sender ? sender.address + shownAs : words("sender_none") },
    { label: words("fact_proof"), value: proof },
    { label: words("fact_list"), value: words("list_version", String(allowlist.version), dateText(expires, words)) },
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

/** A day, in words. @param {number} milliseconds since 1970 @param {Words} words */
export function dateText(milliseconds, words) {
  if (!Number.isFinite(milliseconds)) return "?";
  return new Intl.DateTimeFormat(words("language"), { dateStyle: "long", timeZone: "UTC" }).format(milliseconds);
}
