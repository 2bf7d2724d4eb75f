/** Changing the list: what the draft changes so far, the form of a brand or of what stands beside the brands, and a trial. */

import { BESIDE_FIELDS, besideForm } from "../change/beside_form.js";
import { brandForm } from "../change/brand_form.js";
import { packsForm } from "../change/packs_form.js";
import { watchRemarks } from "../change/remarks.js";
import { tryPanel } from "../change/try_panel.js";
import { changeLines } from "../list/change_lines.js";
import { button, make, newElementId } from "../dom.js";
import { READ } from "../list/entries.js";

/** @type {DeskView} */
export const changeView = {
  id: "change",
  name: "desk_change",
  badge: ({ draft }) => (draft.isEmpty ? "" : String(draft.changes.length)),
  mount(place, desk, path) {
    const form = make("div", { class: "editing" });
    const summary = make("section", { class: "card summary", id: "draft", tabindex: -1 });
    const remarks = make("p", { class: "hint", role: "status" });
    place.append(make("div", { class: "columns" }, form, make("aside", {}, summary, tryPanel(desk))));
    const showForm = () => form.replaceChildren(...formFor(path, desk));
    const showSummary = () => {
      const focused = summary.contains(document.activeElement) ? (document.activeElement?.id ?? "") : null;
      summary.replaceChildren(...summaryOf(desk), remarks);
      if (focused === null) return;
      const again = /** @type {HTMLElement | null} */ (document.getElementById(focused));
      (again?.matches(":enabled") ? again : summary).focus(); // or it would be lost
    };
    showForm();
    showSummary();
    const endRemarks = watchRemarks(form, desk, (found) => {
      const errors = found.filter(({ level }) => level === "error").length;
      remarks.textContent = found.length === 0 ? "" : desk.text("desk_remarks", String(errors), String(found.length - errors));
    });
    const end = desk.draft.onChange((what) => {
      if (what === "replaced") showForm();
      showSummary();
    });
    return () => {
      end();
      endRemarks();
    };
  },
};

/** @param {Desk} desk */
function summaryOf({ draft, text, open }) {
  const { changes } = draft;
  const undo = button(text("desk_undo"), () => draft.undo(), { id: "undo", class: "plain" });
  undo.disabled = !draft.canUndo;
  const heading = make("h2", {}, text("desk_draft"));
  if (changes.length === 0) return [heading, make("p", { class: "hint" }, text("desk_draft_empty")), make("div", { class: "buttons" }, undo)];
  const discard = button(text("desk_discard"), () => draft.discard(), { id: "discard" });
  const sign = button(text("desk_to_sign"), () => open("sign"), { class: "primary", id: "to-sign" });
  return [heading, changeLines(changes, text), make("div", { class: "buttons" }, sign, undo, discard)];
}

/**
 * @param {readonly string[]} path
 * @param {Desk} desk
 * @returns {Node[]}
 */
function formFor([kind = "", name = ""], desk) {
  const { draft, text, open } = desk;
  const back = make("p", { class: "back" }, button(text("desk_all"), () => open("change"), { class: "link" }));
  const brand = kind === "brand" ? draft.brand(name) : null;
  if (brand !== null) return [back, make("h2", {}, make("bdi", {}, brand.name)), brandForm(brand, desk)];
  const field = BESIDE_FIELDS.find((one) => kind === "beside" && one === name);
  if (field !== undefined) return [back, make("h2", {}, text(`desk_field_${field}`)), besideForm(field, desk)];
  if (kind === "packs") return [back, make("h2", {}, text("desk_packs")), packsForm(desk)];
  return [newBrand(desk, kind === "new"), chooser(desk)];
}

/**
 * @param {Desk} desk
 * @param {boolean} isAsked
 */
function newBrand({ draft, text, open }, isAsked) {
  const id = newElementId();
  const input = make("input", { id, type: "text", autocomplete: "off", dir: "auto", autofocus: isAsked });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const name = READ.name(input.value);
    if (name === null) return input.focus();
    return open(`change/brand/${draft.addBrand(name)}`);
  };
  return make("section", { class: "card" }, make("h2", {}, make("label", { for: id }, text("desk_new_brand"))), make("form", { class: "add", id: "new-brand", novalidate: true, submit }, input, make("button", { type: "submit", class: "primary" }, text("desk_add"))), button(text("desk_packs"), () => open("change/packs"), { class: "link", id: "packs" }));
}

/** @param {Desk} desk */
function chooser({ draft, text, open }) {
  const list = make("ul", { class: "chooser" });
  const changed = new Set(draft.changes.map(({ brand }) => brand));
  const search = make("input", { type: "search", placeholder: text("desk_search"), "aria-label": text("desk_search"), autocomplete: "off", spellcheck: "false" });
  const item = (/** @type {string} */ label, /** @type {string} */ route, /** @type {boolean} */ isChanged) => make("li", {}, button(label, () => open(route), { class: isChanged ? "plain is-changed" : "plain" }));
  const show = () => {
    const query = search.value.trim().toLowerCase();
    const brands = draft.contents.brands.filter(({ name }) => name.toLowerCase().includes(query)).slice(0, 200);
    list.replaceChildren(...brands.map(({ id, name }) => item(name, `change/brand/${id}`, changed.has(id))));
  };
  search.addEventListener("input", show);
  show();
  const beside = BESIDE_FIELDS.map((field) => item(text(`desk_field_${field}`), `change/beside/${field}`, false));
  return make("section", { class: "card" }, make("h2", {}, text("desk_choose")), make("ul", { class: "chooser" }, ...beside), search, list);
}
