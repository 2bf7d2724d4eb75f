/**
 * Outlook on the web. Its source needs a token that only the page holds, and we do not take that: evidence is the window
 * "View message source" or "details", which the reader opens, or a server of the organisation's own (canary cookie).
 */

(() => {
  const CLOUD = /^outlook\.(live|office|office365|microsoft)\.com$|^outlook\.cloud\.microsoft$|^partner\.outlook\.cn$/;
  const MESSAGE_HEADING = "[id^='MSG_'][id$='_FROM']";
  const BODIES = ["[id^='UniqueMessageBody']", "[role='main'] [role='document']", "#ReadingPaneContainerId .allowTextSelection"];
  const SELECTED_ROW = "[role='option'][data-convid][aria-selected='true']";

  Lencana.addAdapter("outlook", {
    matches: ({ hostname, pathname }) => CLOUD.test(hostname) || pathname.startsWith("/owa/"),
    isMessageAddress: ({ pathname }) => /\/id\/[\w%-]{20,}/.test(pathname),
    message: [],
    body: BODIES,
    boundary: [MESSAGE_HEADING],
    sender: [MESSAGE_HEADING, "[data-testid='SenderPersona']", "[aria-label*=':'] [title*='@']", ".lpc-hoverTarget"],
    subject: ["[id^='CONV_'][id$='_SUBJECT']", "[role='main'] [role='heading'][aria-level='2']", "[role='main'] [role='heading'][aria-level='1']"],
    sourceWindow: ["[role='dialog'] textarea", "[role='dialog'] pre"],
    id: idOf,
    sharedSubject: true,
    // What is open beside the message that it is attached to has an address of its own.
    origin: (_container, { location }) => (/\/sxs\//.test(location.pathname) ? "attached" : "delivered"),
    headerBlock: readOnPremises,
    listRow: {
      row: ["#MailList [role='option'][data-convid]", "[role='listbox'] [role='option'][data-convid]"],
      sender: ["span[title*='@']"],
      subject: ["[data-testid='subject']"],
      id: (row) => row.getAttribute("data-convid"),
    },
  });

  /**
   * The id of a message stands in its heading's. Without that, conversation, position and sender have to do.
   * @param {Element} container
   * @param {Document} document
   */
  function idOf(container, document) {
    const heading = [...container.querySelectorAll(MESSAGE_HEADING)].find((element) => element.closest(BODIES.join()) === null);
    if (heading !== undefined) return /^MSG_(.+)_FROM$/.exec(heading.id)?.[1] ?? null;
    const conversation = conversationOf(document);
    const bodies = [...document.querySelectorAll(BODIES.join())];
    const position = bodies.findIndex((body) => container.contains(body));
    const sender = Lencana.dom.lineOfText(container.querySelector("[data-testid='SenderPersona'], .lpc-hoverTarget"));
    return conversation === null ? null : `${conversation}/${position}/${sender}`;
  }

  /** @param {Document} document */
  function conversationOf(document) {
    return document.querySelector(SELECTED_ROW)?.getAttribute("data-convid") ?? /\/id\/([^/?]+)/.exec(document.location.pathname)?.[1] ?? null;
  }

  /** @param {MessageElements} elements */
  async function readOnPremises({ document }) {
    const canary = /(?:^|; )X-OWA-CANARY=([^;]*)/.exec(document.cookie)?.[1];
    const conversation = document.querySelector(SELECTED_ROW)?.getAttribute("data-convid");
    if (CLOUD.test(document.location.hostname) || !canary || !conversation) return null;
    const shape = { __type: "ItemResponseShape:#Exchange", BaseShape: "IdOnly" };
    const ItemId = { __type: "ItemId:#Exchange", Id: conversation };
    const Conversations = [{ __type: "ConversationRequestType:#Exchange", ConversationId: ItemId }];
    const listed = await callExchange(document, canary, "GetConversationItems", { Conversations, ItemShape: shape });
    const nodes = listed?.ResponseMessages?.Items?.[0]?.Conversation?.ConversationNodes ?? [];
    const [item, other] = nodes.flatMap((/** @type {any} */ node) => node.Items ?? []);
    if (!item || other) return null; // it cannot be told which of several is shown
    const ItemIds = [{ __type: "ItemId:#Exchange", Id: item.ItemId?.Id }];
    const answer = await callExchange(document, canary, "GetItem", { ItemShape: { ...shape, IncludeMimeContent: true }, ItemIds });
    const mime = answer?.ResponseMessages?.Items?.[0]?.Items?.[0]?.MimeContent?.Value;
    if (typeof mime !== "string") return null;
    const bytes = Uint8Array.from(atob(mime), (char) => char.charCodeAt(0));
    return Lencana.messageSource.headerBlockOf(new TextDecoder().decode(bytes));
  }

  /**
   * @param {Document} document
   * @param {string} canary
   * @param {string} action
   * @param {object} body
   * @returns {Promise<any>}
   */
  async function callExchange({ location }, canary, action, body) {
    const response = await Lencana.messageSource.fetchSource(`${location.origin}/owa/service.svc?action=${action}`, {
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
