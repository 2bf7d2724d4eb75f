/** The admin's session (modules/server/session.js), kept until the browser ends or the session does. */

import { record } from "../modules/decoders.js";
import { newSession } from "../modules/server/session.js";
import { madeKey } from "./keys/made_key.js";

const KEY = "desk_session";
const MARGIN_MS = 5 * 60 * 1000; // a session that ends while one reads is no use

/**
 * A session begins by itself where the key was made here; otherwise `unlock` begins it.
 * @param {{local: StorageArea, server: string, now: () => number, mayBeUsed: (keyid: string) => boolean}} context
 */
export function sessionKeeper({ local, server, now, mayBeUsed }) {
  return Object.freeze({ authorization, unlock });

  /** @returns {Promise<string | null>} what the Authorization field says; null where a key is asked for first */
  async function authorization() {
    const kept = record(await local.read(KEY));
    const isOurs = kept["server"] === new URL(server).origin && Number(kept["expires"]) > now() + MARGIN_MS;
    if (isOurs && typeof kept["authorization"] === "string") return kept["authorization"];
    const made = await madeKey();
    return made !== null && mayBeUsed(made.signer.keyid) ? unlock(made.signer) : null;
  }

  /** @param {Signer} signer */
  async function unlock(signer) {
    const session = await newSession(server, now(), signer);
    await local.write(KEY, session);
    return session.authorization;
  }
}
