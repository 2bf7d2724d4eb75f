/**
 * Outlook on the web. Its source needs a token that only the page holds, and we do not take that: evidence is the window
 * "View message source" or "details", which the reader opens, or a server of the organisation's own (canary cookie).
 */

(() => {
  const CLOUD = /^outlook\.(live|office|office365|microsoft)\.com$|^outlook\.cloud\.microsoft$|^partner\.outlook\.cn$/;
  const SELECTED_ROW = "[role='option'][data-convid][aria-selected='true']";

  Lencana.addAdapter("outlook", {
    matches: ({ hostname, pathname }) => CLOUD.test(hostname) || pathname.startsWith("/owa/"),
    isMessageAddress: ({ pathname }) => /\/id\/[\w%-]{20,}/.test(pathname),
    message: [],
    body: ["[id^='UniqueMessageBody']", "[role='main'] [role='document']", "#ReadingPaneContainerId .allowTextSelection"],
    sender: [
      "[data-app-section='MessageHeader'] .OZZZK",
      "[aria-label*=':'] .OZZZK",
      ".OZZZK",
      "[data-testid='SenderPersona']",
      ".lpc-hoverTarget",
      "[aria-label*=':'] [title*='@']",
    ],
    subject: [
      "[data-automationid='MessageSubject']",
      "[role='heading'][aria-level='2']",
      "[role='heading'][aria-level='1']",
      "[role='heading']",
    ],
    sourceWindow: ["[role='dialog'] textarea", "[role='dialog'] pre"],
    id: idOf,
    sharedSubject: true,
    origin: () => "delivered",
    headerBlock: readOnPremises,
    listRow: {
      row: ["#MailList [role='option'][data-convid]", "[role='listbox'] [role='option'][data-convid]"],
      sender: ["span[title*='@']"],
      subject: ["span[title='']", "[data-testid='subject']"],
      id: (row) => row.getAttribute("data-convid"),
    },
  });

  /**
   * The page names conversations, not messages: the position in the conversation and the sender tell them apart.
   * @param {Element} container
   * @param {Document} document
   */
  function idOf(container, document) {
    const conversation = conversationOf(document);
    const body = container.querySelector("[id^='UniqueMessageBody'], [role='document']");
    const bodies = [...document.querySelectorAll("[id^='UniqueMessageBody'], [role='main'] [role='document']")];
    const position = bodies.indexOf(/** @type {Element} */ (body));
    const sender = Lencana.dom.lineOfText(container.querySelector(".OZZZK, [data-testid='SenderPersona'], .lpc-hoverTarget"));
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
