"""What strangers write through a brand's own mail servers: requests to call, and to hand a secret over."""

import pytest

from lencana.core.letters.plain_text import plain_text
from lencana.core.wording.callbacks import asks_to_call
from lencana.core.wording.handovers import handed_over
from lencana.core.wording.patterns.third_party_prefilter import Topic, topics_in
from lencana.core.wording.stranger_tables import leet_words

PHONES = ("+1 888 221 1161", "+1-402-935-2050")
HANDED_OVER = [
    "r3ply with the c0de",
    "What are the six digits on your phone?",
    "Send us a screenshot of your recovery codes.",
    "Reply with the code we sent you.",
    "Please reply to this email with your verification code.",
    "Give us the code.",
    "Tell us the 6-digit code.",
    "Send back the code we sent to your phone.",
    "Your code is 517545. Send it back to us to confirm.",
    "Kindly share the code with our agent.",
    "What is the code you received?",
    "We need your password to finish the upgrade.",
    "Respond with your API key.",
    "Do not share this code with anyone and send us the code to keep your account.",
    "If you do not send us your code, the account will be closed.",
    "Read the digits back to our agent over the phone.",
    "Forward the code to our support team.",
    "Type the code in your reply.",
    "Text us the OTP.",
    "Don't wait: reply with the code.",
    "To keep your workspace please send your verification code.",
    "Rеply wіth the cоde",
    "r​eply with the co​de",
    "Balas dengan kode verifikasi Anda.",
    "Kirimkan kode OTP kepada kami.",
    "Sebutkan kode yang Anda terima.",
    "Berikan kami kata sandi Anda.",
    "Mohon kirim kembali kodenya.",
    "Antworten Sie mit dem Bestätigungscode.",
    "Senden Sie uns Ihr Passwort.",
    "Schicken Sie den Code an uns zurück.",
    "Teilen Sie uns den Code mit.",
    "Responda a este correo con el código.",
    "Envíenos su contraseña.",
    "Díganos el código que recibió.",
    "Répondez à ce message avec le code.",
    "Envoyez-nous votre mot de passe.",
    "Donnez-nous le code reçu.",
    "Risponda a questa email con il codice.",
    "Ci invii il codice ricevuto.",
    "Antwoord met de code.",
    "Stuur ons uw wachtwoord.",
    "Responda com o código.",
    "Envie-nos a sua senha.",
    "Diga-nos o código que recebeu.",
    "Do not hesitate to send us the code.",
    "Confirm by sending us your recovery phrase.",
    "Why not give us the code now?",
    "Quote the code in your reply.",
    "Just hit reply and include the six digits.",
    "You must email us your password within 24 hours.",
]
NOT_HANDED_OVER = [
    "What is a verification code?",
    "What is an API key, and how do I rotate it?",
    "Enter the code below to continue.",
    "Enter this temporary verification code to continue: 517545",
    "Never share this code with anyone.",
    "Do not forward or give this code to anyone.",
    "OpenAI will never ask you to share your password or API keys.",
    "We'll never ask you to send us your verification code.",
    "PayPal will never ask for your password by email.",
    "If someone asks you to share the code with them, it is a scam.",
    "Scammers may ask you to read the code back to them over the phone.",
    "Don't share this code. Our employees will never ask for it.",
    "You should never: • Share your password with our staff",
    "We will send a code to your phone.",
    "We sent you a verification code.",
    "Emails that ask you to reply with your password are scams.",
    "Use the code to sign in to your account.",
    "Copy and paste the code into the sign-in window.",
    "Your API key was disabled. Create a new one in the dashboard.",
    "Please reset your password here.",
    "Forward suspicious messages to phishing@paypal.com and then delete them.",
    "If you get an email that asks for your password, forward it to phishing@paypal.com.",
    "Jangan berikan kode ini kepada siapa pun.",
    "Kami tidak akan pernah meminta kata sandi Anda.",
    "Geben Sie den Code niemals weiter.",
    "Teilen Sie diesen Code niemals mit anderen.",
    "Nunca comparta este código con nadie.",
    "Ne communiquez jamais ce code à quiconque.",
    "Non condividere mai questo codice con nessuno.",
    "Deel deze code nooit met anderen.",
    "Nunca compartilhe este código com ninguém.",
    "Geben Sie diesen Code ein, um fortzufahren.",
    "Ingresa el código para continuar.",
    "We do not request passwords, API keys, or verification codes through email, text, or chat.",
    "Nobody at OpenAI will ask you to give them your password.",
    "Let us know if you didn't request this code.",
    "If you did not request this code, tell us.",
    "No employee will ever ask you to provide the verification code over the phone.",
    "Your ChatGPT code is 517545",
    "Thanks for your payment. Your card ending in 4242 was charged.",
    "Update your payment method to keep your subscription.",
    "Tell us what you think of the new code editor.",
    "Was this code helpful? Send us feedback.",
    "For security, never reply to this email with your password.",
]
CALLED = [
    "Charged $300. ca11 808-555-0199",
    "You were charged $300. Call\n808\n555\n0199\nto cancel.",
    "You were charged $499.99. Call 808-555-0199 to cancel.",
    "Your subscription renewed. Call eight eight eight five five five zero one nine nine.",
    "Refund desk: 8OO-555-O199",
    "Charged $399. Call one eight hundred 555 0199 now",
    "Dial 1-800-MY-REFND about the charge",
    "Payment of $20. Call (808) 5​5​5-0199",
    "Payment. Call ８０８ ５５５ ０１９９",
    "Payment. Call 𝟖𝟎𝟖-𝟓𝟓𝟓-𝟎𝟏𝟗𝟗",
    "Payment. Call 8️⃣0️⃣8️⃣ 5️⃣5️⃣5️⃣ 0️⃣1️⃣9️⃣9️⃣",
    "Payment. Call ⑧⓪⑧ ⑤⑤⑤ ⓪①⑨⑨",
    "Your order was placed. If it wasn't you call our fraud department +1 (808) 555‑0199.",
    "invoice. call 8.0.8.5.5.5.0.1.9.9",
    "invoice. call 8 0 8 5 5 5 0 1 9 9",
    "invoice. call 808 dash 555 dash 0199",
    "invoice. call 888 221 1161 or 808 555 0199",
    "invoice. Our agents wait at 808-555-0199 24/7 toll free",
    "To cancel: 888-555-0199 (renewal $300)",
    "call e1ght zer0 eight f1ve five five zero one nine nine for the refund",
    "renewal: call double eight eight five five five zero one double nine",
    "Tagihan Rp4.500.000. Hubungi 0812-3456-7890 untuk membatalkan.",
    "Tagihan. Telepon nol delapan satu dua tiga empat lima enam tujuh delapan.",
    "Ihre Rechnung: 499 EUR. Rufen Sie uns an: 0800 555 0199",
    "Se ha realizado un cargo. Llame al 900 555 019 para cancelar.",
    "Prélèvement 499 €. Appelez le 0800 555 019",
    "Addebito di 300 euro. Chiami 800 555 0199",
    "Er is 300 euro afgeschreven. Bel ons op 0800 555 0199",
    "Cobrança de R$ 900. Ligue para 0800 555 0199",
    "Ann invited you to join: Charged $499 (808) 555-0199",
    "WhatsApp us at +44 7700 900123 for the refund",
    "Unrecognised login. Reach the desk on 808.555.0199",
    "Case 888-555-0199 call about your refund",
]
NOT_CALLED = [
    "Call us at (888) 221-1161 about the charge.",
    "Call us at 1-888-221-1161 24/7 about your refund, order 112-3456789-1234567.",
    "You sent a payment of $20.00 USD to Spotify.",
    "Merchant",
    "Spotify USA",
    "+1 855-555-0100",
    "Transaction ID: 5XJ12345678901234",
    "If you need help, call us at 888-221-1161.",
    "Invoice 0012345678 of 2026-11-29 10:15:00 amount $1,234,567.89, call your bank.",
    "We noticed a sign-in from 203.0.113.45 at 10:15. Call your administrator if suspicious.",
    "PayPal, 2211 North First Street, San Jose, CA 95131. Payment received. Call center hours 9:00-17:00.",
    "© 1999-2026 PayPal. Payment. call",
    "Ann called. Payments: 10.00 20.00 30.00",
    "Your order 8765432109 shipped. Call us when it arrives.",
    "Our staff never call. Your payment 12.",
]


def asks_for_secret(text: str) -> bool:
    plain = leet_words().in_letters(plain_text(text))
    possible = topics_in(plain)
    return Topic.SECRET in possible.topics and bool(handed_over(plain, possible.languages))


def asks_for_call(text: str) -> bool:
    plain = leet_words().in_letters(plain_text(text))
    return asks_to_call(plain, 0, (), PHONES)


@pytest.mark.parametrize("text", HANDED_OVER)
def test_asks_to_hand_a_secret_over(text: str) -> None:
    assert asks_for_secret(text)


@pytest.mark.parametrize("text", NOT_HANDED_OVER)
def test_delivers_a_code_or_warns(text: str) -> None:
    assert not asks_for_secret(text)


@pytest.mark.parametrize("text", CALLED)
def test_asks_to_call_a_stranger(text: str) -> None:
    assert asks_for_call(text)


@pytest.mark.parametrize("text", NOT_CALLED)
def test_asks_for_no_call_or_a_listed_number(text: str) -> None:
    assert not asks_for_call(text)
