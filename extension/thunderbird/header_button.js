/** The button in a message's header, which no message can draw: its label and its icon carry the verdict. */

import { toolbarIcon } from "../background/toolbar_icon.js";
import { toolbar } from "../modules/judgement/badge_view.js";

/**
 * @param {Tab} tab
 * @param {MessageLookup} lookup
 */
export function headerButton(tab, lookup) {
  const { kind, title, colour } = toolbar(tab, lookup);
  const view = tab.find((message) => message.view.kind === kind)?.view;
  const label = view === undefined ? "Lencana" : [view.word, view.brand].filter((part) => part !== "").join(" · ");
  return { label, title, icon: toolbarIcon(kind ?? "checking", colour) };
}
