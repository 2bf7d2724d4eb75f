// @ts-check
// The page's sentences: the same file that the server speaks from, by language.

/** @type {Record<string, string>} */
let texts = {};
let current = "en";

/** The language in use. */
export const language = () => current;

/**
 * The text of a key with its words filled in.
 * @param {string} key
 * @param {Record<string, string>} [words]
 */
export function t(key, words = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => isolated(words[name] ?? ""));
}

/** In a sentence from right to left, an address or a date must not change places with the words beside it (UAX 9). @param {string} word */
function isolated(word) {
  if (texts["language.direction"] !== "rtl" || word === "") return word;
  return `${/\s/.test(word) ? "\u2068" : "\u2066"}${word}\u2069`;
}

/** Has the language a text of this key? @param {string} key */
export const has = (key) => key in texts;

/** Load a language and put it into the page. @param {string} code */
export async function speak(code) {
  const response = await fetch(`texts/${code}.json`);
  if (!response.ok) throw new Error(`no texts for ${code}`);
  texts = await response.json();
  current = code;
  document.documentElement.lang = code;
  document.documentElement.dir = t("language.direction");
  document.title = t("page.title");
  for (const node of document.querySelectorAll("[data-text]")) {
    const element = /** @type {HTMLElement} */ (node);
    element.textContent = t(element.dataset.text ?? "", { origin: location.origin });
  }
  for (const node of document.querySelectorAll("[data-placeholder]")) {
    node.setAttribute("placeholder", t(node.getAttribute("data-placeholder") ?? ""));
  }
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", t(node.getAttribute("data-label") ?? ""));
  }
}
