/** Fills a page of the extension with sentences: `data-i18n` names that of an element. */

/**
 * @param {Document} document
 * @param {MessageLookup} lookup
 */
export function localise(document, lookup) {
  document.documentElement.lang = lookup("language");
  document.documentElement.dir = lookup("direction");
  for (const element of document.querySelectorAll("[data-i18n]")) {
    element.textContent = lookup(/** @type {HTMLElement} */ (element).dataset["i18n"] ?? "");
  }
}
