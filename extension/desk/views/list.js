/** The list in force, one card a brand, and what stands beside the brands. */

import { dateText, EXPIRY_NOTICE_DAYS } from "../../modules/judgement/badge_view.js";
import { button, make } from "../dom.js";
import { aliasText, blockedLine, personText } from "../list/difference.js";
import { BRAND_LISTS } from "../list/list_document.js";
import { shortKey } from "./keys.js";
import { packOf } from "../list/packs.js";
import { daysLeft, entryText, fieldName } from "../words.js";

const CARDS_AT_ONCE = 30;
const MAX_ENTRIES = 12; // of one field on a card, until the rest is asked for
const COUNTDOWN_DAYS = 14;

/** @type {DeskView} */
export const listView = {
  id: "list",
  name: "desk_list",
  mount(place, desk) {
    const cards = make("div", { class: "cards" });
    const beside = make("div", { class: "cards" });
    const more = make("p", { class: "more" });
    const found = make("p", { class: "hint", role: "status" });
    const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false", placeholder: desk.text("desk_search"), "aria-label": desk.text("desk_search") });
    const show = (most = CARDS_AT_ONCE) => {
      const query = search.value.trim().toLowerCase();
      const hidden = showCards(cards, found, query, most, desk);
      beside.replaceChildren(...besideCards(query, desk));
      more.hidden = hidden <= 0;
      more.replaceChildren(button(desk.text("desk_more", String(hidden)), () => showMore(most)));
    };
    const showMore = (/** @type {number} */ most) => {
      show(most + 10 * CARDS_AT_ONCE);
      /** @type {NodeListOf<HTMLElement>} */ (cards.querySelectorAll(".brand > header > button"))[most]?.focus(); // or it would be lost
    };
    search.addEventListener("input", () => show());
    void desk.packs().then((packs) => markPacks(cards, packs, desk), () => undefined); // a server without them, or away: no marks
    place.append(banner(desk), make("div", { class: "toolbar" }, search, button(desk.text("desk_new_brand"), () => desk.open("change/new"))), found, cards, more, beside);
    show();
  },
};

/** @param {Desk} desk version, end, countdown, signatures */
function banner({ inForce: { list, root, signers, problem }, text, open }) {
  const expires = Math.min(list.expires, root.expires);
  const [days, total] = [daysLeft(expires, Date.now()), Math.max(1, (list.expires - list.issued) / 86_400_000)];
  const state = days === 0 ? "ended" : days < EXPIRY_NOTICE_DAYS ? "soon" : "good";
  const counts = [
    [list.contents.brands.length, "desk_count_brands"],
    [new Set(list.contents.brands.flatMap(({ domains, senders }) => [...domains, ...senders])).size, "desk_count_green"],
    [list.contents.persons.length, "desk_field_persons"],
    [list.contents.blocked.length, "desk_field_blocked"],
  ];
  const left = days === 0 ? text("desk_ended") : days <= COUNTDOWN_DAYS ? text("desk_days_left", String(days)) : "";
  return make(
    "section",
    { class: "card banner", "data-state": state },
    make(
      "div",
      { class: "headline" },
      make("p", { class: "version" }, text("desk_version", String(list.version))),
      make("p", {}, text("desk_until", dateText(expires, text)), left && make("strong", { class: "left" }, left)),
      make("progress", { max: String(total), value: String(Math.min(total, days)), "aria-label": text("desk_until", dateText(expires, text)) }),
      make("p", { class: "hint" }, text("desk_signed_by", String(signers.length), String(root.roles.allowlist.threshold)), " ", ...signers.map((keyid) => make("code", { class: "keyid" }, shortKey(keyid)))),
      problem !== null && make("p", { class: "problem" }, text("desk_not_renewed")),
    ),
    make("dl", { class: "counts" }, ...counts.map(([number, key]) => make("div", {}, make("dt", {}, text(String(key))), make("dd", {}, new Intl.NumberFormat(text("language")).format(Number(number)))))),
    button(text("desk_renew"), () => open("sign"), days < EXPIRY_NOTICE_DAYS ? { class: "primary" } : {}),
  );
}

/**
 * @param {HTMLElement} cards
 * @param {HTMLElement} found
 * @param {string} query
 * @param {number} most
 * @param {Desk} desk
 * @returns {number} how many are not shown
 */
