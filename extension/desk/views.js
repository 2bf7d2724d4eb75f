/** The tabs of the desk, in their order; how to add one: README.md. */

import { changeView } from "./views/change.js";
import { inboxView } from "./views/inbox.js";
import { historyView } from "./views/history.js";
import { keysView } from "./views/keys.js";
import { listView } from "./views/list.js";
import { signView } from "./views/sign.js";

/** @type {readonly DeskView[]} */
export const VIEWS = Object.freeze([listView, inboxView, changeView, signView, historyView, keysView]);
