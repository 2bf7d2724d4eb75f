import assert from "node:assert/strict";
import { test } from "node:test";

import { isSourceOf } from "../../extension/modules/message/source_witness.js";

for (const [field, shown, same] of [
  ["Your receipt", "Your receipt", true],
  ["Your receipt", "Your invoice", false],
  ["Re: Your receipt", "Your receipt", true],
  ["Your receipt", "AW: Re[2]: Your receipt", true],
  ["[list] Your receipt", "Your receipt", true],
  ["Your receipt for November", "Your receipt for No\u2026", true],
  ["Your  receipt\n for November", "Your receipt for November", true],
  ["=?utf-8?q?Ihre_Rechnung_f=C3=BCr_M=C3=A4rz?=", "Ihre Rechnung f\u00fcr M\u00e4rz", true],
  ["=?utf-8?q?Ihre_Rechnung_f=C3?= =?utf-8?q?=BCr_M=C3=A4rz?=", "Ihre Rechnung f\u00fcr M\u00e4rz", true],
  ["=?utf-8?b?WW91ciByZWNlaXB0IPCfjok=?=", "Your receipt", true], // the emoji is an image there
  ["=?iso-8859-1?q?Fran=E7ais?=", "Fran\u00e7ais", true],
  ["=?utf-8?q?Your_receipt?=", "Your invoice", false],
  ["=?utf-8?q?Your?= plain =?utf-8?q?receipt?=", "Your plain receipt", true],
  ["=?none?q?Your_receipt?=", "anything", true], // who knows how it is shown
  ["=?utf-8?q?=FF?=", "anything", true],
  ["pre=?utf-8?q?Your_receipt?=", "anything", true],
  ["Ihre Rechnung f\u00fcr M\u00e4rz", "anything", true],
  ["", "(no subject)", true],
  ["Receipt", null, true],
  ["12", "34", true], // too short to tell
  ["Rechnung 1", "Rechnung 2", false],
]) {
  test(`subject: ${JSON.stringify(field)} shown as ${JSON.stringify(shown)}`, () =>
    assert.equal(isSourceOf(`From: a@b.example\nSubject: ${field}\n`, { subject: shown, date: null }), same));
}

const DATE = "Sun, 22 Nov 2026 12:34:56 +0100";
for (const [field, shown, same] of [
  [DATE, "1795347240", true],
  [DATE, "1795347299999", true],
  [DATE, "1795347300", false],
  [DATE, "2026-11-22T11:34:00Z", true],
  [DATE, "2026-11-22T11:34:56.000Z", true],
  [DATE, "2026-11-22 18:34:56+07:00", true],
  [DATE, "2026-11-22T11:35:00Z", false],
  [DATE, "2026-11-22 18:34", true], // of any zone
  [DATE, "2026-11-22 18:35", false],
  [DATE, "2026-11-24 18:34", false],
  [DATE, "Sun, 22 Nov 2026 11:34:01 +0000", true],
  [DATE, "today 12:34", true],
  [DATE, "11/22/26, 12:34", true],
  ["22 Nov 2026 12:34 +0100 (CET)", "2026-11-22T11:34:00Z", true],
  ["Sun, 22 Nov 2026 11:34:56 GMT", "2026-11-22T11:34:00Z", true],
  ["yesterday", "2026-11-22T11:34:00Z", true],
  ["Sun, 22 Foo 2026 11:34:56 GMT", "2026-11-22T11:34:00Z", true],
]) {
  test(`date: ${field} shown as ${shown}`, () => assert.equal(isSourceOf(`Date: ${field}\n`, { subject: null, date: shown }), same));
}

test("two fields of a name, or a broken block, are not compared", () => {
  for (const headers of ["Subject: One thing\nSubject: Another thing\n", "no field\nSubject: One thing\n", null]) {
    assert.equal(isSourceOf(headers, { subject: "Something else", date: null }), true);
  }
});
