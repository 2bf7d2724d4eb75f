/** An organisation that signs: makes roots and lists as docs/format.md says, for tests of the reading side. */

import { sha256, toHex } from "../../../extension/modules/trust/bytes.js";
import { PAYLOAD_TYPE } from "../../../extension/modules/trust/documents.js";
import { pae } from "../../../extension/modules/trust/envelope.js";

export const NOW = Date.parse("2026-11-22T12:00:00Z");
export const OPENAI = { id: "openai", name: "OpenAI", domains: ["openai.com"], senders: ["billing@stripe.example"], policy_url: "https://openai.example/policy" };

const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);

export class Publisher {
  /** A new organisation with one key for both roles and a root of version 1. */
  static async create() {
    const self = new Publisher();
    self.pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    self.public = toHex(new Uint8Array(await crypto.subtle.exportKey("raw", self.pair.publicKey)));
    self.keyid = await sha256(Uint8Array.from(self.public.match(/../g), (pair) => parseInt(pair, 16)));
    const role = { keyids: [self.keyid], threshold: 1 };
    const root = self.#document("root", 1, {
      keys: { [self.keyid]: { keytype: "ed25519", public: self.public } },
      roles: { root: role, allowlist: role },
      expires: "2028-11-22T00:00:00Z",
    });
    self.root = await self.#sign("root", root);
    self.pin = await sha256(root);
    self.prev = null;
    self.version = 0;
    await self.publish();
    return self;
  }

  /** Sign and serve the next list. */
  async publish({ brands = [OPENAI], expires = "2026-12-06T00:00:00Z" } = {}) {
    this.version += 1;
    const list = this.#document("allowlist", this.version, { prev: this.prev, brands, expires });
    this.allowlist = await this.#sign("allowlist", list);
    this.prev = await sha256(list);
  }

  /** The SHA-256 of the list that is served. */
  get sha256() {
    return this.prev;
  }

  /** What the server answers. `asked` counts the questions for the list. */
  source() {
    const source = {
      asked: 0,
      root: async (/** @type {number} */ version) => (version === 1 ? utf8(this.root) : null),
      allowlist: async () => {
        source.asked += 1;
        return utf8(this.allowlist);
      },
    };
    return source;
  }

  #document(type, version, fields) {
    return utf8(JSON.stringify({ _type: type, spec_version: "1.0", version, issued: "2026-11-01T00:00:00Z", ...fields }));
  }

  async #sign(role, document) {
    const sig = new Uint8Array(await crypto.subtle.sign("Ed25519", this.pair.privateKey, pae(PAYLOAD_TYPE[role], document)));
    const base64 = (bytes) => Buffer.from(bytes).toString("base64");
    return JSON.stringify({ payload: base64(document), payloadType: PAYLOAD_TYPE[role], signatures: [{ keyid: this.keyid, sig: base64(sig) }] });
  }
}
