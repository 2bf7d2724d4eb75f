/** The signed list's vectors, which the server's tests read too (docs/format.md section 7). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fromBase64, fromHex, toHex } from "../../extension/modules/trust/bytes.js";
import { MAX_ENVELOPE_BYTES, runClientWorkflow } from "../../extension/modules/trust/client_workflow.js";
import { pae, parseEnvelope, verifyEnvelope } from "../../extension/modules/trust/envelope.js";
import { DocumentError, TrustError } from "../../extension/modules/errors.js";

const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
const utf8 = (text) => new TextEncoder().encode(text);
const outcome = (error) => {
  if (error instanceof TrustError) return error.name;
  throw error;
};

const dsse = vectors("dsse");

for (const { name, payloadType, payload, pae: expected } of dsse.sign) {
  test(`pre-authentication encoding: ${name}`, () => {
    assert.equal(toHex(pae(payloadType, fromHex(payload))), expected);
  });
}

for (const { name, why, envelope, payloadType, keys, threshold, expect, payload } of dsse.verify) {
  test(`envelope: ${name}: ${why}`, async () => {
    const raw = keys.map((key) => dsse.keys[key].public);
    const verify = async () => {
      const read = parseEnvelope(utf8(envelope), 64 * 1024);
      if (payloadType !== undefined && read.payloadType !== payloadType) throw new DocumentError("payload type");
      return toHex(await verifyEnvelope(read, { keys: raw, threshold }));
    };
    const [got, bytes] = await verify().then((found) => ["ok", found], (error) => [outcome(error), undefined]);
    assert.equal(got, expect);
    if (expect === "ok") assert.equal(bytes, payload);
  });
}

for (const { name, why, now, pin, stored, roots, allowlist, expect, ...trusted } of vectors("trust").cases) {
  test(`trust: ${name}: ${why}`, async () => {
    const kept = [];
    const run = runClientWorkflow({
      now: Date.parse(now),
      pin,
      stored: { root: stored.root && utf8(stored.root), allowlist: stored.allowlist && utf8(stored.allowlist) },
      documents: { root: async (version) => (roots[version - 1] ? utf8(roots[version - 1]) : null), allowlist: async () => utf8(allowlist) },
      sink: { root: async () => void kept.push("root"), allowlist: async () => void kept.push("allowlist") },
    });
    const [got, found] = await run.then((value) => ["ok", value], (error) => [outcome(error), undefined]);
    assert.equal(got, expect);
    if (found === undefined) return;
    assert.equal(found.root.version, trusted.root_version);
    assert.equal(found.allowlist.version, trusted.allowlist_version);
    assert.ok(kept.includes("allowlist"), "in the envelope whose signatures count now");
  });
}

test("an envelope as large as they are taken is read: its payload is one string of megabytes", () => {
  const payload = "A".repeat(MAX_ENVELOPE_BYTES.allowlist - 100);
  const { payload: decoded } = parseEnvelope(utf8(JSON.stringify({ payload, payloadType: "t", signatures: [] })), MAX_ENVELOPE_BYTES.allowlist);
  assert.equal(decoded.length, (payload.length / 4) * 3);
});

test("recovery from fast-forward, broken off before the new key has signed", async () => {
  const { cases } = vectors("trust");
  const { now, pin, stored, roots, allowlist } = cases.find(({ name }) => name === "recovery from fast-forward");
  const early = cases.find(({ name }) => name === "old list key after rotation").allowlist;
  const kept = { root: utf8(stored.root), allowlist: utf8(stored.allowlist) };
  const run = (list) =>
    runClientWorkflow({
      now: Date.parse(now),
      pin,
      stored: { ...kept },
      documents: { root: async (version) => (roots[version - 1] ? utf8(roots[version - 1]) : null), allowlist: async () => utf8(list) },
      sink: { root: async (root) => void Object.assign(kept, { root }), allowlist: async (list) => void Object.assign(kept, { allowlist: list }) },
    });
  await assert.rejects(run(early), { name: "SignatureError" });
  assert.equal((await run(allowlist)).allowlist.version, 2);
  await assert.rejects(run(early), { name: "SignatureError" });
  assert.notEqual(kept.allowlist, null);
});

test("base64: spare bits, white space, missing padding and mixed alphabets are refused", () => {
  for (const text of ["QQ", "QR==", "QQ==\n", "+_==", "QQ=A", "="]) assert.equal(fromBase64(text), null, text);
  assert.deepEqual(fromBase64("-_8="), Uint8Array.of(0xfb, 0xff));
  assert.deepEqual(fromBase64(""), new Uint8Array());
});
