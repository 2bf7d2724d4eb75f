/**
 * Cypht 2: the address names server, folder and number. The source comes as a page only, so there is a header block, and no raw
 * message whose signature could be verified.
 */

(() => {
  const { fetchSource, textInPre, headerBlockOf } = Lencana.messageSource;
  const { isFirstSeenAs, isNamedOnce, mailboxOf } = Lencana.dom;
  const FOLDER = /^imap_(\w+?)_([0-9a-f]+)$/;

  Lencana.addAdapter("cypht", {
    matches: ({ searchParams }) => /^message(_list)?$/.test(searchParams.get("page") ?? "") && searchParams.has("list_path"),
    isMessageAddress: (address) => nameIn(address) !== null,
    message: [".msg_text"],
    body: [".msg_text_inner"],
    sender: [".js-header_from"],
    subject: [".js-header_subject"],
    id: (container, document) => {
      const address = new URL(document.location.href);
      const name = nameIn(address);
      if (name === null) return "";
      if (!isNamedOnce(address, ["page", "list_path", "uid"])) return null;
      // The address changes before the content does, which is fetched.
      return isFirstSeenAs(name, container.querySelector(".msg_text_inner")) ? name : "";
    },
    origin: (container) => (container.querySelector(".msg_text_inner .imap_envelope") === null ? "delivered" : "attached"),
    headerBlock: async ({ document: { location } }) => {
      const { searchParams } = new URL(location.href);
      const [, server = "", folder = ""] = FOLDER.exec(searchParams.get("list_path") ?? "") ?? [];
      const source = new URL(location.pathname, location.origin);
      for (const [name, value] of [["page", "message_source"], ["imap_msg_uid", searchParams.get("uid")], ["imap_server_id", server], ["imap_folder", folder]])
        source.searchParams.set(name ?? "", value ?? "");
      const page = (await (await fetchSource(source))?.text().catch(() => "")) ?? "";
      return headerBlockOf(textInPre(page, /class="msg_source"/));
    },
    listRow: {
      row: [".message_table tr[data-uid]"],
      sender: ["td.from"],
      subject: ["td.subject a"],
      // The text is the name; the address is beside it in an attribute.
      mailbox: (cell) => {
        const address = cell.getAttribute("data-title")?.trim() ?? "";
        return /^[^\s<>]+@[^\s<>]+$/.test(address) ? { shown: address, from: address } : mailboxOf(cell);
      },
      id: (row) => row.querySelector("td.subject a")?.getAttribute("href") ?? row.getAttribute("data-uid"),
    },
  });

  /**
   * Folder and number of the open message; null where none is open.
   * @param {URL} address
   */
  function nameIn({ searchParams }) {
    const [path, uid] = [searchParams.get("list_path") ?? "", searchParams.get("uid") ?? ""];
    return searchParams.get("page") === "message" && FOLDER.test(path) && /^\d+$/.test(uid) ? `${path}/${uid}` : null;
  }
})();
