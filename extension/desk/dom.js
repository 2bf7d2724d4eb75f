/** Making elements: everything that a list, a message or a server says becomes text, never markup. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | number | ((event: Event) => void)>} [attributes] functions are listeners; false leaves one out
 * @param {(Node | string | null | false)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/**
 * A button that cannot be pressed again while it works.
 * @param {string} label
 * @param {() => unknown} act
 * @param {Record<string, string | boolean>} [attributes]
 */
export function button(label, act, attributes = {}) {
  const element = make("button", { type: "button", class: "plain", ...attributes }, label);
  element.addEventListener("click", async () => {
    if (element.ariaBusy === "true") return;
    element.ariaBusy = "true";
    try {
      await act();
    } finally {
      element.ariaBusy = null;
    }
  });
  return element;
}

/** @type {number} */
let lastId = 0;

/** An id that no other element has. */
export function newElementId() {
  lastId += 1;
  return `e${lastId}`;
}

/**
 * Offer a file.
 * @param {string} name
 * @param {string | Bytes} content
 */
export function download(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // once the browser has read it
}
