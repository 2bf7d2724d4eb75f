/** Every rebuilt webmail. */

import { cypht } from "./cypht.js";
import { gmail } from "./gmail.js";
import { horde } from "./horde.js";
import { nextcloud, nextcloud58 } from "./nextcloud.js";
import { openxchange } from "./openxchange.js";
import { outlook } from "./outlook.js";
import { proton } from "./proton.js";
import { snappymail } from "./snappymail.js";
import { sogo } from "./sogo.js";
import { yahoo } from "./yahoo.js";
import { zimbra } from "./zimbra.js";

/** @type {Record<string, import("./mail.js").Webmail>} */
export const WEBMAILS = { gmail, outlook, proton, yahoo, horde, cypht, sogo, nextcloud, nextcloud58, snappymail, openxchange, zimbra };
