/** The server's lint, asked for as one types, beside the fields that it is about. */

import { ServerError } from "../../modules/errors.js";
import { make } from "../dom.js";
import { asDraft } from "../list/list_document.js";

const PAUSE_MS = 500; // after the last change

/**
 * @param {HTMLElement} place which has the fields, each with `data-where`
 * @param {Desk} desk
 * @param {(remarks: readonly Remark[]) => void} tell
 * @returns {() => void} ends it
 */
export function watchRemarks(place, { draft, api, fail }, tell) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let isOpen = true;
  const ask = async () => {
    const asked = draft.contents;
    try {
      const { lint } = await api.draft({ allowlist: asDraft(asked) });
      if (!isOpen || draft.contents !== asked) return;
      showRemarks(place, lint);
      tell(lint);
    } catch (error) {
      if (isOpen && !(error instanceof ServerError && error.reason === "busy")) fail(error);
    }
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void ask(), PAUSE_MS);
  };
  const end = draft.onChange(later);
  void ask();
  return () => {
    isOpen = false;
    clearTimeout(waiting);
    end();
  };
}

/**
 * Each at the field with the longest name that it is in.
 * @param {HTMLElement} place
 * @param {readonly Remark[]} remarks
 */
function showRemarks(place, remarks) {
  const fields = [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-where]"))];
  /** @type {Map<HTMLElement, Remark[]>} */
  const byField = new Map(fields.map((field) => [field, []]));
  for (const remark of remarks) {
    const matching = fields.filter((field) => isIn(remark.where, field.dataset["where"] ?? ""));
    const nearest = matching.sort((one, other) => (other.dataset["where"] ?? "").length - (one.dataset["where"] ?? "").length)[0];
    if (nearest !== undefined) byField.get(nearest)?.push(remark);
  }
  for (const [field, found] of byField) {
    const list = field.matches("ul.remarks") ? field : field.querySelector(":scope > ul.remarks");
    list?.replaceChildren(...found.map(remarkItem));
  }
}

/** @param {Remark} remark */
export function remarkItem({ level, text }) {
  return make("li", { "data-level": level, dir: "auto" }, text);
}

/**
 * @param {string} where
 * @param {string} field
 */
function isIn(where, field) {
  return where === field || (where.startsWith(field) && /[.[]/.test(where[field.length] ?? ""));
}
