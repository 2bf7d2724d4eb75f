/** What a look at the page costs, counted: no time is measured, so no busy machine makes it fail. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, open } from "./support/page.js";

const ROW = (/** @type {number} */ uid) => `<tr class="message" id="r${uid}"><td><span class="rcmContactAddress" title="a${uid}@example.org">A</span></td>
  <td class="subject"><span class="subject"><a href="?_task=mail&_mbox=INBOX&_uid=${uid}&_action=show">S</a></span></td></tr>`;
const listOf = (/** @type {number} */ length) =>
  `<!doctype html><html><body><table id="messagelist"><tbody>${Array.from({ length }, (_, i) => ROW(i)).join("")}</tbody></table></body></html>`;
const HREF = "https://mail.example/rc/?_task=mail&_mbox=INBOX";
const rest = () => new Promise((resolve) => setTimeout(resolve, 350)); // longer than the pause between two looks

/** A list whose background answers, and the number of searches of the document so far. */
async function listed(length = 50) {
  const marksOf = (rows) => rows.map(({ from }) => (/<a(3|143)@/.test(from) ? "Why." : ""));
  const page = open({ html: listOf(length), href: HREF, reply: (message) => (message.type === "rows" ? { marks: marksOf(message.rows) } : null) });
  const counted = { searches: 0, looks: 0 };
  const search = page.document.querySelectorAll.bind(page.document);
  page.document.querySelectorAll = (selector) => {
    counted.searches += 1;
    if (selector === "#messagelist tr.message") counted.looks += 1;
    return search(selector);
  };
  await eventually(() => page.document.querySelector("[data-lencana=mark]"));
  await rest();
  return { ...page, counted, questions: () => page.sent.filter(({ type }) => type === "rows") };
}

test("a quiet page is not looked at, and fifty rows were one question", async () => {
  const { counted, questions } = await listed();
  const before = { ...counted };
  await rest();
  assert.deepEqual(counted, before);
  assert.deepEqual(questions().map(({ rows }) => rows.length), [50]);
});

test("a flood of changes is looked at once at its beginning and once at its end, and asks nothing anew", async () => {
  const { counted, document, questions } = await listed();
  const before = { ...counted };
  for (let i = 0; i < 1000; i += 1) document.body.append(document.createElement("i"));
  await rest();
  assert.ok(counted.looks - before.looks <= 2, `${counted.looks - before.looks} looks`);
  assert.ok(counted.searches - before.searches <= 30, `${counted.searches - before.searches} searches of the document`);
  assert.equal(questions().length, 1);
});

test("a mark that we put there is no reason to look again", async () => {
  const { counted, document } = await listed();
  const before = counted.looks;
  document.querySelector("[data-lencana=mark]").remove();
  await rest();
  assert.ok(document.querySelector("[data-lencana=mark]"), "it is back");
  assert.equal(counted.looks - before, 1);
});

test("a list of 150 is two questions, and a mark beyond the hundredth row stands", async () => {
  const { document, questions } = await listed(150);
  await eventually(() => document.querySelector("#r143 [data-lencana=mark]"));
  assert.deepEqual(questions().map(({ rows }) => rows.length), [100, 50]);
});
