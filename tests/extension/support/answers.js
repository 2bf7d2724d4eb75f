/** Answers of the server, as `/v1/check` gives them. */

/** @param {object} change */
export function answer(change = {}) {
  return {
    verdict: "verified",
    brand: { id: "openai", name: "OpenAI" },
    sender: { address: "noreply@tm.openai.com", domain: "tm.openai.com", unicode: "tm.openai.com", registrable: "openai.com" },
    authentication: { result: "pass", method: "dkim", domain: "tm.openai.com", by: "mx.example.test" },
    reasons: [{ code: "sender_listed", severity: "good", text: "Listed.", params: {} }],
    advice: "You can treat it as usual.",
    needs: null,
    allowlist: { version: 1, expires: "2026-12-06T00:00:00Z", sha256: "a".repeat(64) },
    ...change,
  };
}

/** @param {object} change what a reader found of a genuine message */
export function evidence(change = {}) {
  return {
    webmail: "roundcube",
    origin: "delivered",
    headers: "From: OpenAI <noreply@tm.openai.com>\nSubject: Hello",
    shown: "noreply@tm.openai.com",
    from: '"OpenAI" <noreply@tm.openai.com>',
    subject: "Hello",
    text: "Hello",
    links: [],
    witness: { subject: null, date: null },
    ...change,
  };
}
