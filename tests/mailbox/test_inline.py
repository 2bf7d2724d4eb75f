# ruff: noqa: E501 (a sample a line)
"""Forwards within the text: every program's form, in many languages; the outer block is the sender's."""

import pytest

from lencana.core.mail.body import body_from_bytes
from lencana.mailbox.forwarded.forward_labels import labels
from lencana.mailbox.forwarded.inline import InlineForward, read_inline

SENDER = "OpenAI <billing@opena1.com>"


def read(text: str, subject: str = "Fwd: Tagihan", kind: str = "plain") -> InlineForward | None:
    fields = f"Content-Type: text/{kind}; charset=utf-8".encode()
    return read_inline(body_from_bytes(fields, text.encode(), max_text=65536, max_links=200), subject)


PLAIN = {
    "gmail": f"Real?\n\n---------- Forwarded message ---------\nDari: {SENDER}\nDate: Rab, 5 Nov 2025 pukul 09.12\nSubject: Tagihan\nTo: <rina@example.test>\n\n\nBayar sekarang.\n",
    "gmail, bold": "---------- Forwarded message ---------\nFrom: *OpenAI* <billing@opena1.com>\nDate: Wed\nSubject: Tagihan\nTo: x\n\nBayar sekarang.",
    "gmail, folded": "---------- Forwarded message ---------\nFrom: OpenAI\n<billing@opena1.com>\nDate: Wed\nSubject: Tagihan\nTo: x\n\nBayar sekarang.",
    "outlook classic": f"Tolong cek\n\nFrom: {SENDER} \nSent: Wednesday, November 5, 2025 9:12 AM\nTo: Rina\nSubject: Tagihan\n\nBayar sekarang.\n",
    "outlook classic, mailto": "From: OpenAI [mailto:billing@opena1.com] \nSent: Wednesday\nTo: Rina\nSubject: Tagihan\n\nBayar sekarang.",
    "outlook new": "________________________________\nFrom: OpenAI <billing@opena1.com<mailto:billing@opena1.com>>\nSent: Wednesday\nTo: Rina <r@x.example>\nSubject: Tagihan\n\nBayar sekarang.",
    "outlook web, indonesian": f"________________________________\nDari: {SENDER}\nDikirim: Rabu, 05 November 2025 09:12\nKepada: Rina\nSubjek: Tagihan\n\nBayar sekarang.",
    "outlook, own people": "From: 'OpenAI' <billing@opena1.com>\nDate: Wed\nTo: Rina\nSubject: Tagihan\nBayar sekarang.",
    "apple": f"> Begin forwarded message:\n> \n> From: {SENDER}\n> Subject: Tagihan\n> Date: November 5, 2025\n> To: rina@example.test\n> \n> Bayar sekarang.\n",
    "apple, iphone": f"\nSent from my iPhone\n\nBegin forwarded message:\n\nFrom: {SENDER}\nDate: 5 November 2025 at 09.12.00 WIB\nTo: rina@example.test\nSubject: Tagihan\n\n\ufeffBayar sekarang.",
    "thunderbird": f"\n\n-------- Forwarded Message --------\nSubject: \tTagihan\nDate: \tWed, 5 Nov 2025\nFrom: \t{SENDER}\nTo: \trina@example.test\n\n\n\nBayar sekarang.\n",
    "thunderbird, indonesian": f"-------- Pesan Diteruskan --------\nSubjek: Tagihan\nTanggal: Wed, 5 Nov 2025\nDari: {SENDER}\nKepada: rina@example.test\n\nBayar sekarang.",
    "yahoo": f"   ----- Forwarded message ----- From: {SENDER}To: \"rina@example.test\" <rina@example.test>Sent: Wednesday, November 5, 2025 at 09:12:00 AM GMT+7Subject: Tagihan\n Bayar sekarang.",
    "yahoo, lines": "----- Pesan yang Diteruskan -----\nDari: \"OpenAI\" <billing@opena1.com>\nKepada: \"rina\" <rina@example.test>\nTerkirim: Rabu\nJudul: Tagihan\nBayar sekarang.",
    "samsung": f"\n\n-------- Original message --------From: {SENDER} Date: 05/11/2025  09:12  (GMT+07:00) To: rina@example.test Subject: Tagihan \nBayar sekarang.",
    "samsung, lines": f"-------- Pesan asli --------\nDari: {SENDER}\nTanggal: 05/11/25 09.12 (GMT+07:00)\nKe: rina@example.test\nPerihal: Tagihan\n\nBayar sekarang.",
    "roundcube": f"-------- Original Message --------\nSubject: Tagihan\nDate: 2025-11-05 09:12\nFrom: {SENDER}\nTo: rina@example.test\n\nBayar sekarang.",
    "roundcube, indonesian": f"-------- Pesan Asli --------\nJudul: Tagihan\nTanggal: 2025-11-05 09:12\nPengirim: {SENDER}\nPenerima: rina@example.test\n\nBayar sekarang.",
    "sogo, indonesian": f"-------- Pesan Asli --------\nSubjek: Tagihan\nTanggal: Rabu\nDari: {SENDER}\nMembalas ke: x@y.example\nOrganisasi: OpenAI\nKepada: rina@example.test\n\n\nBayar sekarang.",
    "proton": f"Sent with Proton Mail secure email.\n\n------- Forwarded Message -------\nFrom: {SENDER}\nDate: On Wednesday, November 5th, 2025 at 9:12 AM\nSubject: Tagihan\nTo: rina@example.test <rina@example.test>\n\n\n> Bayar sekarang.\n",
    "outlook for mac": 'On 5/11/2025, 09:12, "OpenAI" <billing@opena1.com> wrote:\n\n    Bayar sekarang.',
}  # fmt: skip
HTML = {
    "gmail": '<div dir="ltr"><br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>Dari: <strong>OpenAI</strong> <span dir="auto">&lt;<a href="mailto:billing@opena1.com">billing@opena1.com</a>&gt;</span><br>Date: Rab<br>Subject: Tagihan<br>To: &lt;<a href="mailto:r@x">r@x</a>&gt;<br></div><br><br><p>Bayar <a href="https://opena1.com/pay">sekarang</a>.</p></div></div>',
    "outlook": '<p>cek</p><div style="border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> OpenAI &lt;billing@opena1.com&gt; <br><b>Sent:</b> Wednesday<br><b>To:</b> Rina<br><b>Subject:</b> Tagihan</p></div><p>Bayar <a href="https://opena1.com/pay">sekarang</a>.</p>',
    "outlook web": '<div>cek</div><hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font><b>Dari:</b> OpenAI &lt;billing@opena1.com&gt;<br><b>Dikirim:</b> Rabu<br><b>Kepada:</b> Rina<br><b>Subjek:</b> Tagihan</font><div>&nbsp;</div></div><div>Bayar <a href="https://opena1.com/pay">sekarang</a>.</div>',
    "apple": '<br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><span><b>From: </b></span><span>OpenAI &lt;<a href="mailto:billing@opena1.com">billing@opena1.com</a>&gt;<br></span></div><div><b>Subject: </b><b>Tagihan</b><br></div><div><b>Date: </b>5 Nov<br></div><div><b>To: </b>r@x<br></div><br><div>Bayar <a href="https://opena1.com/pay">sekarang</a>.</div></blockquote>',
    "thunderbird": '<div class="moz-forward-container"><br>-------- Forwarded Message --------<table class="moz-email-headers-table"><tbody><tr><th>Subject: </th><td>Tagihan</td></tr><tr><th>Date: </th><td>Wed</td></tr><tr><th>From: </th><td>OpenAI <a class="moz-txt-link-rfc2396E" href="mailto:billing@opena1.com">&lt;billing@opena1.com&gt;</a></td></tr><tr><th>To: </th><td>r@x</td></tr></tbody></table><br><br>Bayar <a href="https://opena1.com/pay">sekarang</a>.</div>',
    "roundcube": '<p>-------- Pesan Asli --------</p><table border="0"><tbody><tr><th align="right">Judul:</th><td>Tagihan</td></tr><tr><th>Tanggal:</th><td>2025</td></tr><tr><th>Pengirim:</th><td>OpenAI &lt;billing@opena1.com&gt;</td></tr><tr><th>Penerima:</th><td>r@x</td></tr></tbody></table><br><p>Bayar <a href="https://opena1.com/pay">sekarang</a>.</p>',
    "yahoo": '<div class="yahoo_quoted"><div>----- Forwarded Message -----</div><div><b>From:</b> OpenAI &lt;billing@opena1.com&gt;</div><div><b>To:</b> "r@x" &lt;r@x&gt;</div><div><b>Sent:</b> Wednesday</div><div><b>Subject:</b> Tagihan</div><div>Bayar <a href="https://opena1.com/pay">sekarang</a>.</div></div>',
    "proton": '<div class="protonmail_quote">------- Forwarded Message -------<br>From: OpenAI &lt;billing@opena1.com&gt;<br>Date: On Wednesday<br>Subject: Tagihan<br>To: r@x<br><br><blockquote class="protonmail_quote" type="cite">Bayar <a href="https://opena1.com/pay">sekarang</a>.</blockquote></div>',
    "samsung": '<div dir="auto"><br></div><div>-------- Pesan asli --------</div><div>Dari: OpenAI &lt;billing@opena1.com&gt; </div><div>Tanggal: 05/11/25 </div><div>Ke: r@x </div><div>Perihal: Tagihan </div><div><br></div><p>Bayar <a href="https://opena1.com/pay">sekarang</a>.</p>',
}


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_every_program(kind: str, subtests: pytest.Subtests) -> None:
    for program, text in (PLAIN if kind == "plain" else HTML).items():
        with subtests.test(program=program):
            forward = read(text, kind=kind)
            assert forward is not None
            sender = forward.message.sender
            assert sender.mailbox is not None
            assert (sender.mailbox.name, sender.mailbox.address) == ("OpenAI", "billing@opena1.com")
            assert not sender.defects
            assert forward.message.subject == "Tagihan"
            assert "Bayar sekarang" in forward.message.body.text
            assert "opena1" not in forward.message.body.text and "Real?" not in forward.message.body.text
            if kind == "html":
                assert [link.href for link in forward.message.body.links] == ["https://opena1.com/pay"]


