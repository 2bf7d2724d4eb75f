/**
 * Horde's IMP 6 (dynamic and basic view): a message is named by its mailbox in base64url and by its number in it ("buid"); the source
 * comes without a token, byte for byte.
 */

(() => {
  const { fetchSource, readHeaderBlock, readRawMessage } = Lencana.messageSource;
  const { isFirstSeenAs, isNamedOnce } = Lencana.dom;
  const PAGE = /^(.*)\/imp\/(dynamic|basic)\.php$/;

  Lencana.addAdapter("horde", {
    matches: ({ pathname }) => PAGE.test(pathname),
    // Only a page of its own: beside the list, the address names the selected message even where the preview is switched off.
    isMessageAddress: (address) => address.searchParams.get("page") === "message" && nameIn(address) !== null,
    message: ["#previewMsg", "#msgData", "body:has(#msgheaders)"],
    body: ["#messageBody", "#msgData .messageBody"],
    sender: [
      "#msgHeadersColl .from a.address", // the table below it holds the same, folded
      "#msgHeaderFrom a.address",
      "#msgheaders tr:nth-child(2) td.msgheader a", // basic view: date, from, to
      "#msgheaders tr:nth-child(2) td.msgheader",
    ],
    subject: ["#msgHeadersColl .subject", "#msgHeaders .subject"], // the basic view has it in a table, under a translated name
    header: [".msgHeaders", "#msgheaders"],
    id: (container, document) => {
      const address = new URL(document.location.href);
      const name = nameIn(address);
      if (name === null) return "";
      if (!isNamedOnce(address, ["page", "mailbox", "buid"])) return null;
      // While the next message is loaded, the preview still shows the last one under the next one's address.
      return isFirstSeenAs(name, container.querySelector(".messageBody")) ? name : "";
    },
    origin: () => "delivered", // an attached message is shown by view.php, which is no page of ours
    headerBlock: async ({ document }) => readHeaderBlock(await fetchSource(sourceAddress(document))),
    rawMessage: async ({ document }) => readRawMessage(await fetchSource(sourceAddress(document))),
    listRow: {
      row: [".vpRow[id^='VProw_']"],
      sender: [".msgFrom[title*='@']", ".msgFrom"],
      subject: [".msgSubject"],
      id: (row) => row.id,
    },
  });

  /**
   * Mailbox and number of the open message; null where none is open, or several are selected.
   * @param {URL} address
   */
  function nameIn({ pathname, searchParams, hash }) {
    if (!PAGE.test(pathname)) return null;
    const [mailbox, buid] = [searchParams.get("mailbox"), searchParams.get("buid")];
    if (searchParams.get("page") === "message") return mailbox && /^\d+$/.test(buid ?? "") ? `${mailbox};${buid}` : null;
    return /^#msg:([\w-]+;\d+)$/.exec(hash.replace(/%3A/gi, ":").replace(/%3B/gi, ";"))?.[1] ?? null;
  }

  /** @param {Document} document */
  function sourceAddress({ location }) {
    const [mailbox = "", buid = ""] = nameIn(new URL(location.href))?.split(";") ?? [];
    const source = new URL(`${PAGE.exec(location.pathname)?.[1]}/imp/view.php`, location.origin);
    for (const [name, value] of [["actionID", "view_source"], ["id", "0"], ["buid", buid], ["mailbox", mailbox]]) source.searchParams.set(name ?? "", value ?? "");
    return source;
  }
})();
