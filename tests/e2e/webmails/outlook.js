/** Stands in for office.js: the calls that the pane makes, as Microsoft documents them, over messages that the test puts in. */

(() => {
  /** @type {(() => void)[]} */
  const selected = [];
  const roaming = new Map();
  const answer = (value, then) => setTimeout(() => then(value === null ? { status: "failed" } : { status: "succeeded", value }), 5);

  const itemOf = ({ id, headers, name, address, subject, text, html }) => ({
    itemId: id,
    subject,
    from: { emailAddress: address, displayName: name },
    body: { getAsync: (type, then) => answer(type === "text" ? text : html, then) },
    getAllInternetHeadersAsync: (then) => answer(headers, then),
  });

  globalThis.Office = {
    onReady: async () => ({ host: "Outlook", platform: "OfficeOnline" }),
    context: {
      displayLanguage: new URLSearchParams(location.search).get("language") ?? "en-US",
      mailbox: { item: null, addHandlerAsync: (_event, then) => selected.push(then) },
      requirements: { isSetSupported: (_name, version) => version === "1.8" },
      roamingSettings: { get: (key) => roaming.get(key), set: (key, value) => roaming.set(key, value), saveAsync: (then) => answer("", then) },
    },
  };
  /** Select a message, as a click in the list does while the pane is pinned. */
  globalThis.select = (message) => {
    Office.context.mailbox.item = message && itemOf(message);
    for (const then of selected) then();
  };
})();
