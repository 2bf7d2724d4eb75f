/** The settings page: taking over from the organisation, or the three steps of setting up: server, fingerprint, webmail. */

import { ext } from "../../ext.js";
import { createApi } from "../../modules/server/api.js";
import { ServerError } from "../../modules/errors.js";
import { matchPattern, requiredPatterns } from "../../modules/settings/match_patterns.js";
import { inGroups, serverAddress, webmailOrigin } from "../../modules/settings/settings.js";
import { fingerprint } from "../../modules/trust/client_workflow.js";
import { showAnswers } from "../answers.js";
import { localise } from "../localise.js";
import { lookUp, takeOver } from "./join_step.js";
import { attempt, byId, input, load, onSubmit, patternsOf, save, showError } from "./page.js";
import { showTrust } from "./trust_step.js";
import { showWebmails } from "./webmail_step.js";

/** The fingerprint that the server offers and nobody has accepted yet. */
let offeredPin = "";

/**
 * Step 1. The permission is asked for first: a browser grants it only in answer to a click. Nothing is stored before the server
 * has answered and taken the token.
 */
async function connect() {
  const server = serverAddress(input("server").value);
  const token = input("token").value.trim();
  if (!(await ext.permissions.ask(matchPattern(server)))) return showError("error_refused");
  input("server").value = server;
  const api = createApi({ server, token }, ext.i18nMessage("language"));
  const newest = await fingerprint(await api.newestRoot());
  await api.checkToken();
  offeredPin = newest;
  await offer(await save(() => ({ server, token })));
  await showMissing();
}

/** Everything that the organisation offers, taken over at once. */
async function join() {
  if (!(await takeOver())) return;
  await showAll();
  byId("trust").scrollIntoView({ block: "nearest" });
}

/** What a policy or the archive names but the browser has not granted, or no longer: everything in one question. */
async function grant() {
  if (!(await ext.permissions.ask(...patterns))) return showError("error_refused");
  await showMissing();
  await listWebmails();
  await showStatus();
}

/**
 * The patterns of the button "Allow"; known before the click, because nothing may be awaited in it.
 * @type {string[]}
 */
let patterns = [];

async function showMissing() {
  const { pin, server, webmails } = await load();
  patterns = patternsOf(server, ...webmails);
  byId("missing").hidden = pin === "" || (await ext.permissions.has(...patterns));
}

/**
 * What is set, and what of it cannot be changed here.
 * @param {SettingsInForce} settings
 */
function showSettings({ server, token, managed, fixedWebmails, headersOnly }) {
  input("server").value = server;
  input("token").value = token;
  byId("managed").hidden = managed.fields.length + fixedWebmails.length === 0;
  byId("join-form").hidden = managed.fields.includes("pin");
  input("headers-only").checked = headersOnly;
  for (const [id, name] of [["server", "server"], ["token", "token"], ["headers-only", "headersOnly"]]) {
    input(id ?? "").disabled = managed.fields.includes(name ?? "");
  }
}

/**
 * Show the root that the server offers, unless it continues the one that was accepted.
 * @param {SettingsInForce} settings
 */
async function offer(settings) {
  const status = settings.pin === "" ? null : await renewList();
  if (status !== null && status.problem === null) return showTrust("pinned", inGroups(settings.pin), status);
  if (settings.managed.fields.includes("pin")) return showTrust("failed", inGroups(settings.pin), status);
  showTrust(settings.pin === "" || settings.pin === offeredPin ? "offered" : "changed", inGroups(offeredPin), status);
}

/** Step 2. */
async function accept() {
  await save(() => ({ pin: offeredPin }));
  await showStatus();
  await showMissing();
}

/** Step 3. */
async function allow() {
  const origin = webmailOrigin(input("webmail").value);
  if (!(await ext.permissions.ask(...requiredPatterns(origin)))) return showError("error_refused");
  await save(({ webmails }) => ({ webmails: [...new Set([...webmails, origin])] }));
  input("webmail").value = "";
  await listWebmails();
}

/** @param {string} origin */
async function remove(origin) {
  const { webmails: remaining, server } = await save(({ webmails }) => ({ webmails: webmails.filter((other) => other !== origin) }));
  const needed = new Set([matchPattern(server), ...remaining.flatMap(requiredPatterns)]);
  for (const pattern of requiredPatterns(origin)) if (!needed.has(pattern)) await ext.permissions.drop(pattern);
  await listWebmails();
}

async function saveHeadersOnly() {
  await save(() => ({ headersOnly: input("headers-only").checked }));
}

/** How often the webmails were looked up: of two looks at once the later is shown, whichever ends first. */
let looks = 0;

async function listWebmails() {
  const look = ++looks;
  const { webmails, fixedWebmails } = await load();
  const allowed = await Promise.all(webmails.map((origin) => ext.permissions.has(matchPattern(origin))));
  const rows = webmails.map((origin, i) => ({ origin, allowed: allowed[i] === true, own: !fixedWebmails.includes(origin) }));
  if (look === looks) showWebmails(rows, (origin) => void attempt("server", () => remove(origin)));
}

async function renewList() {
  return /** @type {Renewed | null} */ (await ext.send({ type: "renew" }));
}

/** The list's status, and whether the server takes our token: documents need none, so only asking tells. */
async function showStatus() {
  const settings = await load();
  if (settings.pin === "") return showTrust("none", "", null);
  const status = await renewList();
  const isVerified = status?.problem === null;
  showTrust(isVerified ? "pinned" : "failed", inGroups(settings.pin), status);
  if (!isVerified) return;
  const api = createApi(settings, ext.i18nMessage("language"));
  const problem = await api.checkToken().catch((error) => error);
  if (!(problem instanceof ServerError) || problem.reason !== "token_refused") return;
  showTrust(settings.token === "" ? "token_missing" : "token_refused", inGroups(settings.pin), status);
}

/** Anew: everything was taken over, or a policy has come, which Chromium reads only some seconds after its own start. */
async function showAll() {
  showSettings(await load());
  await listWebmails();
  await showMissing();
  await showStatus();
}

async function start() {
  localise(document, ext.i18nMessage);
  if (ext.isMailProgram) await (await import("../../thunderbird/settings_step.js")).startMailSettings();
  const settings = await load();
  onSubmit("join-form", "join-address", lookUp);
  onSubmit("server-form", "server", connect);
  onSubmit("webmail-form", "server", allow);
  byId("take-over").addEventListener("click", () => void attempt("join-address", join, "join-token"));
  byId("accept").addEventListener("click", () => void attempt("server", accept));
  byId("grant").addEventListener("click", () => void attempt("server", grant));
  input("headers-only").addEventListener("change", () => void attempt("server", saveHeadersOnly));
  ext.onStored("local", "policy", () => void showAll());
  showSettings(settings);
  showTrust(settings.pin === "" ? "none" : "waiting", inGroups(settings.pin), null);
  await listWebmails();
  await showMissing();
  document.body.dataset["ready"] = "yes";
  await showAnswers(byId("answers"));
  await showStatus();
}

void start();
