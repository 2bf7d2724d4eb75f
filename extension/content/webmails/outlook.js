/**
 * Outlook on the web. Its source needs a token that only the page holds, and we do not take that: evidence is the window
 * "View message source" or "details", which the reader of the mail opens, or a server of the organisation's own (canary cookie).
 */

(() => {
  const CLOUD = /^outlook\.(live|office|office365|microsoft)\.com$|^outlook\.cloud\.microsoft$|^partner\.outlook\.cn$/;
  const LISTED = "[role='option'][data-convid][aria-selected='true']";

  Lencana.addReader("outlook", {
    fits: ({ hostname, pathname }) => CLOUD.test(hostname) || pathname.startsWith("/owa/"),
    names: ({ pathname }) => /\/id\/[\w%-]{20,}/.test(pathname),
    message: [],
    body: ["[id^='UniqueMessageBody']", "[role='main'] [role='document']", "#ReadingPaneContainerId .allowTextSelection"],
    sender: ["[data-app-section='MessageHeader'] .OZZZK", "[aria-label*=':'] .OZZZK", ".OZZZK", "[data-testid='SenderPersona']", ".lpc-hoverTarget", "[aria-label*=':'] [title*='@']"],
    subject: ["[data-automationid='MessageSubject']", "[role='heading'][aria-level='2']", "[role='heading'][aria-level='1']", "[role='heading']"],
    shown: ["[role='dialog'] textarea", "[role='dialog'] pre"],
    id: idOf,
    headers: onPremises,
    row: {
      row: ["#MailList [role='option'][data-convid]", "[role='listbox'] [role='option'][data-convid]"],
      sender: ["span[title*='@']"],
      subject: ["span[title='']", "[data-testid='subject']"],
      id: (row) => row.getAttribute("data-convid"),
    },
  });

  /** The page names conversations, not messages: the place in the conversation and the sender tell them apart. @param {Element} root @param {Document} document */
  function idOf(root, document) {
    const conversation = conversationOf(document);
    const body = root.querySelector("[id^='UniqueMessageBody'], [role='document']");
    const place = [...document.querySelectorAll("[id^='UniqueMessageBody'], [role='main'] [role='document']")].indexOf(/** @type {Element} */ (body));
    const sender = Lencana.page.clean(root.querySelector(".OZZZK, [data-testid='SenderPersona'], .lpc-hoverTarget"));
    return conversation === null ? null : `${conversation}/${place}/${sender}`;
  }

  /** @param {Document} document */
  function conversationOf(document) {
    return document.querySelector(LISTED)?.getAttribute("data-convid") ?? /\/id\/([^/?]+)/.exec(document.location.pathname)?.[1] ?? null;
  }

  /** @param {Found} found */
  async function onPremises({ document }) {
    const canary = /(?:^|; )X-OWA-CANARY=([^;]*)/.exec(document.cookie)?.[1];
    const conversation = document.querySelector(LISTED)?.getAttribute("data-convid");
    if (CLOUD.test(document.location.hostname) || !canary || !conversation) return null;
    const shape = { __type: "ItemResponseShape:#Exchange", BaseShape: "IdOnly" };
    const ItemId = { __type: "ItemId:#Exchange", Id: conversation };
    const found = await ask(document, canary, "GetConversationItems", { Conversations: [{ __type: "ConversationRequestType:#Exchange", ConversationId: ItemId }], ItemShape: shape });
    const nodes = found?.ResponseMessages?.Items?.[0]?.Conversation?.ConversationNodes ?? [];
    const [item, other] = nodes.flatMap((/** @type {any} */ node) => node.Items ?? []);
    if (!item || other) return null; // which of several is the one that is shown cannot be told
    const answer = await ask(document, canary, "GetItem", { ItemShape: { ...shape, IncludeMimeContent: true }, ItemIds: [{ __type: "ItemId:#Exchange", Id: item.ItemId?.Id }] });
    const mime = answer?.ResponseMessages?.Items?.[0]?.Items?.[0]?.MimeContent?.Value;
    return typeof mime === "string" ? Lencana.source.block(new TextDecoder().decode(Uint8Array.from(atob(mime), (char) => char.charCodeAt(0)))) : null;
  }

  /** @param {Document} document @param {string} canary @param {string} action @param {object} body @returns {Promise<any>} */
  async function ask({ location }, canary, action, body) {
    const response = await Lencana.source.get(`${location.origin}/owa/service.svc?action=${action}`, {
      method: "POST",
      headers: { Action: action, "Content-Type": "application/json; charset=utf-8", "X-OWA-CANARY": decodeURIComponent(canary) },
      body: JSON.stringify({
        __type: `${action}JsonRequest:#Exchange`,
        Header: { __type: "JsonRequestHeaders:#Exchange", RequestServerVersion: "V2016_06_24" },
        Body: { __type: `${action}Request:#Exchange`, ...body },
      }),
    });
    return (await response?.json().catch(() => null))?.Body ?? null;
  }
})();
