/**
 * What each adapter finds in a saved page: `node tools/adapters.js PAGE.html [ADDRESS]`. For whoever repairs one: counts for every selector,
 * and what is read with them. Nothing is laid out here, so what a style sheet hides counts as shown.
 */

import { existsSync, readFileSync } from "node:fs";
import vm from "node:vm";

import { WEBMAILS } from "../extension/background/content_scripts.js";
import { open } from "../tests/extension/support/page.js";

const UNKNOWN = "https://unknown.invalid/";
const PARTS = ["message", "boundary", "body", "sender", "subject", "date", "header", "sourceWindow"];
const NEEDED = ["message", "body", "sender"]; // without which there is no badge

const [, , path, given] = process.argv;
if (!path || !existsSync(path)) {
  console.error(`${path ? `no such file: ${path}\n` : ""}usage: make adapters PAGE=page.html [ADDRESS=https://…]`);
  process.exit(2);
}
const html = readFileSync(path, "utf8");
const href = given || /<!-- saved from url=\(\d+\)(\S+) -->/.exec(html)?.[1] || UNKNOWN;
const { document, Lencana } = open({ html, href, until: "content/adapters/adapter.js" });
if (href === UNKNOWN) console.log("address: the page does not say; adapters that know theirs by its address need ADDRESS=https://…");
else console.log(`address: ${href}${given ? "" : " (as the browser wrote into the page; ADDRESS=… names another)"}`);
const others = WEBMAILS.filter((name) => !report(name, tableOf(name)));
console.log(`\nnot the page of ${others.join(", ")}`);

/** @param {string} name */
function tableOf(name) {
  const source = readFileSync(new URL(`../extension/content/adapters/${name}.js`, import.meta.url), "utf8");
  let table;
  vm.runInNewContext(source, { Lencana: { ...Lencana, addAdapter: (_name, webmail) => void (table = webmail) }, URL, URLSearchParams, Uint8Array, TextDecoder });
  return table;
}

/**
 * What an adapter finds; the first selector with a hit, which it uses, has an arrow.
 * @param {string} name @param {any} table
 * @returns {boolean} whether the page is its own, or could be
 */
function report(name, table) {
  const isOwner = table.matches(new URL(href), document);
  const parts = PARTS.map((part) => [part, table[part] ?? []]);
  const rows = ["row", "sender", "subject"].map((part) => [`list ${part}`, table.listRow?.[part] ?? []]);
  const counted = [...parts, ...rows].map(([part, selectors]) => ({ part, hits: selectors.map((/** @type {string} */ selector) => ({ selector, count: document.querySelectorAll(selector).length })) }));
  const isFound = (/** @type {string} */ wanted) => counted.some(({ part, hits }) => part === wanted && hits.some(({ count }) => count > 0));
  if (!isOwner && !isFound("body")) return false;
  console.log(`\n${name}: ${isOwner ? "its page" : "not its address, but it finds bodies"}`);
  for (const { part, hits } of counted) {
    const used = hits.find(({ count }) => count > 0);
    for (const hit of hits) console.log(`${hit === used ? "→" : " "} ${part.padEnd(14)} ${String(hit.count).padStart(4)}  ${hit.selector}`);
  }
  const missing = counted.filter(({ part, hits }) => NEEDED.includes(part) && hits.length > 0 && !isFound(part)).map(({ part }) => part);
  if (missing.length > 0) console.log(`  TO REPAIR, if a message is open in the page: nothing matches for ${missing.join(", ")}`);
  reportMessages(new Lencana.MessageFinder(table));
  return true;
}

/** @param {any} finder */
function reportMessages(finder) {
  for (const elements of finder.messages(document)) {
    const { shown, subject, text, links, witness, origin } = finder.contents(elements);
    const found = { id: elements.key, origin, sender: shown, subject, date: witness.date, letters: text.length, links: links.length, "badge behind": pathOf(elements.anchor) };
    console.log(`  a message: ${Object.entries(found).map(([what, value]) => `${what} ${JSON.stringify(value)}`).join(", ")}`);
  }
  const listed = finder.rows(document);
  console.log(`  ${listed.length} rows with an address${listed.length ? `, the first: ${JSON.stringify([listed[0].shown, listed[0].subject()])}` : ""}`);
}

/** @param {Element} element */
function pathOf(element) {
  const names = [];
  for (let each = element; each !== null && names.length < 4; each = each.parentElement) names.unshift(each.tagName.toLowerCase() + (each.id ? `#${each.id}` : each.className ? `.${each.className.split(" ")[0]}` : ""));
  return names.join(" > ");
}
