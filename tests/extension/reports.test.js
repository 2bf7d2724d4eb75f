/** Reports on their way: sent once, kept for an hour, answered; and forms that open once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ReportForms } from "../../extension/background/report_forms.js";
import { Reports } from "../../extension/background/reports.js";
import { ServerError } from "../../extension/modules/errors.js";

const SERVER = "https://s.example";
const MINUTE = 60_000;
const EXPIRES = Date.parse("2026-12-30T00:00:00Z");
const report = (id = "1", more = {}) => ({ id, sender: { address: `x@${id}.example`, name: "" }, ...more });

/** A memory that holds as much as the browser's. */
function area(maxChars = Infinity) {
  const stored = new Map();
  return {
    stored,
    read: async (key) => structuredClone(stored.get(key)),
    async write(key, value) {
      if (JSON.stringify(value).length > maxChars) throw new Error("QUOTA_BYTES");
      if (value === null) stored.delete(key);
      else stored.set(key, structuredClone(value));
    },
  };
}

/** @param {{maxChars?: number}} [limits] */
function started({ maxChars } = {}) {
  const self = { session: area(maxChars), local: area(), now: 1_000_000, alarms: [], got: [], failure: null, answers: {} };
  self.reports = new Reports(self, () => self.now, (isWaiting) => self.alarms.push(isWaiting));
  self.api = {
    report: async (one) => {
      if (self.failure) throw self.failure;
      self.got.push(one.id);
      return EXPIRES;
    },
    reportAnswer: async (id) => {
      if (self.failure) throw self.failure;
      self.asked = [...(self.asked ?? []), id];
      return self.answers[id] === undefined ? null : self.answers[id];
    },
  };
  self.states = () => (self.local.stored.get("reports") ?? []).map(({ id, state }) => `${id} ${state}`);
  return self;
}

test("sent: the server's date comes back, and number and domain are remembered, nothing else of it", async () => {
  const self = started();
  const reply = await self.reports.send(report("1", { subject: "SECRET", comment: "SECRET", raw: "SECRET" }), SERVER, self.api);
  assert.deepEqual(reply, { state: "sent", expires: EXPIRES });
  const [sent] = self.local.stored.get("reports");
  assert.deepEqual(sent, { id: "1", server: SERVER, about: "1.example", at: self.now, expires: EXPIRES, asked: 0, state: "sent", answer: null });
  assert.ok(!JSON.stringify([...self.local.stored, ...self.session.stored]).includes("SECRET"));
});

for (const [why, error] of [
  ["does not answer", new ServerError("unreachable")],
  ["is busy", new ServerError("busy", 429, "", 30)],
  ["is full", new ServerError("server_error", 507)],
]) {
  test(`a server that ${why}: the report waits in memory alone, and is sent once`, async () => {
    const self = started();
    self.failure = error;
    assert.deepEqual(await self.reports.send(report(), SERVER, self.api), { state: "waiting" });
    assert.equal(self.local.stored.size, 0);
    assert.equal(self.alarms.at(-1), true);
    await self.reports.sendWaiting(SERVER, self.api);
    assert.equal(self.alarms.at(-1), true);
    self.failure = null;
    await Promise.all([self.reports.sendWaiting(SERVER, self.api), self.reports.sendWaiting(SERVER, self.api)]);
    assert.deepEqual(self.got, ["1"]);
    assert.equal(self.alarms.at(-1), false);
    assert.equal(self.session.stored.size, 0);
  });
}

test("pressed twice while nobody answers: one waits", async () => {
  const self = started();
  self.failure = new ServerError("unreachable");
  await Promise.all([self.reports.send(report(), SERVER, self.api), self.reports.send(report(), SERVER, self.api)]);
  assert.equal(self.session.stored.get("reports:waiting").length, 1);
});

for (const [why, later] of [
  ["an hour is over", (self) => (self.now += 60 * MINUTE)],
  ["the server refuses it", (self) => (self.failure = new ServerError("server_error", 403, "Reports are off."))],
  ["the reader has another server", (self) => (self.server = "https://other.example")],
]) {
  test(`what waits goes when ${why}, and the reader is told`, async () => {
    const self = started();
    self.failure = new ServerError("unreachable");
    await self.reports.send(report(), SERVER, self.api);
    if (why !== "the server refuses it") self.failure = null;
    later(self);
    await self.reports.sendWaiting(self.server ?? SERVER, self.api);
    assert.deepEqual([self.got, self.states(), self.session.stored.size], [[], ["1 undelivered"], 0]);
  });
}

test("refused at once: the server's own sentence, and nothing is kept", async () => {
  const self = started();
  self.failure = new ServerError("server_error", 413, "The message is too large.");
  assert.deepEqual(await self.reports.send(report(), SERVER, self.api), { state: "refused", detail: "The message is too large." });
  assert.deepEqual([self.local.stored.size, self.session.stored.size], [0, 0]);
});

test("a message that is too large to wait is not said to wait", async () => {
  const self = started({ maxChars: 1000 });
  self.failure = new ServerError("unreachable");
  assert.deepEqual(await self.reports.send(report("1", { raw: "x".repeat(2000) }), SERVER, self.api), { state: "unreachable" });
});

