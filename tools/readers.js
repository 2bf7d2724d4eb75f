/**
 * What each reader finds in a saved page: `node tools/readers.js PAGE.html [ADDRESS]`. For whoever repairs one: counts for every selector,
 * and what is read with them. Nothing is laid out here, so what a style sheet hides counts as shown.
 */

import { readFileSync } from "node:fs";
import vm from "node:vm";

import { WEBMAILS } from "../extension/background/content_scripts.js";
import { open } from "../tests/extension/support/page.js";

const [, , path, given] = process.argv;
if (path === undefined) {
  console.error("usage: make readers PAGE=page.html [ADDRESS=https://…]");
  process.exit(2);
}
const html = readFileSync(path, "utf8");
const href = given || /<!-- saved from url=\(\d+\)(\S+) -->/.exec(html)?.[1] || "https://unknown.invalid/";
const { document, Lencana } = open({ html, href, until: "content/adapters/adapter.js" });
console.log(`address: ${href}${given ? "" : " (of the page itself; ADDRESS=… names another)"}`);
for (const name of WEBMAILS) report(name, tableOf(name));

/** @param {string} name */
function tableOf(name) {
  const source = readFileSync(new URL(`../extension/content/adapters/${name}.js`, import.meta.url), "utf8");
  let table;
  vm.runInNewContext(source, { Lencana: { ...Lencana, addAdapter: (_name, webmail) => void (table = webmail) }, URL, URLSearchParams, Uint8Array, TextDecoder });
  return table;
}

/** @param {string} name @param {any} table */
function report(name, table) {
  const isOwner = table.matches(new URL(href), document);
  const parts = ["message", "boundary", "body", "sender", "subject", "date", "header", "sourceWindow"].map((part) => [part, table[part] ?? []]);
  const rows = ["row", "sender", "subject"].map((part) => [`list ${part}`, table.listRow?.[part] ?? []]);
  const counts = [...parts, ...rows].flatMap(([part, selectors]) => selectors.map((selector) => [part, selector, document.querySelectorAll(selector).length]));
  if (!isOwner && !counts.some(([part, , count]) => part === "body" && count > 0)) return console.log(`\n${name}: not its page`);
  console.log(`\n${name}: ${isOwner ? "its page" : "not its address, but it finds bodies"}`);
  for (const [part, selector, count] of counts) console.log(`  ${part.padEnd(14)} ${String(count).padStart(4)}  ${selector}`);
  const finder = new Lencana.MessageFinder(table);
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
  for (let each = element; each !== null && names.length < 4; each = each.parentElement) names.unshift(each.tagName.toLowerCase() + (each.id ? `#${each.id}` : ""));
  return names.join(" > ");
}
