/** What the desk says of fields, entries, days and errors, in the admin's language. */

import { problemKey } from "../modules/judgement/badge_view.js";
import { ServerError, TrustError } from "../modules/errors.js";
import { SECRETS } from "../modules/trust/documents.js";
import { KeyError } from "./keys/pem.js";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The name of a field.
 * @param {string} field
 * @param {MessageLookup} lookup
 */
export function fieldName(field, lookup) {
  return lookup(`desk_field_${field}`);
}

/**
 * What an entry of a field is called: of `never_asks` it is a word of the format.
 * @param {string} field
 * @param {string} entry
 * @param {MessageLookup} lookup
 */
export function entryText(field, entry, lookup) {
  if (field === "never_asks" && SECRETS.includes(entry)) return lookup(`desk_secret_${entry}`);
  if (field === "guard" && (entry === "full" || entry === "homograph")) return lookup(`desk_guard_${entry}`);
  if (entry === "true" || entry === "false") return lookup(entry === "true" ? "desk_yes" : "desk_no");
  return entry === "" ? lookup("desk_nothing") : entry;
}

/**
 * Whole days until then, 0 once it is past.
 * @param {number} expires
 * @param {number} now
 */
export function daysLeft(expires, now) {
  return Math.max(0, Math.floor((expires - now) / DAY_MS));
}

/**
 * @param {unknown} error
 * @param {string} server
 * @param {MessageLookup} lookup
 */
export function errorText(error, server, lookup) {
  if (error instanceof KeyError) return lookup(`desk_key_${error.reason}`);
  if (error instanceof TrustError) return lookup("cause_list_unverified", lookup(problemKey(error.name)));
  if (!(error instanceof ServerError)) return lookup("desk_failed", error instanceof Error ? error.message : String(error));
  if (error.reason === "unreachable") return lookup("error_unreachable", server);
  if (error.reason === "busy") return lookup("error_busy", server);
  if (error.reason === "token_refused") return lookup("cause_token_refused", server);
  return lookup("desk_failed", error.detail || lookup("problem_other"));
}
