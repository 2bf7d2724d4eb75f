/** Every version, newest first, with what it changed: earlier lists are believed because each is named by its hash in the next. */

import { dateText } from "../../modules/judgement/badge_view.js";
import { HistoryError } from "../../modules/errors.js";
import { MAX_ENVELOPE_BYTES } from "../../modules/trust/client_workflow.js";
import { parseEnvelope } from "../../modules/trust/envelope.js";
import { changeLines } from "../list/change_lines.js";
import { differences } from "../list/difference.js";
import { button, make } from "../dom.js";
import { readFullDocument } from "../list/list_document.js";

const AT_ONCE = 10; // versions
const LINES_AT_ONCE = 12; // of one

/** @type {DeskView} */
export const historyView = {
  id: "history",
  name: "desk_history",
  mount(place, desk) {
    const versions = make("ol", { class: "history" });
    const more = button(desk.text("desk_older"), () => show().catch(desk.fail), { id: "older" });
    place.append(make("p", { class: "hint" }, desk.text("desk_history_hint")), versions, more);
    let isOpen = true;
    let next = desk.inForce.list;
    /** @type {Map<number, string>} */
    let published = new Map();

    async function show() {
      more.hidden = true;
      for (let i = 0; i < AT_ONCE; i += 1) {
        const list = next;
        const before = list.prev === null ? null : await earlier(list, desk);
        if (!isOpen) return;
        versions.append(entry(list, before, published.get(list.version) ?? "", desk));
        if (before === null) return;
        next = before;
      }
      more.hidden = false;
    }

    void desk.api
      .history()
      .then((found) => (published = new Map(found.map(({ version, publishedAt }) => [version, publishedAt]))))
      .catch(() => undefined) // then without the days of publication, which nothing proves anyway
      .then(show)
      .catch(desk.fail);
    return () => void (isOpen = false);
  },
};

/**
 * The list before: the one whose document has the hash that this one names.
 * @param {FullDocument} list
 * @param {Desk} desk
 */
async function earlier({ version, prev }, { api }) {
  const { payload } = parseEnvelope(await api.list(version - 1), MAX_ENVELOPE_BYTES.allowlist);
  const before = await readFullDocument(payload);
  if (before.sha256 !== prev || before.version !== version - 1) throw new HistoryError(`version ${version} does not follow this list`);
  return before;
}

/**
 * @param {FullDocument} list
 * @param {FullDocument | null} before
 * @param {string} published
 * @param {Desk} desk
 */
function entry(list, before, published, { text, inForce }) {
  const changes = differences(before?.contents ?? null, list.contents);
  const day = Date.parse(published);
  return make(
    "li",
    { class: "card", "data-version": list.version },
    make(
      "header",
      {},
      make("h2", {}, text("desk_version", String(list.version))),
      list.sha256 === inForce.list.sha256 && make("span", { class: "pill" }, text("desk_in_force")),
      make("span", { class: "hint" }, dateText(Number.isNaN(day) ? list.issued : day, text)),
    ),
    changes.length > 0 ? changeLines(changes, text, LINES_AT_ONCE) : make("p", { class: "hint" }, text("desk_only_renewed")),
  );
}
