/** From evidence to judgement, with a server that tells the truth, lies, refuses or is away. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createApi } from "../../extension/modules/server/api.js";
import { check } from "../../extension/background/check.js";
import { ServerError } from "../../extension/modules/errors.js";
import { ListInForce } from "../../extension/modules/trust/list_in_force.js";
import { answer, evidence } from "./support/answers.js";
import { NOW, Publisher } from "./support/publisher.js";

const publisher = await Publisher.create();
const json = (value, status = 200) => new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json" } });

/** @param {(question: any) => Response | Promise<Response>} reply to `/v1/check` */
function contextWith(reply, change = {}) {
  const asked = [];
  const fetcher = async (url, init = {}) => {
    const path = new URL(url).pathname;
    asked.push({ path, headers: init.headers, cache: init.cache, body: init.body && JSON.parse(init.body) });
    if (path === "/v1/check") return reply(asked.at(-1).body);
    if (path === "/v1/allowlist") return new Response(publisher.allowlist);
    return path === "/v1/root/1" ? new Response(publisher.root) : new Response("{}", { status: 404 });
  };
  let stored;
  const store = { read: async () => stored, write: async (value) => void (stored = value) };
  const settings = { server: "https://lencana.example", token: "secret", pin: publisher.pin, webmails: [], ...change };
  return { asked, settings, permitted: true, api: createApi(settings, "id", { until: 0 }, fetcher), listInForce: new ListInForce(store, () => NOW) };
}

const truth = (change = {}) => json(answer({ allowlist: { version: 1, sha256: publisher.sha256 }, ...change }));
const message = (change = {}, raw = null) => ({ type: "check", page: "p", id: "i", evidence: evidence(change), raw });

test("a genuine message is verified; the server is asked once, with the header block", async () => {
  const context = contextWith(() => truth());
  const { judgement, needs } = await check(message(), context);
  assert.deepEqual([judgement.kind, needs], ["verified", null]);
  const { headers, body } = context.asked[0];
  assert.deepEqual(body, { webmail: "roundcube", origin: "delivered", headers: evidence().headers, text: "Hello", links: [] });
  assert.equal(headers.get("Authorization"), "Bearer secret");
  assert.equal(headers.get("Accept-Language"), "id");
});

test("a server that calls a stranger verified is not trusted", async () => {
  const lie = () => truth({ sender: { address: "a@evil.example", domain: "evil.example", unicode: "evil.example" } });
  const { judgement } = await check(message({ headers: "From: a@evil.example", shown: "a@evil.example" }), contextWith(lie));
  assert.deepEqual([judgement.kind, judgement.cause], ["unchecked", "list_disagrees"]);
});

test("without a header block the fields go, and nothing is green", async () => {
  const context = contextWith(() => truth());
  const { judgement } = await check(message({ headers: null }), context);
  assert.equal(judgement.cause, "sender_unread");
  assert.deepEqual(Object.keys(context.asked[0].body).sort(), ["from", "links", "origin", "subject", "text", "webmail"]);
});

test("the whole message is asked for once, and its own From is what counts", async () => {
  const reply = () => truth({ needs: "raw" });
  assert.equal((await check(message(), contextWith(reply))).needs, "raw");
  const context = contextWith(reply);
  const { judgement, needs } = await check(message({}, btoa("From: a@evil.example\r\n\r\n")), context);
  assert.deepEqual([judgement.cause, needs], ["sender_differs", null]);
  assert.deepEqual(Object.keys(context.asked[0].body), ["webmail", "origin", "raw"]);
});

test("the browser keeps nothing of a message, and asks for a list that it keeps by its ETag", async () => {
  const context = contextWith(() => truth());
  await check(message(), context);
  const caches = Object.fromEntries(context.asked.map(({ path, cache }) => [path, cache]));
  assert.deepEqual(caches, { "/v1/check": "no-store", "/v1/root/1": "no-cache", "/v1/root/2": "no-cache", "/v1/allowlist": "no-cache" });
});

for (const [why, cause, reply, change] of [
  ["not set up", "not_set_up", () => truth(), { pin: "" }],
  ["away", "unreachable", () => Promise.reject(new TypeError("network"))],
  ["another token wanted", "token_refused", () => json({ title: "x" }, 401)],
  ["too much asked", "busy", () => json({ detail: "try again in 10 s" }, 429)],
  ["an error", "server_error", () => json({ detail: "too large" }, 413)],
  ["an answer of another kind", "bad_answer", () => json({ ok: true })],
  ["not JSON", "bad_answer", () => new Response("<html>")],
  ["no Lencana server", "bad_answer", () => new Response("<html>", { status: 404 })],
  ["an endless answer", "bad_answer", () => new Response("x".repeat(300_000))],
]) {
  test(`grey: ${why}`, async () => {
    const { judgement } = await check(message(), contextWith(reply, change));
    assert.deepEqual([judgement.kind, judgement.cause], ["unchecked", cause]);
  });
}

test("a busy server is named so, and left alone by everybody for as long as it asks", async () => {
  const busy = (after) => () => new Response("{}", { status: 429, headers: after === undefined ? {} : { "Retry-After": after } });
  for (const [after, wait] of [["7", "7"], ["0", "1"], ["86400", "300"], [undefined, "30"], ["soon", "30"], [new Date(Date.now() + 9_500).toUTCString(), "9"]]) {
    const context = contextWith(busy(after));
    const { judgement } = await check(message(), context);
    assert.deepEqual([judgement.cause, judgement.answer], ["busy", null], after);
    assert.ok(Math.abs(Number(judgement.params.wait) - Number(wait)) <= 1, `${after}: ${judgement.params.wait}`);
    const asked = context.asked.length;
    assert.equal((await check(message(), context)).judgement.cause, "busy");
    assert.equal(context.asked.length, asked, "not asked again");
  }
});

