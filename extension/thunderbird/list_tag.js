/** A tag on suspicious messages in Thunderbird's list, if the reader has switched it on. */

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
