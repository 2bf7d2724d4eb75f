/** Whether bytes that a server wants signed are the draft, as the next version, and nothing else. Pure but for SHA-256. */

import { DocumentError } from "../../modules/errors.js";
import { MAX_LIFETIME_DAYS } from "../../modules/trust/client_workflow.js";
import { PAYLOAD_TYPE } from "../../modules/trust/documents.js";
import { differences, isSame } from "./difference.js";
import { malformedEntry } from "./entries.js";
import { readFullDocument } from "./list_document.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const CLOCK_SKEW_MS = 10 * 60 * 1000; // between the server, which dates the list, and this machine

/**
 * A list that the server made of a draft.
 * @param {{payload: Bytes, payloadType: string}} made
 * @param {{contents: ListContents, lifetimeDays: number, inForce: FullDocument, now: number}} expected
 * @returns {Promise<{document: FullDocument | null, refusal: Refusal | null}>}
 */
export async function checkDraft(made, { contents, lifetimeDays, inForce, now }) {
  const { document, refusal } = await checkNext(made, { inForce, now });
  if (document === null || refusal !== null) return { document, refusal };
  if (Math.abs(document.expires - document.issued - lifetimeDays * DAY_MS) > CLOCK_SKEW_MS) return refused(document, "expiry", date(document.expires));
  if (!isSame(contents, document.contents)) return { document, refusal: { reason: "content", changes: differences(contents, document.contents), detail: "" } };
  return { document, refusal: null };
}

/**
 * A list that somebody else has made and perhaps signed.
 * @param {{payload: Bytes, payloadType: string}} made
 * @param {{inForce: FullDocument, now: number}} expected
 * @returns {Promise<{document: FullDocument | null, refusal: Refusal | null}>}
 */
export async function checkNext({ payload, payloadType }, { inForce, now }) {
  if (payloadType !== PAYLOAD_TYPE.allowlist) return refused(null, "payload_type", payloadType);
  let document;
  try {
    document = await readFullDocument(payload);
  } catch (error) {
    if (error instanceof DocumentError) return refused(null, "unreadable", error.message);
    throw error;
  }
  const { version, prev, issued, expires, unknown, contents } = document;
  if (unknown.length > 0) return refused(document, "unknown_field", unknown.join(", "));
  const malformed = malformedEntry(contents);
  if (malformed !== null) return refused(document, "unreadable", JSON.stringify(malformed).replace(/[^ -~]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`));
  if (version !== inForce.version + 1) return refused(document, "version", String(version));
  if (prev !== inForce.sha256) return refused(document, "history", String(version));
  if (issued > now + DAY_MS) return refused(document, "issued", date(issued));
  if (expires <= now || expires > now + MAX_LIFETIME_DAYS.allowlist * DAY_MS + CLOCK_SKEW_MS) return refused(document, "expiry", date(expires));
  return { document, refusal: null };
}

/**
 * @param {FullDocument | null} document
 * @param {Refusal["reason"]} reason
 * @param {string} detail
 * @returns {{document: FullDocument | null, refusal: Refusal}}
 */
function refused(document, reason, detail) {
  return { document, refusal: { reason, changes: [], detail: detail.slice(0, 300) } };
}

/** @param {number} milliseconds */
function date(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
