/** Admins' sessions: the vectors that the server's tests read too (docs/format.md section 9). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { signer } from "../../extension/desk/keys/pem.js";
import { authorizationOf, newSession, MAX_SESSION_SECONDS } from "../../extension/modules/server/session.js";
import { fromHex } from "../../extension/modules/trust/bytes.js";

const { key, origins, sign } = JSON.parse(readFileSync(new URL("../vectors/sessions.json", import.meta.url), "utf8"));
const PKCS8 = "302e020100300506032b657004220420"; // before the 32 bytes of an Ed25519 key (RFC 8410)
const privateKey = await crypto.subtle.importKey("pkcs8", fromHex(PKCS8 + key.secret), "Ed25519", false, ["sign"]);
const admin = await signer(privateKey, fromHex(key.public));

for (const { name, server, issued, expires, authorization } of sign) {
  test(`a session: ${name}`, async () => {
    const [begin, end] = [Date.parse(issued), Date.parse(expires)];
    const made = await newSession(server, begin + 400, admin, (end - begin) / 1000);
    assert.equal(made.authorization, authorization);
    assert.equal(made.expires, end);
  });
}

for (const { address, origin } of origins.filter((one) => one.origin !== null)) {
  test(`a session names the server's origin: ${address}`, async () => {
    assert.equal((await newSession(address, 0, admin)).server, origin);
  });
}

test("a session lasts eight hours, which is the most", async () => {
  assert.equal((await newSession("http://a.example", 0, admin)).expires, MAX_SESSION_SECONDS * 1000);
  assert.equal(authorizationOf('{"a":"??>>"}'), "Lencana eyJhIjoiPz8-PiJ9");
});
