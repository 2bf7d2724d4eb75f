/** A tag on suspicious messages in Thunderbird's list, if the reader has switched it on. */

import { MAX_LINE_CHARS, MAX_ROWS } from "../modules/limits.js";

/** Thunderbird keeps a tag as a keyword of the message, on an IMAP server too (RFC 9051 section 2.3.2). */
const KEY = "$lencana_suspicious";
const COLOUR = "#B3261E";

/**
 * @param {Pick<Ext, "local">} ext
 * @param {Pick<Messenger, "tags">} messenger
 */
export async function isTagging({ local }, { tags }) {
  return (await local.read("list_tag")) === true && tags.allowed();
}

/**
 * In the reader's click: the permission is asked for before anything is awaited, and given back with the tag.
 * @param {boolean} isOn
 * @param {Pick<Ext, "local">} ext
 * @param {Pick<Messenger, "tags">} messenger
 * @returns {Promise<boolean>} whether messages are tagged from now on
 */
export async function setTagging(isOn, { local }, { tags }) {
  const isAllowed = isOn ? await tags.ask() : !(await tags.drop());
  await local.write("list_tag", isOn && isAllowed ? true : null);
  return isOn && isAllowed;
}

/**
 * Tag new messages that are suspicious by sender and subject, as the list shows them: of a message that nobody has opened, no more is sent.
 * @param {readonly MailHeader[]} messages
 * @param {(rows: readonly RowRequest[]) => Promise<RowsReply>} marksOf
 * @param {{ext: Pick<Ext, "local" | "i18nMessage">, messenger: Pick<Messenger, "tags">}} program
 */
export async function tagNewMail(messages, marksOf, program) {
  if (!(await isTagging(program.ext, program.messenger))) return;
  const rows = messages.slice(0, MAX_ROWS).map(({ id, author, subject }) => ({ id: String(id), webmail: "thunderbird", from: cut(author), subject: cut(subject) }));
  const { marks } = await marksOf(rows);
  for (const [i, mark] of marks?.entries() ?? []) {
    const message = messages[i];
    if (mark && message !== undefined) await tagInList(message, "suspicious", program);
  }
}

/** @param {string} line */
function cut(line) {
  return line.slice(0, MAX_LINE_CHARS).toWellFormed();
}

/**
 * Have the list say what the badge says. A message that could not be checked keeps its tag.
 * @param {MailHeader} message
 * @param {Kind} kind
 * @param {{ext: Pick<Ext, "local" | "i18nMessage">, messenger: Pick<Messenger, "tags">}} program
 */
export async function tagInList({ id, tags: present, external }, kind, { ext, messenger: { tags } }) {
  if (external || kind === "unchecked" || !(await isTagging(ext, { tags }))) return;
  const isTagged = present.includes(KEY);
  if (isTagged === (kind === "suspicious")) return;
  if (!(await tags.exists(KEY))) await tags.create(KEY, ext.i18nMessage("verdict_suspicious"), COLOUR);
  await tags.put(id, isTagged ? present.filter((key) => key !== KEY) : [...present, KEY]);
}
