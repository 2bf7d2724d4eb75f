/** What a server offers to who joins is verified before it is shown, and nothing else than what was compared is accepted. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createApi } from "../../extension/modules/server/api.js";
import { readOffer } from "../../extension/modules/server/join.js";
import { NOW, Publisher } from "./support/publisher.js";

const STRANGER = "ab".repeat(32);
const WEBMAILS = ["https://mail.example.org"];
const publisher = await Publisher.create();
const expired = await Publisher.create();
await expired.publish({ expires: "2026-11-21T00:00:00Z" });

/** A server of that organisation, with other fields in /join, or another answer. */
function serverOf({ root, allowlist, pin }, fields = {}, answer = undefined) {
  const join = { server: "https://x.example", fingerprint: pin, webmails: WEBMAILS, token_required: false, extension: null, ...fields };
  const answers = { "/v1/root": root, "/v1/root/1": root, "/v1/allowlist": allowlist };
  return createApi({ server: "https://lencana.example", token: "" }, "en", { until: 0 }, async (address) => {
    const { pathname } = new URL(address);
    if (pathname === "/join") return answer?.clone() ?? Response.json(join);
    return pathname in answers ? new Response(answers[pathname]) : new Response("{}", { status: 404, headers: { "Content-Type": "application/problem+json" } });
  });
}

const { pin } = publisher;
for (const [why, known, expected] of [
  ["of whom nothing is known", { accepted: "", expected: "" }, { isAccepted: false, isExpected: false }],
  ["whose address names the fingerprint", { accepted: "", expected: pin }, { isAccepted: false, isExpected: true }],
  ["that was accepted before", { accepted: pin, expected: "" }, { isAccepted: true, isExpected: false }],
]) {
  test(`a server ${why} is offered`, async () => {
    assert.deepEqual(await readOffer(serverOf(publisher), known, NOW), { pin, webmails: WEBMAILS, tokenRequired: false, ...expected });
  });
}

const page = (body, status = 200, type = "text/html") => new Response(body, { status, headers: { "Content-Type": type } });
for (const [why, api, known, thrown] of [
  ["another fingerprint was accepted", serverOf(publisher), { accepted: STRANGER, expected: "" }, { name: "JoinError", reason: "other_pin" }],
  ["the address names another", serverOf(publisher), { accepted: pin, expected: STRANGER }, { name: "JoinError", reason: "other_fingerprint" }],
  ["its page and its root differ", serverOf(publisher, { fingerprint: STRANGER }), {}, { name: "ServerError", reason: "bad_answer" }],
  ["its list has expired", serverOf(expired), {}, { name: "ExpiredError" }],
  ["it is a web site", serverOf(publisher, {}, page("<h1>Welcome</h1>")), {}, { name: "ServerError", reason: "bad_answer" }],
  ["it has no such page", serverOf(publisher, {}, page("not found", 404)), {}, { name: "ServerError", reason: "bad_answer" }],
  ["it answers something else", serverOf(publisher, {}, Response.json({ fingerprint: pin })), {}, { name: "ServerError", reason: "bad_answer" }],
  ["a webmail is no address", serverOf(publisher, { webmails: ["https://"] }), {}, { name: "ServerError", reason: "bad_answer" }],
  ["a webmail is a script", serverOf(publisher, { webmails: ["javascript:alert(1)"] }), {}, { name: "ServerError", reason: "bad_answer" }],
]) {
  test(`nothing is offered where ${why}`, async () => {
    await assert.rejects(readOffer(api, { accepted: "", expected: "", ...known }, NOW), thrown);
  });
}

for (const [what, answers, reason] of [["a web site, which lets nobody read its answer", true, "bad_answer"], ["nobody", false, "unreachable"]]) {
  test(`${what} is told as such`, async () => {
    const api = createApi({ server: "https://x.example", token: "" }, "en", { until: 0 }, async (address, { mode }) => {
      if (mode === "no-cors" && answers) return new Response(null);
      throw new TypeError("Failed to fetch");
    });
    await assert.rejects(api.join(), { name: "ServerError", reason });
  });
}

for (const [status, outcome] of [[400, "taken"], [200, "taken"], [401, "token_refused"], [403, "token_refused"]]) {
  test(`a token is ${outcome} where the server answers ${status} to no message`, async () => {
    const asked = [];
    const api = createApi({ server: "https://x.example", token: "t" }, "en", { until: 0 }, async (address, { body }) => {
      asked.push([new URL(address).pathname, body]);
      return page("{}", status, "application/problem+json");
    });
    const told = await api.checkToken().then(() => "taken", ({ reason }) => reason);
    assert.deepEqual([told, asked], [outcome, [["/v1/check", "{}"]]]);
  });
}