test("an answer is asked for rarely, kept when it has come, and asked for no more", async () => {
  const self = started();
  await self.reports.send(report(), SERVER, self.api);
  for (const step of [0, MINUTE / 2, MINUTE]) {
    self.now += step;
    await self.reports.renewAnswers(SERVER, self.api);
  }
  assert.equal(self.asked.length, 2);
  self.answers["1"] = { kind: "genuine", text: "It is ours.", at: self.now };
  self.now += MINUTE;
  await self.reports.renewAnswers(SERVER, self.api);
  assert.deepEqual(self.local.stored.get("reports")[0].answer, self.answers["1"]);
  self.now += 10 * MINUTE;
  await self.reports.renewAnswers(SERVER, self.api);
  assert.equal(self.asked.length, 3);
  assert.deepEqual(self.states(), ["1 answered"]);
});

test("what the server has deleted is forgotten; what it cannot say is not", async () => {
  const self = started();
  for (const id of ["1", "2"]) await self.reports.send(report(id), SERVER, self.api);
  self.api.reportAnswer = async (id) => {
    if (id === "1") return undefined;
    throw new ServerError("unreachable");
  };
  await self.reports.renewAnswers(SERVER, self.api);
  assert.deepEqual(self.states(), ["2 sent"]);
  self.now = EXPIRES;
  await self.reports.renewAnswers(SERVER, self.api);
  assert.equal(self.local.stored.size, 0);
});

/** @param {string} mode */
function forms(mode, { maxChars = Infinity } = {}) {
  const self = { session: area(maxChars), opened: [], asked: 0, sent: [], raw: null };
  self.openWindow = async (page) => self.opened.push(page);
  self.scripts = { rawMessage: async () => self.raw };
  const api = () => ({
    reports: async () => {
      self.asked += 1;
      if (mode === "silent") throw new ServerError("unreachable");
      return mode;
    },
  });
  self.forms = new ReportForms(self, { send: async (one) => (self.sent.push(one), { state: "sent", expires: EXPIRES }) }, api);
  self.handles = () => self.opened.map((page) => page.split("#")[1]);
  return self;
}
const SETTINGS = { server: SERVER, pin: "a".repeat(64), headersOnly: false, webmails: [], token: "" };
const FILE = { type: "report_file", raw: "RnJvbTogYUBiLmV4YW1wbGUNCg0K", outcome: { verdict: "unknown", codes: [], allowlistVersion: 1, diagnosis: "" } };

test("offered only where the server takes reports, asked once", async () => {
  for (const [mode, isOffered] of [["off", false], ["verdicts", true], ["messages", true], ["silent", false]]) {
    const self = forms(mode);
    for (let i = 0; i < 3; i += 1) assert.equal(await self.forms.isOffered(SETTINGS), isOffered, mode);
    assert.equal(self.asked, 1, mode);
  }
  assert.equal(await forms("messages").forms.isOffered({ ...SETTINGS, pin: "" }), false);
});

for (const [why, mode, settings, source] of [
  ["is offered if the server takes it", "messages", SETTINGS, { raw: FILE.raw }],
  ["is not if it takes verdicts alone", "verdicts", SETTINGS, null],
  ["is not if headers alone may be sent", "messages", { ...SETTINGS, headersOnly: true }, null],
]) {
  test(`the whole message ${why}`, async () => {
    const self = forms(mode);
    await self.forms.openForFile(FILE, settings);
    const form = await self.forms.take(self.handles()[0]);
    assert.deepEqual([form.source, form.facts.sender.address, form.server], [source, "a@b.example", SERVER]);
    assert.equal(await self.forms.take(self.handles()[0]), null, "a form opens once");
  });
}

test("a message that the memory cannot hold is reported without it", async () => {
  const self = forms("messages", { maxChars: 500 });
  await self.forms.openForFile({ ...FILE, raw: FILE.raw + "x".repeat(600) }, SETTINGS);
  assert.equal((await self.forms.take(self.handles()[0])).source, null);
});

test("no more forms wait to open than a reader would open", async () => {
  const self = forms("verdicts");
  for (let i = 0; i < 9; i += 1) await self.forms.openForFile(FILE, SETTINGS);
  assert.equal(self.session.stored.get("reports:forms").length, 5);
  assert.equal(await self.forms.take(self.handles()[0]), null);
});

test("sent: the message that a page still shows; not to another server; not without the message that was promised", async () => {
  const self = forms("messages");
  const inTab = { tabId: 1, frameId: 0, page: "p", id: "i" };
  const send = (change) => self.forms.send({ type: "report_send", report: report(), server: SERVER, source: null, ...change }, SETTINGS);
  assert.equal((await send({})).state, "sent");
  assert.equal((await send({ source: inTab })).state, "gone");
  self.raw = "aGk=";
  assert.equal((await send({ source: inTab })).state, "sent");
  assert.equal((await send({ server: "https://other.example" })).state, "gone");
  assert.deepEqual(self.sent.map(({ raw }) => raw), [undefined, "aGk="]);
});
