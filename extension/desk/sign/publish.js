/** Handing a signed list to the server, and what came of it. */

import { VersionError } from "../../modules/errors.js";
import { changeLines } from "../list/change_lines.js";
import { differences } from "../list/difference.js";
import { button, make } from "../dom.js";

const LOOKS = 7;
const PAUSE_MS = 500; // of the processes of a server each looks for a newer list twice a second
const wait = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/**
 * @param {{json: string, document: FullDocument | null}} signed
 * @param {Desk} desk
 * @param {() => Promise<unknown>} [pause] between two looks at what the server answers
 * @returns {Promise<{isPublished: boolean, news: Node[]}>} what to tell
 * @throws {import("../../modules/errors.js").ServerError} then nothing is lost: it can be sent again
 */
export async function publish({ json, document }, desk, pause = wait) {
  const { text, say } = desk;
  const before = desk.inForce.list;
  const outcome = await desk.api.publish(json);
  await desk.refresh(); // which puts the draft onto the newest list
  for (let looks = 1; looks < LOOKS && desk.inForce.list.version === before.version; looks++) {
    await pause(); // the process that we asked may not have seen what another has taken
    await desk.refresh();
  }
  const after = desk.inForce.list;
  const isOurs = after.sha256 === document?.sha256; // also where an earlier attempt had arrived, and only its answer was lost
  if (!isOurs && (outcome === "published" || after.version === before.version)) throw new VersionError("the server does not answer the list that it has taken");
  if (isOurs) {
    say(text("desk_published", String(after.version)));
    const list = button(text("desk_list"), () => desk.open("list"), { class: "primary", id: "see-list" });
    const heading = make("h2", { class: "done" }, text("desk_published", String(after.version)));
    return { isPublished: true, news: [heading, changeLines(differences(before.contents, after.contents), text), make("p", { class: "hint" }, text("desk_published_hint")), list] };
  }
  say(text("desk_newer"));
  const difference = changeLines(differences(before.contents, after.contents), text);
  return { isPublished: false, news: [make("h2", {}, text("desk_newer")), difference, make("p", {}, text("desk_newer_hint"))] };
}
