/** What the rebuilt webmails show: mail of our own making. */

/**
 * @typedef {object} Mail
 * @property {number} number by which the webmail knows it
 * @property {string} name
 * @property {string} address
 * @property {string} subject
 * @property {number} seconds since 1970
 * @property {string} html its body
 * @property {string} raw
 */

/**
 * @typedef {object} View
 * @property {Document} document
 * @property {(path: string) => void} go change the address without loading a page
 */

/**
 * @typedef {object} Webmail
 * @property {string} name of the adapter
 * @property {string} host
 * @property {string} path of the first page
 * @property {boolean} isThreaded whether it shows several messages of a conversation
 * @property {"fetched" | "window" | "none"} source how the header block can be had
 * @property {boolean} [isFramed] whether the body is in a frame
 * @property {(view: View, mails: Mail[]) => void} start draw the page without an open message
 * @property {(view: View, thread: Mail[], open: Set<number>) => (() => void)[]} show the steps in which the page comes to show a
 *   conversation with these messages open; each message's element has `data-mail` with its number
 * @property {(view: View) => void} close go back to the list
 * @property {(mails: Mail[]) => Record<string, [type: string, body: string]>} [sources] what its server answers, by address
 * @property {(view: View, mail: Mail) => void} [showSource] open the window with a message's source
 * @property {(view: View, mail: Mail) => void} [openWindow] open a message in a window of its own
 * @property {(mails: Mail[]) => string[]} [listed] the addresses that its list shows
 */

/** @param {string} text */
export function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** @param {Element} parent @param {string} html @returns {Element} the element that was added */
export function add(parent, html) {
  const holder = parent.ownerDocument.createElement(parent.tagName === "TBODY" ? "tbody" : "div");
  holder.innerHTML = html.trim();
  const element = /** @type {Element} */ (holder.firstElementChild);
  parent.append(element);
  return element;
}

/**
 * What a message's elements say is exchanged; another element than before, as frameworks make it.
 * @param {ParentNode} parent @param {Mail} mail @param {string} html
 */
export function redraw(parent, mail, html) {
  const old = parent.querySelector(`[data-mail="${mail.number}"]`);
  if (old === null) return;
  const holder = old.ownerDocument.createElement("div");
  holder.innerHTML = html.trim();
  old.replaceWith(/** @type {Element} */ (holder.firstElementChild));
}

/** @param {Document} document @param {string} selector @returns {Element} */
export function one(document, selector) {
  const element = document.querySelector(selector);
  if (element === null) throw new Error(`not in the page: ${selector}`);
  return element;
}
