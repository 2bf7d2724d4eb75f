// @ts-check
// Draws an answer. Everything that comes from a message goes in as text, never as markup.

import { has, language, t } from "./texts.js";

/**
 * @typedef {object} Answer
 * @property {"verified" | "suspicious" | "unknown"} verdict
 * @property {{id: string, name: string} | null} brand
 * @property {{address: string, domain: string, unicode: string, registrable: string} | null} sender
 * @property {{result: "pass" | "fail" | "none", method: string | null, domain: string | null, by: string | null}} authentication
 * @property {{code: string, severity: string, text: string}[]} reasons
 * @property {string} advice
 * @property {"raw" | null} needs
 * @property {{version: number, expires: string, sha256: string}} allowlist
 */

/** The whole answer. @param {Answer} answer */
export function drawAnswer(answer) {
  const box = make("div", `answer ${answer.verdict}`);
  box.append(badge(answer), make("p", "advice", answer.advice));
  if (answer.reasons.length > 0) {
    const why = make("div");
    why.append(make("h2", "small", t("page.reasons")), reasons(answer));
    box.append(why);
  }
  if (answer.needs === "raw") box.append(make("p", "quiet", t("page.needs_raw")));
  box.append(details(answer));
  return box;
}

/**
 * `good` is shown as `info` unless the message is verified: phishers authenticate their mail, too (docs/findings.md).
 * @param {string} verdict
 * @param {string} severity
 */
export function shownSeverity(verdict, severity) {
  return severity === "good" && verdict !== "verified" ? "info" : severity;
}

/** What went wrong instead. @param {string} sentence */
export function drawFailure(sentence) {
  const box = make("div", "answer");
  const line = make("p", "failure", sentence);
  line.setAttribute("role", "alert");
  box.append(line);
  return box;
}

/** @param {Answer} answer */
function badge(answer) {
  const box = make("div", "badge");
  const words = make("div");
  words.append(make("h2", "", t(`verdict.${answer.verdict}`)));
  const line = subtitle(answer);
  if (line) words.append(make("p", "", line));
  box.append(icon(answer.verdict), words);
  return box;
}

/** @param {Answer} answer */
function subtitle(answer) {
  const address = answer.sender?.address ?? "";
  return answer.verdict === "verified" && answer.brand ? `${answer.brand.name} · ${address}` : address;
}

/** @param {Answer} answer */
function reasons(answer) {
  const items = make("ul", "reasons");
  for (const reason of answer.reasons) {
    const severity = shownSeverity(answer.verdict, reason.severity);
    const item = make("li", severity);
    const words = make("div");
    words.append(make("span", "mark", t(`severity.${severity}`)), make("span", "", reason.text));
    item.append(icon(severity), words);
    items.append(item);
  }
  return items;
}

/** @param {Answer} answer */
function details(answer) {
  const { sender, allowlist } = answer;
  const list = make("dl", "details");
  row(list, "page.sender", sender?.address ? leftToRight(sender.address) : t("page.nobody"));
  if (sender?.domain) row(list, "page.domain", ...domainLine(sender));
  row(list, "page.authentication", authentication(answer.authentication));
  const expires = new Date(allowlist.expires).toLocaleDateString(language(), { dateStyle: "long", numberingSystem: "latn" });
  row(list, "page.list", t("page.list_version", { version: String(allowlist.version), expires }));
  return list;
}

/** @param {NonNullable<Answer["sender"]>} sender */
function domainLine({ domain, unicode, registrable }) {
  const both = unicode === domain ? domain : `${unicode} (${domain})`;
  const rest = !registrable || registrable === domain ? "" : `, ${t("page.registrable", { registrable })}`;
  return [leftToRight(both), rest];
}

/** @param {Answer["authentication"]} found */
function authentication({ result, method, by }) {
  if (result === "none") return t("page.auth_none");
  const name = by && has(`word.by.${by}`) ? t(`word.by.${by}`) : (by ?? "");
  return t(`page.auth_${result}`, { method: (method ?? "").toUpperCase(), by: name });
}

/**
 * @param {HTMLElement} list
 * @param {string} key
 * @param {(Node | string)[]} value
 */
function row(list, key, ...value) {
  const item = make("dd");
  item.append(...value);
  list.append(make("dt", "", t(key)), item);
}

/** An address or a domain, whatever the direction of the page. @param {string} content */
function leftToRight(content) {
  const element = make("bdi", "", content);
  element.dir = "ltr";
  return element;
}

/** @param {string} name */
function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/**
 * @param {string} tag
 * @param {string} [name] class
 * @param {string} [content]
 */
function make(tag, name = "", content = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = content;
  return element;
}
