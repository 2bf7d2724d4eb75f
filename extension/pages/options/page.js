/** What the steps of the settings page share: its elements, its errors in words, and the settings that it saves. */

import { ext } from "../../ext.js";
import { problemKey } from "../../modules/judgement/badge_view.js";
import { record } from "../../modules/decoders.js";
import { AddressError, JoinError, ServerError, TrustError } from "../../modules/errors.js";
import { loadSettings } from "../../modules/settings/managed.js";
import { requiredPatterns } from "../../modules/settings/match_patterns.js";
import { readSettings } from "../../modules/settings/settings.js";

/** @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id */
export const input = (id) => /** @type {HTMLInputElement} */ (byId(id));

export const load = () => loadSettings(ext);

/** @type {Promise<unknown>} */
let saving = Promise.resolve();

/**
 * One after the other, or two buttons pressed at once undo each other. What a policy has set stays the policy's alone, and what
 * nobody has set stays open for the archive's defaults.
 * @param {(own: Settings) => Partial<Settings>} change
 */
export function save(change) {
  const saved = saving.then(async () => {
    const { managed } = await load();
    const stored = await ext.local.read("settings");
    const changed = Object.entries(change(readSettings(stored))).filter(([name]) => !managed.fields.includes(name));
    await ext.local.write("settings", { ...record(stored), ...Object.fromEntries(changed) });
    return load();
  });
  saving = saved.catch(() => undefined);
  return saved;
}

/**
 * The patterns of a server and webmails, each once; a mail program reads no webmail.
 * @param {string} server
 * @param {string[]} webmails
 */
export function patternsOf(server, ...webmails) {
  return [...new Set([server, ...(ext.isMailProgram ? [] : webmails)].flatMap(requiredPatterns))];
}

/**
 * Do it, and say in words what went wrong.
 * @param {string} field that holds the server's address
 * @param {() => Promise<void>} step
 * @param {string} tokenField that holds the token
 */
export async function attempt(field, step, tokenField = "token") {
  byId("error").hidden = true;
  try {
    await step();
  } catch (error) {
    const [key, ...params] = errorText(error, input(field).value.trim(), input(tokenField).value.trim());
    showError(key, ...params);
  }
}

/**
 * @param {unknown} error
 * @param {string} server as the reader typed it
 * @param {string} token
 * @returns {[string, ...string[]]} the key of a sentence, and its parameters
 */
function errorText(error, server, token) {
  if (error instanceof AddressError) return [`error_${error.reason}`];
  if (error instanceof JoinError) return [`error_${error.reason}`, server];
  if (error instanceof ServerError && error.reason === "token_refused" && token === "") return ["error_token_missing"];
  if (error instanceof ServerError) return [`error_${serverError(error)}`, server];
  if (!(error instanceof TrustError)) console.error(error);
  const problem = error instanceof TrustError ? problemKey(error.name) : "problem_other";
  return problem === "problem_other" ? ["error_not_lencana", server] : ["cause_list_unverified", ext.i18nMessage(problem)];
}

/** @param {ServerError} error */
function serverError({ reason }) {
  return reason === "unreachable" || reason === "token_refused" || reason === "busy" ? reason : "not_lencana";
}

/**
 * @param {string} key
 * @param {string[]} params
 */
export function showError(key, ...params) {
  const error = byId("error");
  error.textContent = ext.i18nMessage(key, ...params);
  error.hidden = false;
  error.scrollIntoView({ block: "nearest" });
}

/**
 * @param {string} form
 * @param {string} field that holds the server's address
 * @param {() => Promise<void>} step
 */
export function onSubmit(form, field, step) {
  byId(form).addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(field, step);
  });
}