function showCards(cards, found, query, most, desk) {
  const { brands } = desk.inForce.list.contents;
  const matching = query === "" ? brands : brands.filter((brand) => JSON.stringify(Object.values(brand)).toLowerCase().includes(query));
  const drafted = new Set(desk.draft.changes.map(({ brand }) => brand));
  cards.replaceChildren(...matching.slice(0, most).map((brand) => brandCard(brand, query, drafted.has(brand.id), desk)));
  found.textContent = query === "" ? "" : desk.text("desk_found", String(matching.length));
  found.hidden = query === "";
  return matching.length - most;
}

/**
 * @param {DeskBrand} brand
 * @param {string} query
 * @param {boolean} isDrafted
 * @param {Desk} desk
 */
function brandCard(brand, query, isDrafted, { text, open }) {
  const rows = [...BRAND_LISTS.map((field) => ({ field, entries: [...brand[field]] })), { field: "aliases", entries: brand.aliases.map(aliasText) }];
  return make(
    "article",
    { class: "card brand", "data-brand": brand.id },
    make(
      "header",
      {},
      make("span", { class: "initial", "aria-hidden": "true" }, [...brand.name][0]?.toUpperCase() ?? "?"),
      make("div", {}, make("h2", {}, brand.name), isDrafted && make("small", { class: "drafted" }, text("desk_in_draft"))),
      button(text("desk_edit"), () => open(`change/brand/${brand.id}`), { "aria-label": text("desk_edit_of", brand.name) }),
    ),
    ...rows.filter(({ entries }) => entries.length > 0).map(({ field, entries }) => row(field, entries, query, text)),
  );
}

/**
 * @param {HTMLElement} cards
 * @param {readonly import("../list/packs.js").Pack[]} packs
 * @param {Desk} desk
 */
function markPacks(cards, packs, { inForce }) {
  const names = new Map(inForce.list.contents.brands.map((brand) => [brand.id, packOf(brand, packs)]));
  const mark = () => {
    for (const card of /** @type {NodeListOf<HTMLElement>} */ (cards.querySelectorAll("[data-brand]:not([data-pack])"))) {
      const name = names.get(card.dataset["brand"] ?? "") ?? "";
      card.dataset["pack"] = name;
      if (name !== "") card.querySelector("h2")?.after(make("small", { class: "hint" }, name));
    }
  };
  mark();
  new MutationObserver(mark).observe(cards, { childList: true });
}

/**
 * @param {string} field
 * @param {readonly string[]} entries
 * @param {string} query
 * @param {MessageLookup} text
 */
function row(field, entries, query, text) {
  const first = query === "" ? entries : [...entries].sort((one, other) => Number(other.includes(query)) - Number(one.includes(query)));
  const chip = (/** @type {string} */ entry) => make("li", { class: query !== "" && entry.toLowerCase().includes(query) ? "hit" : "" }, make("bdi", {}, entryText(field, entry, text)));
  const list = make("ul", { class: "chips" }, ...first.slice(0, MAX_ENTRIES).map(chip));
  if (first.length > MAX_ENTRIES) {
    const more = button(text("desk_more", String(first.length - MAX_ENTRIES)), () => list.replaceChildren(...first.map(chip)), { class: "link" });
    list.append(make("li", { class: "rest" }, more));
  }
  return make("section", { "data-field": field }, make("h3", {}, fieldName(field, text)), list);
}

/**
 * @param {string} query
 * @param {Desk} desk
 */
function besideCards(query, { inForce, text, open }) {
  const { persons, platforms, blocked, authserv_ids: servers } = inForce.list.contents;
  const cards = /** @type {const} */ ([
    ["persons", persons.map(personText)],
    ["platforms", platforms],
    ["blocked", blocked.map(blockedLine)],
    ["authserv_ids", servers],
  ]);
  return cards.flatMap(([field, all]) => {
    const entries = all.filter((entry) => query === "" || entry.toLowerCase().includes(query));
    if (query !== "" && entries.length === 0) return [];
    return make(
      "article",
      { class: "card beside", "data-beside": field },
      make(
        "header",
        {},
        make("h2", {}, fieldName(field, text)),
        button(text("desk_edit"), () => open(`change/beside/${field}`), { "aria-label": text("desk_edit_of", fieldName(field, text)) }),
      ),
      make("p", { class: "hint" }, text(`desk_hint_${field}`)),
      entries.length > 0 && row(field, entries, query, text).lastElementChild,
    );
  });
}
