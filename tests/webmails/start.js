/** Draws a rebuilt webmail in a browser, and lets a test do in it what a reader does. */

import { WEBMAILS } from "./index.js";

const { name, mails } = await (await fetch("/rebuilt/mailbox.json")).json();
const webmail = WEBMAILS[name];
const view = { document, go: (/** @type {string} */ path) => history.replaceState(null, "", path) };
const named = (/** @type {string[]} */ names) => names.map((each) => mails.find((/** @type {any} */ mail) => mail.title === each));
const pause = () => new Promise((resolve) => setTimeout(resolve, 30));

/** @type {any} */ (window).webmail = {
  async show(/** @type {string[]} */ thread, /** @type {string[]} */ open) {
    document.body.click();
    for (const step of webmail.show(view, named(thread), new Set(named(open).map(({ number }) => number)))) {
      step();
      await pause();
    }
  },
  close() {
    document.body.click();
    webmail.close(view);
  },
  showSource: (/** @type {string} */ title) => webmail.showSource?.(view, named([title])[0]),
};
webmail.start(view, mails);
document.body.dataset.ready = "yes";