test("after the time that a busy server asks for it is asked again", async () => {
  let replies = 0;
  const context = contextWith(() => ((replies += 1) === 1 ? new Response("{}", { status: 429, headers: { "Retry-After": "1" } }) : truth()));
  assert.equal((await check(message(), context)).judgement.cause, "busy");
  await new Promise((resolve) => setTimeout(resolve, 1050));
  assert.equal((await check(message(), context)).judgement.kind, "verified");
});

test("a busy server that gives its answer but not its list: busy, too, and never green", async () => {
  const context = contextWith(() => truth());
  const source = context.api;
  source.allowlist = async () => Promise.reject(new ServerError("busy", 429, "", 5));
  const { judgement } = await check(message(), context);
  assert.deepEqual([judgement.kind, judgement.cause], ["unchecked", "busy"]);
});

test("grey without the browser's permission, and the server is not asked", async () => {
  const context = { ...contextWith(() => truth()), permitted: false };
  assert.equal((await check(message(), context)).judgement.cause, "no_permission");
  assert.equal(context.asked.length, 0);
});

test("grey when the server answers from a list that the organisation did not sign", async () => {
  const { judgement } = await check(message(), contextWith(() => truth({ allowlist: { version: 9, sha256: "f".repeat(64) } })));
  assert.deepEqual([judgement.kind, judgement.cause], ["unchecked", "list_unverified"]);
});

test("headers only: no text, no links, never the whole message", async () => {
  const context = contextWith(() => truth({ needs: "raw" }), { headersOnly: true });
  const { judgement, needs } = await check(message(), context);
  assert.deepEqual([judgement.kind, needs], ["verified", null]);
  assert.deepEqual(Object.keys(context.asked[0].body), ["webmail", "origin", "headers"]);
  await check(message({ headers: null }), context);
  await check(message({}, btoa("From: a@evil.example\r\n\r\nsecret")), context);
  const bodies = context.asked.filter(({ path }) => path === "/v1/check").map(({ body }) => Object.keys(body).join());
  assert.deepEqual(bodies, ["webmail,origin,headers", "webmail,origin,from,subject", "webmail,origin,headers"]);
});

for (const status of [400, 413, 422]) {
  test(`a question that the server does not take (${status}) is made smaller, and red stays red`, async () => {
    const red = { verdict: "suspicious", reasons: [{ code: "x", severity: "danger", text: "Why.", params: {} }] };
    const problem = () => new Response('{"title": "x"}', { status, headers: { "Content-Type": "application/problem+json" } });
    const context = contextWith(({ links = [], raw }) => (raw !== undefined || links.length > 20 ? problem() : truth(red)));
    const links = Array.from({ length: 100 }, (_, i) => ({ href: `https://a${i}.example/`, text: "x" }));
    const { judgement } = await check(message({ links }, btoa("From: a@b.example\r\n\r\nx")), context);
    assert.equal(judgement.kind, "suspicious");
  });
}

for (const [why, change, raw, refuses, kind] of [
  ["not its words", { text: "x".repeat(5000) }, null, ({ text = "" }) => text.length > 1000, "unchecked"],
  ["only fewer links", { links: Array.from({ length: 9 }, (_, i) => ({ href: `https://a${i}.example/`, text: "x" })) }, null, ({ links = [] }) => links.length > 5, "verified"],
  ["not the whole of what a page shows", {}, btoa(`${evidence().headers}\r\n\r\nHello`), ({ raw: all }) => all !== undefined, "verified"],
  ["not the whole of what no page shows", { text: "" }, btoa(`${evidence().headers}\r\n\r\nHello`), ({ raw: all }) => all !== undefined, "unchecked"],
]) {
  test(`green of a message of which the server takes ${why}: ${kind}`, async () => {
    const context = contextWith((question) => (refuses(question) ? json({ detail: "too large" }, 413) : truth()));
    const { judgement } = await check(message(change, raw), context);
    assert.deepEqual([judgement.kind, judgement.cause], [kind, kind === "unchecked" ? "server_error" : undefined]);
  });
}

test("a message whose text the page keeps from us is green only with the whole message, or where no text is sent at all", async () => {
  const closed = message({ text: "\n", links: [] });
  const { judgement, needs } = await check(closed, contextWith(() => truth()));
  assert.deepEqual([judgement.kind, judgement.cause, needs], ["unchecked", "unreadable", "raw"]);
  const raw = btoa(`${evidence().headers}\r\n\r\nHello`);
  assert.equal((await check({ ...closed, raw }, contextWith(() => truth()))).judgement.kind, "verified");
  assert.equal((await check(closed, contextWith(() => truth(), { headersOnly: true }))).judgement.kind, "verified");
  assert.equal((await check(message({ text: "", links: [{ href: "https://openai.com/", text: "" }] }), contextWith(() => truth()))).judgement.kind, "verified");
});

test("where the whole message is not taken, its absence is known: no green of an attachment", async () => {
  const own = { authentication: { result: "pass", method: "dkim", domain: "openai.com", by: "lencana" } };
  const context = contextWith(({ raw }) => (raw === undefined ? truth(own) : new Response("{}", { status: 413 })));
  const { judgement } = await check(message({ origin: "attached" }, btoa(`${evidence().headers}\r\n\r\nx`)), context);
  assert.equal(judgement.cause, "not_delivered");
});
