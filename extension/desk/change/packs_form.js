/** Choosing brands from the packs. */

import { button, make } from "../dom.js";

/** @param {Desk} desk */
export function packsForm(desk) {
  const { text, fail } = desk;
  const place = make("div", { class: "form" }, make("p", { class: "hint" }, text("desk_packs_hint")));
  void desk.packs().then((packs) => place.append(...packs.map((pack) => packForm(pack, desk))), fail);
  return place;
}

/**
 * @param {import("../list/packs.js").Pack} pack
 * @param {Desk} desk
 */
function packForm({ name, summary, brands }, { text, draft }) {
  const list = make("ul", { class: "chooser" });
  const all = make("p");
  show();
  return make("details", { class: "person", "data-pack": name }, make("summary", {}, name, make("small", {}, summary)), all, list);

  function show() {
    const missing = brands.filter(({ id }) => draft.brand(id) === null);
    list.replaceChildren(...brands.map(item));
    all.replaceChildren(...(missing.length > 0 ? [button(text("desk_add_all", String(missing.length)), () => add(missing), { class: "primary" })] : []));
  }

  /** @param {DeskBrand} brand */
  function item(brand) {
    const domains = brand.domains.join(", ");
    if (draft.brand(brand.id) !== null) return make("li", { class: "present", title: domains }, `✓ ${brand.name}`);
    return make("li", {}, button(`+ ${brand.name}`, () => add([brand]), { title: domains, "aria-label": `${text("desk_add")}: ${brand.name}` }));
  }

  /** @param {readonly DeskBrand[]} added */
  function add(added) {
    draft.edit((contents) => ({ ...contents, brands: [...contents.brands, ...added] }));
    show();
    const next = /** @type {HTMLElement | null} */ (list.querySelector("button"));
    next?.focus();
  }
}
