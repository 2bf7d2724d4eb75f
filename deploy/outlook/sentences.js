/** The extension's sentences in the reader's language, where no browser looks them up for us. */

import { isolated } from "./extension/modules/judgement/bidi.js";

const REGIONS = Object.freeze({ pt: "pt_BR", zh: "zh_CN" }); // the regional file that stands for a whole language
const TRADITIONAL = /^zh[-_](hant|tw|hk|mo)/i;

/**
 * @typedef {Readonly<Record<string, {message: string}>>} Messages of a messages.json
 */

/**
 * The folders of _locales to look for, in order (RFC 4647 section 3.4): the language with its region, the language alone, English.
 * @param {string} tag as Outlook has it, such as `id-ID`
 */
export function localesFor(tag) {
  const [language = ""] = tag.toLowerCase().split(/[-_]/);
  const chosen = TRADITIONAL.test(tag) ? "zh_TW" : ((/** @type {Record<string, string>} */ (REGIONS))[language] ?? language);
  return [...new Set([chosen, "en"])].filter((name) => /^[a-z]{2,3}(_[A-Z]{2})?$/.test(name));
}

/**
 * @param {string} tag
 * @param {typeof fetch} [fetcher]
 * @returns {Promise<MessageLookup>}
 */
export async function loadSentences(tag, fetcher = (...args) => fetch(...args)) {
  for (const name of localesFor(tag)) {
    const response = await fetcher(`extension/_locales/${name}/messages.json`);
    if (response.ok) return lookupIn(/** @type {Messages} */ (await response.json()));
  }
  throw new Error("no sentences: the server lacks the extension's _locales");
}

/**
 * As the browsers' own `i18n.getMessage`.
 * @param {Messages} messages
 * @returns {MessageLookup}
 */
export function lookupIn(messages) {
  const direction = messages["direction"]?.message ?? "ltr";
  return (key, ...params) => {
    const text = messages[key]?.message;
    return text === undefined ? key : text.replace(/\$(\d|\$)/g, (_, index) => (index === "$" ? "$" : isolated(params[Number(index) - 1] ?? "", direction)));
  };
}
