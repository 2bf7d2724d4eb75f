/** "What would this change do": a domain or a whole message, judged by the list in force and by the draft. */

import { button, make, newElementId } from "../dom.js";
import { READ } from "../list/entries.js";
import { asDraft } from "../list/list_document.js";
import { toBase64 } from "../../modules/trust/bytes.js";

const MAX_TEXT_CHARS = 1_000_000;
const HEADER_FIELD = /^[!-9;-~]+:[^]*\n/; // as the source of a message begins (RFC 5322)

/** @param {Desk} desk */
export function tryPanel({ text, draft, api, fail }) {
  const id = newElementId();
  const input = make("textarea", { id, rows: 3, spellcheck: "false", dir: "auto", maxlength: MAX_TEXT_CHARS });
  const result = make("div", { class: "tried", role: "status" });
  const run = async () => {
    fail();
    result.replaceChildren();
    const question = questionOf(input.value);
    if (question === null) return result.replaceChildren(make("p", { class: "problem" }, text("desk_unusable", input.value.slice(0, 100))));
    try {
      const { before, after } = await api.draft({ allowlist: asDraft(draft.contents), try: question });
      result.replaceChildren(side("desk_before", before, text), side("desk_after", after, text));
    } catch (error) {
      fail(error);
    }
  };
  return make("section", { class: "card try" }, make("h2", {}, text("desk_try")), make("label", { for: id, class: "hint" }, text("desk_try_hint")), input, button(text("desk_try_run"), run, { id: "try" }), result);
}

/**
 * @param {string} typed
 * @returns {{domain: string} | {raw: string, origin: "delivered"} | null}
 */
function questionOf(typed) {
  if (HEADER_FIELD.test(typed.trimStart())) return { raw: toBase64(new TextEncoder().encode(typed.trimStart())), origin: "delivered" };
  const domain = READ.host(typed);
  return domain === null ? null : { domain };
}

/**
 * @param {string} title
 * @param {TryResult | null} tried
 * @param {MessageLookup} text
 */
function side(title, tried, text) {
  const verdict = tried?.verdict ?? null;
  return make(
    "div",
    { "data-side": title, "data-verdict": verdict ?? "none" },
    make("h3", {}, text(title)),
    make("p", { class: "verdict" }, verdict === null ? text("desk_nothing") : text(`verdict_${verdict}`)),
    make("ul", {}, ...(tried?.texts ?? []).slice(0, 6).map((reason) => make("li", {}, reason))),
  );
}
