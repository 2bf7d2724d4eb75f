/**
 * Nextcloud Mail. A message has a number in its database. Up to 5.8 the link of its header says it; since 5.9 only the frame of an HTML
 * message does, so the others are looked up by their time and sender in the thread that the webmail's own API lists.
 */

(() => {
  const { fetchSource, readRawMessage, headerBlockOf } = Lencana.messageSource;
  const { mailboxBeside, mailboxOf } = Lencana.dom;
  const API_PATH = /\/apps\/mail\/api\/messages\/(\d+)\//;
  const SENDER = [".sender__email", ".envelope__header .sender"];
  const ENVELOPES = "#mail-message .envelope";

  Lencana.addAdapter("nextcloud", {
    matches: ({ pathname }) => /\/apps\/mail(\/(?!api\/)|$)/.test(pathname),
    isMessageAddress: ({ pathname }) => /\/thread\/\d+/.test(pathname),
    message: ["#mail-message .envelope--expanded", ".envelope.envelope--expanded"],
    // Around them stand the webmail's own warnings and buttons.
    body: ["iframe.message-frame", "#message-container", "#mail-content", ".message-container", ".mail-message-body"],
    sender: SENDER,
    subject: ["#mail-thread-header-fields h2", "#mail-thread-header h2"],
    sharedSubject: true,
    date: [".envelope__header .timestamp[data-timestamp]"],
    id: idOf,
    origin: () => "delivered",
    mailbox,
    headerBlock: async ({ container, document }) => {
      const answer = await json(await apiAnswer(container, document, "source"));
      const raw = answer?.source ?? answer?.data?.source ?? answer?.data;
      return typeof raw === "string" ? headerBlockOf(raw) : null;
    },
    rawMessage: async ({ container, document }) => readRawMessage(await apiAnswer(container, document, "export")),
    listRow: {
      row: [".envelope[data-envelope-id]:not(.envelope--expanded)"],
      sender: [".list-item-content__name", ".line-one__title"],  // the name; the address only of who has no name
      subject: [".envelope__subtitle__subject"],
      id: (row) => row.getAttribute("data-envelope-id"),
    },
  });

  /** @param {Element} element the address, which stands in the name's element up to 5.8 and behind it since 5.9 */
  function mailbox(element) {
    return mailboxBeside(element, element.closest(".sender") ?? element.parentElement?.querySelector(".sender") ?? element);
  }

  /**
   * The number, or "@" with time and sender where the page has no number.
   * @param {Element} container
   * @param {Document} document
   */
  function idOf(container, document) {
    const link = container.querySelector(".envelope__header a[href*='/thread/']")?.getAttribute("href") ?? "";
    const frame = container.querySelector("iframe.message-frame")?.getAttribute("src") ?? "";
    const inEnvelope = /\/thread\/(\d+)/.exec(link)?.[1] ?? API_PATH.exec(frame)?.[1];
    if (inEnvelope !== undefined) return inEnvelope;
    // The address names one message of a thread: this one only if there is no other, open or not.
    if (document.querySelectorAll(ENVELOPES).length === 1) return threadOf(document);
    const time = timeIn(container);
    return time === null ? null : `@${time} ${senderIn(container)}`;
  }

  /** @param {Element} container */
  function timeIn(container) {
    return container.querySelector(".envelope__header .timestamp[data-timestamp]")?.getAttribute("data-timestamp") ?? null;
  }

  /** @param {Element} container */
  function senderIn(container) {
    const element = container.querySelector(SENDER.join());
    const address = container.querySelector(".sender__email") ?? element;
    return address === null ? "" : (mailboxOf(address).shown ?? "").toLowerCase();
  }

  /** @param {Document} document */
  function threadOf({ location }) {
    return /\/thread\/(\d+)/.exec(location.pathname)?.[1] ?? null;
  }

  /**
   * @param {Element} container
   * @param {Document} document
   * @param {string} resource
   */
  async function apiAnswer(container, document, resource) {
    const id = idOf(container, document);
    const number = id?.startsWith("@") ? await numberOf(container, document) : id;
    return number === null || number === undefined ? null : fetchSource(apiAddress(document, number, resource));
  }

  /**
   * The number of the one message of the thread with that time and sender; null where there is none, or another like it.
   * @param {Element} container
   * @param {Document} document
   * @returns {Promise<string | null>}
   */
  async function numberOf(container, document) {
    const thread = threadOf(document);
    const [time, sender] = [Number(timeIn(container)), senderIn(container)];
    const answer = thread === null ? null : await json(await fetchSource(apiAddress(document, thread, "thread")));
    const listed = answer?.data ?? answer;
    if (!Array.isArray(listed) || sender === "") return null;
    const [match, other] = listed.filter(({ dateInt, from }) => dateInt * 1000 === time && from?.[0]?.email?.toLowerCase() === sender);
    return match === undefined || other !== undefined || !Number.isInteger(match.databaseId) ? null : String(match.databaseId);
  }

  /**
   * @param {Document} document
   * @param {string} number
   * @param {string} resource
   */
  function apiAddress({ location: { origin, pathname } }, number, resource) {
    return `${origin}${pathname.slice(0, pathname.indexOf("/apps/mail"))}/apps/mail/api/messages/${number}/${resource}`;
  }

  /**
   * @param {Response | null} response
   * @returns {Promise<any>} null where none comes
   */
  async function json(response) {
    return (await response?.json().catch(() => null)) ?? null;
  }
})();
