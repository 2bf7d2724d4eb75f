/** Fills a page of the extension with words: `data-words` names the sentence of an element. */

/** @param {Document} document @param {Words} words */
export function localise(document, words) {
  document.documentElement.lang = words("language");
  for (const element of document.querySelectorAll("[data-words]")) {
    element.textContent = words(/** @type {HTMLElement} */ (element).dataset["words"] ?? "");
  }
}
