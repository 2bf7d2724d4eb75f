/** Zimbra's classic client: the id of a message stands in the ids of its elements. */

(() => {
  const { fetchSource, readHeaderBlock, readRawMessage } = Lencana.messageSource;

  const CLIENT = "body > #z_shell, body > #skin_outer, head > [href*='/zimbra/'], head > [src*='/zimbra/']";

  Lencana.addAdapter("zimbra", {
    matches: (_address, document) => document.querySelector(CLIENT) !== null,
    message: [".ZmMailMsgCapsuleView", ".ZmMailMsgView"],
    body: ["[id$='_body']", ".MsgBody", "[id*='MSG_BODY']"],
    sender: ["[id$='_from'] [id^='OBJ_']", "[id$='_from']", ".Conv2MsgHeader .addrBubble", ".Conv2MsgHeader"],
    subject: [".SubjectCol[role='heading']", ".SubjectCol", ".convSubject"],
    id: idOf,
    sharedSubject: true,
    origin: () => "delivered",
    headerBlock: async ({ container }) => readHeaderBlock(await fetchSource(sourceAddress(container))),
    rawMessage: async ({ container }) => readRawMessage(await fetchSource(sourceAddress(container))),
  });

  /** @param {Element} container */
  function idOf(container) {
    const ids = [container, ...container.querySelectorAll("[id*='MSGC']")].map(({ id }) => /MSGC(-?\d+)/.exec(id)?.[1]);
    return ids.find((id) => id !== undefined) ?? null;
  }

  /** @param {Element} container */
  function sourceAddress(container) {
    return new URL(`/service/home/~/?auth=co&view=text&id=${idOf(container)}`, container.ownerDocument.location.href);
  }
})();
