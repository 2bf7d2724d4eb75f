/** Draws a rebuilt webmail in a browser, and lets a test do in it what a reader does. */

import { WEBMAILS } from "./index.js";

const { name, mails } = await (await fetch("/rebuilt/mailbox.json")).json();
const webmail = WEBMAILS[name];
const view = { document, go: (/** @type {string} */ path) => history.replaceState(null, "", path) };
const named = (/** @type {string[]} */ names) => names.map((each) => mails.find((/** @type {any} */ mail) => mail.title === each));
const pause = () => new Promise((resolve) => setTimeout(resolve, 30));

/** @type {Record<string, (...args: any[]) => void>} */
const actions = {
  async show(thread, open) {
    for (const step of webmail.show(view, named(thread), new Set(named(open).map(({ number }) => number)))) {
      step();
      await pause();
    }
  },
  close: () => webmail.close(view),
  openWindow: (title) => webmail.openWindow?.(view, named([title])[0]),
  showSource: (title) => webmail.showSource?.(view, named([title])[0]),
};
// A test in Firefox has a world of its own; an event with a string in it reaches this one.
document.addEventListener("webmail", (event) => {
  const [action, ...args] = JSON.parse(/** @type {CustomEvent} */ (event).detail);
  document.body.click(); // as a reader does it
  actions[action](...args);
});
webmail.start(view, mails);
document.body.dataset.ready = "yes";
