/** Nextcloud Mail: messages have a number in its database; it stands in the link of the envelope's header and in the frame. */

(() => {
  const { get, raw, block } = Lencana.source;
  const { beside } = Lencana.page;
  const ADDRESS = /\/apps\/mail\/api\/messages\/(\d+)/;

  Lencana.addReader("nextcloud", {
    fits: ({ pathname }) => /\/apps\/mail(\/(?!api\/)|$)/.test(pathname),
    names: ({ pathname }) => /\/thread\/\d+/.test(pathname),
    message: ["#mail-message .envelope--expanded", ".envelope.envelope--expanded", "#mail-message"],
    body: [".mail-message-body", ".message-container", "iframe.message-frame", "#message-container"],
    sender: [".sender__email", ".envelope__header .sender", ".envelope__header__left__sender-subject-tags .sender"],
    subject: ["#mail-thread-header-fields h2", "#mail-thread-header h2"],
    id: idOf,
    person: beside,
    headers: async ({ root, document }) => {
      const answer = await (await get(address(root, document, "source")))?.json().catch(() => null);
      const source = answer?.source ?? answer?.data?.source ?? answer?.data;
      return typeof source === "string" ? block(source) : null;
    },
    raw: async ({ root, document }) => raw(await get(address(root, document, "export"))),
    row: {
      row: [".envelope[data-envelope-id]:not(.envelope--expanded)"],
      sender: [".list-item-content__name", ".line-one__title"],  // the name; the address only of who has no name
      subject: [".envelope__subtitle__subject"],
      id: (row) => row.getAttribute("data-envelope-id"),
    },
  });

  /** @param {Element} root @param {Document} document */
  function idOf(root, document) {
    const frame = root.querySelector('iframe[src*="/apps/mail/api/messages/"], [href*="/apps/mail/api/messages/"]');
    const link = /\/thread\/(\d+)/.exec(root.querySelector(".envelope__header a[href*='/thread/']")?.getAttribute("href") ?? "")?.[1];
    const own = link ?? ADDRESS.exec(frame?.getAttribute("src") ?? frame?.getAttribute("href") ?? "")?.[1];
    const alone = document.querySelectorAll(".envelope--expanded").length < 2;
    return own ?? root.getAttribute("data-envelope-id") ?? (alone ? /\/thread\/(\d+)/.exec(document.location.pathname)?.[1] : null) ?? null;
  }

  /** @param {Element} root @param {Document} document @param {string} what */
  function address(root, document, what) {
    const { origin, pathname } = document.location;
    return `${origin}${pathname.slice(0, pathname.indexOf("/apps/mail"))}/apps/mail/api/messages/${idOf(root, document)}/${what}`;
  }
})();
