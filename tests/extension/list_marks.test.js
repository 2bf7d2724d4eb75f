/** Marks in lists: one question for all that is new, answers kept by message and version of the list, nothing believed unproven. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createApi } from "../../extension/modules/server/api.js";
import { rowMarks } from "../../extension/background/list_marks.js";
import { ListInForce } from "../../extension/modules/trust/list_in_force.js";
import { answer } from "./support/answers.js";
import { NOW, Publisher } from "./support/publisher.js";

const publisher = await Publisher.create();
const DANGER = { code: "brand_claim", severity: "danger", text: "It calls itself OpenAI.", params: {} };
const row = (id, from = "OpenAI <a@stranger.example>") => ({ id, webmail: "roundcube", from, subject: "s" });

/** @param {(questions: any[]) => Response} [reply] */
function browser(reply) {
  const asked = [];
  const truth = ({ from }) => answer({ verdict: from.startsWith("OpenAI") ? "suspicious" : "unknown", reasons: [DANGER], allowlist: { version: publisher.version, sha256: publisher.sha256 } });
  const fetcher = async (url, init = {}) => {
    const path = new URL(url).pathname;
    if (path === "/v1/allowlist") return new Response(publisher.allowlist);
    if (path !== "/v1/check/batch") return path === "/v1/root/1" ? new Response(publisher.root) : new Response("{}", { status: 404 });
    asked.push(JSON.parse(init.body).messages);
    return reply?.(asked.at(-1)) ?? new Response(JSON.stringify({ results: asked.at(-1).map(truth) }));
  };
  let trust, stored;
  const settings = { server: "https://lencana.example", token: "", pin: publisher.pin, webmails: [], headersOnly: false };
  const listInForce = new ListInForce({ read: async () => trust, write: async (value) => void (trust = value) }, () => NOW);
  const context = { settings, permitted: true, api: createApi(settings, "en", { until: 0 }, fetcher), listInForce };
  const store = { read: async () => stored, write: async (value) => void (stored = value) };
  const ask = (rows, origin = "https://mail.example") => rowMarks({ origin, rows }, context, store);
  return { asked, ask, context, stored: () => stored };
}

test("fifty rows are one question, asked once; only the suspicious get a mark", async () => {
  const { asked, ask } = browser();
  const rows = Array.from({ length: 50 }, (_, i) => row(String(i), i % 10 === 0 ? undefined : `Budi <b${i}@example.org>`));
  const { marks } = await ask(rows);
  assert.deepEqual(marks.flatMap((why, i) => (why ? [i] : [])), [0, 10, 20, 30, 40]);
  assert.equal(marks[0], DANGER.text);
  assert.deepEqual(await ask(rows), { marks });
  assert.deepEqual([asked.length, asked[0].length, Object.keys(asked[0][0])], [1, 50, ["webmail", "from", "subject"]]);
});

test("what is known is not asked again, but by another sender, id or webmail it is", async () => {
  const { asked, ask } = browser();
  await ask([row("1")]);
  await ask([row("1"), row("2")]);
  await ask([row("1", "Budi <b@example.org>")]);
  await ask([row("1")], "https://other.example");
  assert.deepEqual(asked.map((questions) => questions.length), [1, 1, 1, 1]);
});

test("a new version of the list asks anew", async () => {
  const { asked, ask, context } = browser();
  await ask([row("1")]);
  await publisher.publish();
  await context.listInForce.renew(publisher.pin, { root: (version) => context.api.root(version), allowlist: () => context.api.allowlist() });
  assert.deepEqual((await ask([row("1")])).marks, [DANGER.text]);
  assert.equal(asked.length, 2);
});

test("one row that cannot be checked has no mark, the others do", async () => {
  const { ask } = browser((questions) => new Response(JSON.stringify({
    results: questions.map((_, i) => (i === 0 ? { title: "bad", status: 400 } : answer({ verdict: "suspicious", reasons: [DANGER], allowlist: { version: 1, sha256: publisher.sha256 } }))),
  })));
  assert.deepEqual((await ask([row("1"), row("2")])).marks, ["", DANGER.text]);
});

const refusal = (status = 400) => new Response('{"title": "Bad Request", "status": 400}', { status, headers: { "Content-Type": "application/problem+json" } });
const answers = (questions) => new Response(JSON.stringify({
  results: questions.map(() => answer({ verdict: "suspicious", reasons: [DANGER], allowlist: { version: publisher.version, sha256: publisher.sha256 } })),
}));
const rows = (count, of = "r") => Array.from({ length: count }, (_, i) => row(`${of}${i}`));

test("a row that the server does not take costs no other its mark", async () => {
  const { ask, asked } = browser((questions) => (questions.some(({ subject }) => subject === "bad") ? refusal() : answers(questions)));
  const { marks } = await ask(rows(64).map((each, i) => (i === 37 ? { ...each, subject: "bad" } : each)));
  assert.deepEqual(marks.flatMap((why, i) => (why ? [] : [i])), [37]);
  assert.ok(asked.length <= 13, String(asked.length));
});

test("a server that takes fewer rows in one request has every row checked, and is soon asked for so many", async () => {
  const { ask, asked } = browser((questions) => (questions.length > 10 ? refusal(413) : answers(questions)));
  assert.ok((await ask(rows(100))).marks.every((why) => why === DANGER.text));
  asked.splice(0);
  assert.ok((await ask(rows(40, "s"))).marks.every((why) => why === DANGER.text));
  assert.ok(asked.every((questions) => questions.length <= 10) && asked.length <= 8, String(asked.length));
});

test("a server that becomes busy between two requests: the marks that came stay, the others are asked for later", async () => {
  let served = 0; // after the test above, rows go in several requests
  const { ask, stored } = browser((questions) => ((served += 1) > 2 ? refusal(429) : answers(questions)));
  await ask(rows(1, "first")); // which fetches the list
  const { marks } = await ask(rows(30));
  assert.ok(marks.includes(null) && marks.includes(DANGER.text));
  assert.equal(Object.keys(stored().marks).length, 1 + marks.filter((why) => why !== null).length);
});

for (const [why, reply] of Object.entries({
  "the server is away": () => { throw new TypeError("network"); },
  "another number of answers": () => new Response('{"results": []}'),
  "another list than ours": (questions) => new Response(JSON.stringify({ results: questions.map(() => answer({ verdict: "suspicious", reasons: [DANGER] })) })),
})) {
  test(`no mark and nothing kept: ${why}`, async () => {
    const { ask, stored } = browser(reply);
    assert.deepEqual([await ask([row("1")]), stored()], [{ marks: null }, undefined]);
  });
}

test("not asked without a pin or the browser's permission", async () => {
  const { asked, context } = browser();
  for (const change of [{ permitted: false }, { settings: { ...context.settings, pin: "" } }]) {
    assert.deepEqual(await rowMarks({ origin: "https://a.example", rows: [row("1")] }, { ...context, ...change }, {}), { marks: null });
  }
  assert.equal(asked.length, 0);
});

test("at most 2000 answers are stored", async () => {
  const { ask, stored } = browser();
  for (let page = 0; page < 21; page += 1) await ask(Array.from({ length: 100 }, (_, i) => row(`${page}/${i}`)));
  assert.equal(Object.keys(stored().marks).length, 2000);
});
