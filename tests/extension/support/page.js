/** A webmail's page in which content scripts run, without a browser: linkedom for the DOM, `vm` for the isolated world. */

import { readFileSync } from "node:fs";
import vm from "node:vm";
import { parseHTML } from "linkedom";

import { CONTENT_SCRIPTS } from "../../../extension/background/content_scripts.js";
import { messages } from "./sentences.js";

const EXTENSION = new URL("../../../extension/", import.meta.url);
const SOURCES = CONTENT_SCRIPTS.map((name) => [name, readFileSync(new URL(name, EXTENSION), "utf8")]);

/**
 * @typedef {object} Page
 * @property {Document} document
 * @property {any} Lencana
 * @property {any[]} sent what the background was told
 * @property {string[]} fetched
 * @property {(name: string) => void} dispatch an event of the window
 * @property {{alive: boolean}} extension
 */

/**
 * @param {{html: string, href: string, fetch?: (url: string, init: RequestInit) => Response | Promise<Response>, reply?: (message: any) => any, until?: string, before?: (page: {document: Document}) => void, language?: string}} page
 *   `reply` is the background; `until` names the last script that runs; `before` draws the page
 * @returns {Page}
 */
export function open({ html, href, fetch = () => new Response("", { status: 404 }), reply = () => null, until = "content/main.js", before = () => undefined, language = "en" }) {
  const { document, window, MutationObserver, Element, HTMLElement } = parseHTML(html);
  Object.defineProperty(document, "location", { value: new URL(href) });
  before({ document });
  // Nothing is laid out here: every element is in view.
  for (const element of document.querySelectorAll("*")) element.getBoundingClientRect = () => ({ top: 0, bottom: 10, height: 10 });
  Object.defineProperty(document, "adoptedStyleSheets", { value: [], writable: true });
  const [sent, fetched, listeners, extension] = [[], [], new Map(), { alive: true }];
  const runtime = {
    get id() {
      return extension.alive ? "lencana" : undefined;
    },
    sendMessage: async (message) => {
      if (!extension.alive) throw new Error("Extension context invalidated.");
      sent.push(structuredClone(message));
      return structuredClone(await reply(message));
    },
  };
  // As the standard has it: nobody is called for records that were taken back (linkedom does).
  class Observer extends MutationObserver {
    constructor(callback) {
      super((records, observer) => void (records.length > 0 && callback(records, observer)));
    }
  }
  const world = {
    chrome: { runtime, i18n: { getMessage: (key) => messages(language)[key]?.message ?? "" } },
    document, MutationObserver: Observer, Element, HTMLElement, URL, URLSearchParams, TextEncoder, TextDecoder, Uint8Array, Map, Set, Promise,
    Response, Blob, AbortController, crypto, console, setTimeout, clearTimeout,
    CSSStyleSheet: class { replaceSync() {} },
    FileReader: FakeFileReader,
    innerHeight: 800,
    requestIdleCallback: (callback) => setTimeout(callback),
    cancelIdleCallback: clearTimeout,
    getComputedStyle: (element) => ({ backgroundColor: element.getAttribute("data-background") ?? "rgba(0, 0, 0, 0)", color: "rgb(1, 2, 3)" }),
    fetch: async (url, init) => {
      fetched.push(url);
      return fetch(url, init);
    },
    AbortSignal: { timeout: (milliseconds) => AbortSignal.timeout(milliseconds / 1000) }, // nobody waits half a minute here
    addEventListener: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    IntersectionObserver: FakeIntersectionObserver,
    window: { setTimeout, clearTimeout },
  };
  const context = vm.createContext(world);
  const last = SOURCES.findIndex(([name]) => name === until);
  for (const [name, source] of SOURCES.slice(0, last + 1)) vm.runInContext(source, context, { filename: name });
  return { document, Lencana: context.Lencana, sent, fetched, extension, window, dispatch: (name, event = {}) => listeners.get(name)?.forEach((listener) => listener(event)) };
}

/** Nothing is laid out here, so nothing is covered. */
class FakeIntersectionObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** Only what the content scripts use of it. */
class FakeFileReader {
  /** @param {Blob} blob */
  readAsDataURL(blob) {
    blob.arrayBuffer().then((bytes) => {
      this.result = `data:message/rfc822;base64,${Buffer.from(bytes).toString("base64")}`;
      this.onload();
    });
  }
}

/** @param {() => unknown} look @returns {Promise<unknown>} what it returns as soon as that is true */
export async function eventually(look) {
  for (let i = 0; i < 200; i += 1) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never: ${look}`);
}
