/** What the server knows too: tests/vectors/constants.json is one table for both, and nothing reads it at run time. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { WEBMAILS } from "../../extension/background/content_scripts.js";
import { PATHS } from "../../extension/modules/server/api.js";
import { RESULTS, SEVERITIES, VERDICTS } from "../../extension/modules/server/answer.js";
import { badgeView, COLOURS, EXPIRY_NOTICE_DAYS } from "../../extension/modules/judgement/badge_view.js";
import * as errors from "../../extension/modules/errors.js";
import { MAIL_PROGRAMS, MULTI_ACCOUNT_WEBMAILS } from "../../extension/modules/message/authentication_results.js";
import { MAX_FROM_CHARS } from "../../extension/modules/message/from_field.js";
import { SINGLE_FIELDS } from "../../extension/modules/message/header_fields.js";
import { PRIVATE_ZONES } from "../../extension/modules/message/received.js";
import * as limits from "../../extension/modules/limits.js";
import { DEFAULTS, inGroups } from "../../extension/modules/settings/settings.js";
import { CLOCK_SKEW_DAYS, MAX_ENVELOPE_BYTES, MAX_LIFETIME_DAYS, MAX_ROOT_ROTATIONS } from "../../extension/modules/trust/client_workflow.js";
import { BRAND_ID, GUARDS, MAX_KEYS, PAYLOAD_TYPE, SECRETS } from "../../extension/modules/trust/documents.js";
import { MAX_SIGNATURES } from "../../extension/modules/trust/envelope.js";
import { MAX_DEPTH } from "../../extension/modules/trust/strict_json.js";
import { shownSeverity } from "../../server/lencana/web/static/answer.js";
import { lookupIn } from "./support/sentences.js";

const table = JSON.parse(readFileSync(new URL("../vectors/constants.json", import.meta.url), "utf8"));
const { signed_documents: documents, allowlist_vocabulary: vocabulary, message_limits: messages, answers } = table;
/** Where the two sides differ on purpose, the extension's value. */
const ours = (value) => (typeof value === "object" ? value.extension : value);

for (const [what, actual, expected] of [
  ["payload types", { ...PAYLOAD_TYPE }, documents.payload_types],
  ["bytes of a root's envelope", MAX_ENVELOPE_BYTES.root, documents.max_root_bytes],
  ["bytes of a list's envelope", MAX_ENVELOPE_BYTES.allowlist, ours(documents.max_allowlist_bytes)],
  ["signatures", MAX_SIGNATURES, documents.max_signatures],
  ["keys", MAX_KEYS, documents.max_keys],
  ["rotations of the root", MAX_ROOT_ROTATIONS, documents.max_root_rotations],
  ["depth of JSON", MAX_DEPTH, documents.max_json_depth],
  ["lifetime of a root", MAX_LIFETIME_DAYS.root, documents.max_root_lifetime_days],
  ["lifetime of a list", MAX_LIFETIME_DAYS.allowlist, documents.max_allowlist_lifetime_days],
  ["clock skew", CLOCK_SKEW_DAYS, documents.clock_skew_days],
  ["notice of expiry", EXPIRY_NOTICE_DAYS, documents.expiry_notice_days],
  ["fingerprint in groups", inGroups("0".repeat(64)).split(" ")[0].length, documents.fingerprint_group_digits],
  ["guards", [...GUARDS], vocabulary.guards],
  ["never_asks", [...SECRETS], vocabulary.never_asks],
  ["bytes of a header block", limits.MAX_HEADER_BLOCK_BYTES, messages.header_block_bytes],
  ["text of a message", limits.MAX_TEXT_BYTES, ours(messages.text_chars)],
  ["links of a message", limits.MAX_LINKS, messages.links],
  ["length of From", MAX_FROM_CHARS, messages.from_chars],
  ["bytes of a raw message", limits.MAX_RAW_MESSAGE_BYTES, ours(messages.raw_bytes)],
  ["messages in one request", limits.MAX_ROWS, messages.batch_messages],
  ["verdicts", [...VERDICTS], answers.verdicts],
  ["severities", [...SEVERITIES], answers.severities],
  ["results of authentication", [...RESULTS], answers.authentication_results],
  ["webmails of several accounts", [...MULTI_ACCOUNT_WEBMAILS], table.webmails_of_several_accounts],
  ["mail programs", [...MAIL_PROGRAMS], table.mail_programs],
  ["zones within a network", [...PRIVATE_ZONES].sort(), table.private_zones],
  ["fields of which a message has one", [...SINGLE_FIELDS].sort(), table.single_fields],
  ["default server", DEFAULTS.server, table.default_server],
  ["paths", [PATHS.check, PATHS.batch, PATHS.allowlist, PATHS.root, `${PATHS.root}/{version}`], table.paths],
]) {
  test(`as in the table: ${what}`, () => assert.deepEqual(actual, expected));
}

test("classes of trust errors, and what each is derived from", () => {
  const classes = Object.entries(errors).filter(([, error]) => error === errors.TrustError || error.prototype instanceof errors.TrustError);
  const parentOf = (error) => (error === errors.TrustError ? null : Object.getPrototypeOf(error).name);
  assert.deepEqual(Object.fromEntries(classes.map(([name, error]) => [name, parentOf(error)])), table.trust_errors);
});

test("ids of brands", () => {
  const { valid, invalid } = vocabulary.brand_id_examples;
  assert.deepEqual([...valid, ...invalid].filter((id) => BRAND_ID.test(id)), valid);
});

test("webmails whose provider adds Authentication-Results of its own have an adapter of that name", () => {
  for (const name of table.webmails_with_own_authserv_ids) assert.ok(WEBMAILS.includes(name), name);
});

test("colours on white: toolbar, and the drawn badge", () => {
  const styles = readFileSync(new URL("../../extension/drawing/badge_styles.js", import.meta.url), "utf8");
  for (const [kind, colour] of Object.entries(table.colours_on_white)) {
    assert.equal(COLOURS[kind], colour, kind);
    assert.ok(styles.includes(`--tone: ${colour}`), kind);
  }
});

test("a good reason is good in a verified message alone", () => {
  const answer = {
    sender: null, authentication: { result: "none", method: null, domain: null, by: null }, allowlist: { version: 1, sha256: "" }, advice: "",
    reasons: [{ code: "x", severity: "good", text: "A good reason." }],
  };
  const brand = { id: "b", name: "B", domains: [], senders: [], policyUrl: null };
  for (const [kind, severity] of Object.entries(answers.good_is_shown_as)) {
    const { reasons } = badgeView({ kind, brand, address: "a@b.example", answer, expires: 0 }, lookupIn("en"));
    assert.deepEqual(reasons.map((reason) => reason.severity), [severity], kind);
    assert.equal(shownSeverity(kind, "good"), severity, `the server's page: ${kind}`);
  }
});
