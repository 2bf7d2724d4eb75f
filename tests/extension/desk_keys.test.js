/** Key files that the server's code has written, and what the desk makes of them. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { publicPem } from "../../extension/desk/keys/made_key.js";
import { isEncrypted, KeyError, openPem } from "../../extension/desk/keys/pem.js";
import { fromHex, toHex } from "../../extension/modules/trust/bytes.js";
import { parseEnvelope, verifyEnvelope } from "../../extension/modules/trust/envelope.js";
import { signEnvelope, validSigners } from "../../extension/modules/trust/signing.js";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/key_files.json", import.meta.url), "utf8"));
const utf8 = (text) => new TextEncoder().encode(text);

for (const { name, pem, passphrase, expect, keyid, message, sig } of cases) {
  test(`a key file: ${name}`, async () => {
    const outcome = await openPem(pem, passphrase).then((signer) => ["ok", signer], (error) => [error instanceof KeyError ? error.reason : error, null]);
    assert.equal(outcome[0], expect);
    if (expect !== "ok") return;
    assert.equal(outcome[1].keyid, keyid);
    assert.equal(toHex(await outcome[1].sign(fromHex(message))), sig);
    assert.equal(isEncrypted(pem), pem.includes("ENCRYPTED"));
  });
}

test("two sign one after the other, and signing twice is signing once", async () => {
  const [one, other] = await Promise.all(cases.filter(({ expect }) => expect === "ok").slice(1, 3).map(({ pem, passphrase }) => openPem(pem, passphrase)));
  const role = { keyids: [one.keyid, other.keyid], keys: [toHex(one.publicKey), toHex(other.publicKey)], threshold: 2 };
  const payload = utf8('{"a":1}');
  const first = parseEnvelope(utf8(await signEnvelope({ payloadType: "t", payload }, one)), 10_000);
  await assert.rejects(verifyEnvelope(first, role));
  assert.deepEqual(await validSigners(first, role), [one.keyid]);
  const both = parseEnvelope(utf8(await signEnvelope(first, other)), 10_000);
  assert.deepEqual(await verifyEnvelope(both, role), payload);
  assert.equal(parseEnvelope(utf8(await signEnvelope(both, one)), 10_000).signatures.length, 2);
});

test("a public half is written as `lencana key new` writes it", () => {
  const publicKey = fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const known = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  assert.equal(publicPem(publicKey), `-----BEGIN PUBLIC KEY-----\n${known}\n-----END PUBLIC KEY-----\n`);
});
