/** Zimbra's classic client: the id of a message stands in the ids of its elements. */

(() => {
  const { get, headers, raw } = Lencana.source;

  Lencana.addReader("zimbra", {
    fits: (_address, document) => document.querySelector("body > #z_shell, body > #skin_outer, head > [href*='/zimbra/'], head > [src*='/zimbra/']") !== null,
    message: [".ZmMailMsgCapsuleView", ".ZmMailMsgView"],
    body: ["[id$='_body']", ".MsgBody", "[id*='MSG_BODY']"],
    sender: ["[id$='_from'] [id^='OBJ_']", "[id$='_from']", ".Conv2MsgHeader .addrBubble", ".Conv2MsgHeader"],
    subject: [".SubjectCol[role='heading']", ".SubjectCol", ".convSubject"],
    id: idOf,
    headers: async ({ root }) => headers(await get(source(root))),
    raw: async ({ root }) => raw(await get(source(root))),
  });

  /** @param {Element} root */
  function idOf(root) {
    const named = [root, ...root.querySelectorAll("[id*='MSGC']")].map(({ id }) => /MSGC(-?\d+)/.exec(id)?.[1]);
    return named.find((id) => id !== undefined) ?? null;
  }

  /** @param {Element} root */
  function source(root) {
    return new URL(`/service/home/~/?auth=co&view=text&id=${idOf(root)}`, root.ownerDocument.location.href);
  }
})();
