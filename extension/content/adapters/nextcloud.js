/** Nextcloud Mail: messages have a number in its database; it stands in the link of the envelope's header and in the frame. */

(() => {
  const { fetchSource, readRawMessage, headerBlockOf } = Lencana.messageSource;
  const { mailboxBeside } = Lencana.dom;
  const API_PATH = /\/apps\/mail\/api\/messages\/(\d+)/;

  Lencana.addAdapter("nextcloud", {
    matches: ({ pathname }) => /\/apps\/mail(\/(?!api\/)|$)/.test(pathname),
    isMessageAddress: ({ pathname }) => /\/thread\/\d+/.test(pathname),
    message: ["#mail-message .envelope--expanded", ".envelope.envelope--expanded", "#mail-message"],
    body: [".mail-message-body", ".message-container", "iframe.message-frame", "#message-container"],
    sender: [".sender__email", ".envelope__header .sender", ".envelope__header__left__sender-subject-tags .sender"],
    subject: ["#mail-thread-header-fields h2", "#mail-thread-header h2"],
    id: idOf,
    sharedSubject: true,
    origin: () => "delivered",
    mailbox: mailboxBeside,
    headerBlock: async ({ container, document }) => {
      const answer = await (await fetchSource(apiAddress(container, document, "source")))?.json().catch(() => null);
      const raw = answer?.source ?? answer?.data?.source ?? answer?.data;
      return typeof raw === "string" ? headerBlockOf(raw) : null;
    },
    rawMessage: async ({ container, document }) => readRawMessage(await fetchSource(apiAddress(container, document, "export"))),
    listRow: {
      row: [".envelope[data-envelope-id]:not(.envelope--expanded)"],
      sender: [".list-item-content__name", ".line-one__title"],  // the name; the address only of who has no name
      subject: [".envelope__subtitle__subject"],
      id: (row) => row.getAttribute("data-envelope-id"),
    },
  });

  /**
   * @param {Element} container
   * @param {Document} document
   */
  function idOf(container, document) {
    const frame = container.querySelector('iframe[src*="/apps/mail/api/messages/"], [href*="/apps/mail/api/messages/"]');
    const link = /\/thread\/(\d+)/.exec(container.querySelector(".envelope__header a[href*='/thread/']")?.getAttribute("href") ?? "")?.[1];
    const inEnvelope = link ?? API_PATH.exec(frame?.getAttribute("src") ?? frame?.getAttribute("href") ?? "")?.[1];
    const isOnlyOne = document.querySelectorAll(".envelope--expanded").length < 2;
    const inAddress = isOnlyOne ? /\/thread\/(\d+)/.exec(document.location.pathname)?.[1] : null;
    return inEnvelope ?? container.getAttribute("data-envelope-id") ?? inAddress ?? null;
  }

  /**
   * @param {Element} container
   * @param {Document} document
   * @param {string} resource
   */
  function apiAddress(container, document, resource) {
    const { origin, pathname } = document.location;
    return `${origin}${pathname.slice(0, pathname.indexOf("/apps/mail"))}/apps/mail/api/messages/${idOf(container, document)}/${resource}`;
  }
})();
