/** Questions that fit: a sender chooses how long his links and subjects are, and that must not switch anything off. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { questions } from "../../extension/background/question.js";
import { Allowlist } from "../../extension/modules/judgement/allowlist.js";
import { mostTelling } from "../../extension/modules/message/link_order.js";
import { evidence } from "./support/answers.js";
import { listDocument } from "./support/lists.js";

const allowlist = new Allowlist(listDocument([{ id: "openai", name: "OpenAI", domains: ["openai.com", "chatgpt.com"] }]));
const link = (href, text = "x") => ({ href, text });
const LYING = link("https://evil.example/", "www.openai.com");
const asked = (change, raw = null, headersOnly = false) => [...questions(evidence(change), raw, headersOnly, allowlist)];

test("what fits is asked whole first, in the page's order", () => {
  const links = [link("https://a.example/"), LYING];
  const [first] = asked({ links });
  assert.deepEqual(first, { webmail: "roundcube", origin: "delivered", headers: evidence().headers, text: "Hello", links });
});

test("a lying link behind three hundred others is asked about", () => {
  const links = [...Array.from({ length: 300 }, (_, i) => link(`https://news.example/${i}`)), LYING];
  const [first] = asked({ links });
  assert.equal(first.links.length, 200);
  assert.deepEqual(first.links[0], LYING);
});

test("200 long links fit, the lying one among them", () => {
  const links = [...Array.from({ length: 200 }, (_, i) => link(`https://news${i}.example/${"\u00fc".repeat(1900)}`, "\u00fc".repeat(1999))), LYING];
  const [first] = asked({ links });
  assert.ok(Buffer.byteLength(JSON.stringify(first)) <= 1024 * 1024);
  assert.ok(first.links.length >= 50 && first.links[0] === LYING);
});

test("each question is smaller than the one before, down to the fields alone", () => {
  const sizes = asked({ links: Array.from({ length: 250 }, (_, i) => link(`https://a${i}.example/`)), text: "x".repeat(16_000) }, "cmF3".repeat(20_000)).map((each) => JSON.stringify(each).length);
  assert.ok(sizes.length > 10);
  for (const [i, size] of sizes.entries()) assert.ok(i === 0 || size < sizes[i - 1], `${i}: ${sizes}`);
});

test("headers only: never text, links or the whole message", () => {
  assert.deepEqual(asked({ links: [LYING] }, "cmF3", true), [{ webmail: "roundcube", origin: "delivered", headers: evidence().headers }]);
});

for (const [why, telling, plain] of [
  ["a text that shows another host", LYING, link("https://openai.com/", "openai.com")],
  ["a text that shows a host below it", link("https://evil.example/", "Go to https://platform.openai.com/login"), link("https://platform.openai.com/", "openai.com")],
  ["letters that look alike", link("https://0penai.example/"), link("https://stranger.example/")],
  ["a name with more around it", link("https://openai-support.example/"), link("https://platform.openai.com/")],
  ["a letter too few", link("https://opnai.example/"), link("https://opera.example/")],
  ["two letters swapped", link("https://chatgtp.example/"), link("https://chat.example/")],
  ["an international name", link("https://xn--openi-7ve.com/"), link("https://stranger.example/")],
  ["the first of a host", link("https://b.example/2"), link("https://a.example/2")],
]) {
  test(`tells more: ${why}`, () => {
    const links = [link("https://a.example/1"), plain, telling];
    const ordered = mostTelling(links, allowlist);
    assert.ok(ordered.indexOf(telling) < ordered.indexOf(plain));
  });
}

test("a thousand links and thousands of listed domains are put in order in a moment", () => {
  const domains = Array.from({ length: 6000 }, (_, i) => `brand${i}${"abc".repeat(i % 4)}.example`);
  const large = new Allowlist(listDocument([{ id: "b", name: "B", domains }]));
  const begin = performance.now();
  mostTelling(Array.from({ length: 1000 }, (_, i) => link(`https://host${i}-brand.example/`)), large);
  assert.ok(performance.now() - begin < 3000);
});