@pytest.mark.parametrize("language", sorted({language for label in labels().values() for language in label.languages}))
def test_every_language(language: str) -> None:
    of = {
        field: [text for text, label in labels().items() if label.field == field and language in label.languages]
        for field in ("from", "subject", "date", "to")
    }
    assert all(of.values())
    for colon in (":", " :", "："):
        for name in of["from"]:
            block = f"{name}{colon} {SENDER}\n{of['date'][0]}{colon} x\n{of['to'][0]}{colon} y\n{of['subject'][0]}{colon} Z\n\nBody"
            forward = read(block)
            assert forward is not None and forward.message.sender.mailbox is not None
            assert forward.message.sender.mailbox.address == "billing@opena1.com", block
            assert (forward.message.subject, forward.message.body.text) == ("Z", "Body")
            assert language in forward.languages


OUTER = "---------- Forwarded message ---------\nFrom: OpenAI <x@evil.example>\nDate: d\nSubject: s\nTo: t\n"
INNER = "From: OpenAI <noreply@openai.com>\nDate: d\nSubject: s\nTo: t\n\nHello"


@pytest.mark.parametrize(
    "text",
    [
        f"{OUTER}\nSee below\n\n---------- Forwarded message ---------\n{INNER}",
        f"{OUTER}\n{INNER}",
        f"{OUTER}{INNER}",
        f"{OUTER}\n-------- Pesan Diteruskan --------\nDari: OpenAI <noreply@openai.com>\nSubjek: a\nKepada: b\n\nHello",
        f"________________________________\nFrom: OpenAI <x@evil.example>\nSent: d\nTo: t\nSubject: s\n\n{INNER}",
        "Subject: s\nDate: d\nFrom: OpenAI <x@evil.example>\nOpenAI <noreply@openai.com>\nTo: t\n\nHello",
        'From: "OpenAI <noreply@openai.com>" <x@evil.example>\nDate: d\nSubject: s\nTo: t\n\nHello',
        "From: noreply@openai.com <x@evil.example>\nDate: d\nSubject: s\nTo: t\n\nHello",
        "From: OpenAI <noreply@openai.com> [mailto:x@evil.example]\nSent: d\nTo: t\nSubject: s\n\nHello",
    ],
)
def test_the_outer_block_is_the_senders(text: str) -> None:
    forward = read(text)
    assert forward is not None and forward.message.sender.mailbox is not None
    assert forward.message.sender.mailbox.address == "x@evil.example"


def test_an_outer_block_without_an_address_does_not_let_the_inner_one_through() -> None:
    forward = read(f"From: OpenAI\nSent: d\nTo: t\nSubject: s\n\n{INNER}")
    assert forward is not None
    assert forward.message.sender.defects


def test_fields_in_one_line_with_a_label_in_the_name_are_nobodys() -> None:
    text = '----- Forwarded Message ----- From: "A <noreply@openai.com>To: y" <x@evil.example>To: "r" <r@x.example>Sent: d Subject: s\nHello'
    forward = read(text)
    assert forward is not None
    assert forward.message.sender.defects


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "",
        "On Wed, Ann <ann@example.test> wrote:\n> hello",
        "From: here it is only a word\nand no more",
        "To: do\nDate: today\n",
        "Van: the car\n\nSubject: cars",
    ],
)
def test_no_forward(text: str) -> None:
    assert read(text, "Re: hello") is None


def test_an_inline_forward_has_no_evidence() -> None:
    forward = read(PLAIN["gmail"] + "\nAuthentication-Results: mx.example.test; dmarc=pass header.from=openai.com\n")
    assert forward is not None
    assert forward.message.authentication_results == () and forward.message.raw is None
