/** What the server may say to a report, and what is made of it; also by one that lies. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createApi } from "../../extension/modules/server/api.js";
import { ServerError } from "../../extension/modules/errors.js";

const ID = "0b8f4a52-6f0e-4c53-9a5e-0a4a5b6c7d8e";
const problem = (status, detail) => new Response(JSON.stringify({ status, detail }), { status, headers: { "Content-Type": "application/problem+json" } });

/** @param {() => Response} answer */
function serverThat(answer) {
  const asked = [];
  const api = createApi({ server: "https://x.example/mail", token: "t" }, "en", { until: 0 }, async (address, init) => {
    asked.push([init.method ?? "GET", address, init.headers.get("Authorization"), init.body]);
    return answer();
  });
  return { api, asked };
}

test("a report goes to that server alone, with the reader's token, as it is", async () => {
  const { api, asked } = serverThat(() => Response.json({ id: ID, expires: "2026-12-29T08:00:00Z" }, { status: 201 }));
  assert.equal(await api.report({ id: ID, kind: "phish" }), Date.parse("2026-12-29T08:00:00Z"));
  assert.deepEqual(asked, [["POST", "https://x.example/mail/v1/reports", "Bearer t", `{"id":"${ID}","kind":"phish"}`]]);
});

for (const [why, answer, error] of [
  ["it takes no reports", () => problem(403, "This server takes no reports."), { reason: "server_error", status: 403, detail: "This server takes no reports." }],
  ["the message is too large", () => problem(413, "At most 5 MB."), { reason: "server_error", status: 413, detail: "At most 5 MB." }],
  ["it is full", () => problem(507, "There is no room."), { reason: "server_error", status: 507 }],
  ["the token is wrong", () => problem(401, ""), { reason: "token_refused", status: 401 }],
  ["too many come", () => problem(429, ""), { reason: "busy" }],
  ["it says no date", () => Response.json({ id: ID, expires: "<b>" }, { status: 201 }), { reason: "bad_answer" }],
  ["it is a web site", () => new Response("<h1>Welcome</h1>"), { reason: "bad_answer" }],
]) {
  test(`not taken: ${why}`, () => assert.rejects(serverThat(answer).api.report({ id: ID }), (thrown) => thrown instanceof ServerError && Object.entries(error).every(([name, value]) => thrown[name] === value)));
}

for (const [why, answer, expected] of [
  ["there is none yet", () => Response.json({ state: "waiting", answer: null }), null],
  ["the report is gone", () => problem(404, ""), undefined],
  ["it has come", () => Response.json({ state: "closed", answer: { kind: "phish", text: "<b>Thanks</b>", at: "2026-11-30T08:00:00Z" } }), { kind: "phish", text: "<b>Thanks</b>", at: Date.parse("2026-11-30T08:00:00Z") }],
]) {
  test(`its answer: ${why}`, async () => {
    const { api, asked } = serverThat(answer);
    assert.deepEqual(await api.reportAnswer(ID), expected);
    assert.equal(asked[0][1], `https://x.example/mail/v1/reports/${ID}/answer`);
  });
}

test("an answer of a form that nobody knows is none, and asked for again", () =>
  assert.rejects(serverThat(() => Response.json({ state: "closed", answer: "yes" })).api.reportAnswer(ID), { reason: "bad_answer" }));

const join = (fields) => Response.json({ fingerprint: "a".repeat(64), webmails: [], token_required: false, ...fields });
for (const [why, answer, mode] of [
  ["verdicts", () => join({ reports: "verdicts" }), "verdicts"],
  ["messages", () => join({ reports: "messages" }), "messages"],
  ["nothing, in a word that nobody knows", () => join({ reports: "everything" }), "off"],
  ["nothing: it is older than reports", () => join({}), "off"],
  ["nothing: it is no such server", () => Response.json([]), "off"],
]) {
  test(`a server that takes ${why}`, async () => assert.equal(await serverThat(answer).api.reports(), mode));
}
