"""Write tests/vectors/authentication_results.json: `PYTHONPATH=tests python -m core.evidence.results_vectors`.

Header blocks, and whether the newest trusted Authentication-Results authenticate the From domain. The extension reads
them, too, as a second witness; without the public suffix list it may refuse more, and never less.
"""
# ruff: noqa: E501 (fields are easier to read unbroken)

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lencana.core.mail.body import NO_BODY
from lencana.core.mail.message import Limits, Origin, message_from_headers
from lencana.engine.evidence import authenticate_sender
from lencana.settings import Settings

from .results_lines import FAIL, ID, NEXT_HOP, OWN_HOP, PASS, STRANGER_HOP, oddly_written, seeded

FILE = Path(__file__).parents[2] / "vectors" / "authentication_results.json"
ABOUT = (
    "Header blocks, and whether the newest Authentication-Results of a trusted server authenticate `domain`, by the "
    "server's engine/evidence.py. `extension` stands where the extension refuses what the server takes, because it has no "
    "public suffix list; `listed` is the domain of the list that covers the sender. Made by "
    "tests/core/evidence/results_vectors.py."
)
DOMAIN, LISTED = "tm.openai.com", "openai.com"
NOW = datetime(2026, 2, 1, tzinfo=UTC)

CASES: tuple[tuple[str, list[str]], ...] = (
    ("dmarc", [f"AR {ID}; {PASS}"]),
    ("dmarc of the organisation", [f"AR {ID}; dmarc=pass header.from=openai.com"]),
    ("dmarc of a sibling", [f"AR {ID}; dmarc=pass header.from=email.openai.com"]),
    ("dmarc in capitals, with a dot", [f"AR {ID.upper()}; DMARC=PASS header.from=OPENAI.COM."]),
    ("dmarc of nobody", [f"AR {ID}; dmarc=pass"]),
    ("dmarc of another", [f"AR {ID}; dmarc=pass header.from=openai.com.evil.example"]),
    ("dmarc of a name that ends alike", [f"AR {ID}; dmarc=pass header.from=evilopenai.com"]),
    ("dmarc fail", [f"AR {ID}; {FAIL}"]),
    ("dmarc fail of nobody, dkim pass", [f"AR {ID}; dmarc=fail; dkim=pass header.d=openai.com"]),
    ("dmarc fail beats dkim", [f"AR {ID}; dkim=pass header.d=openai.com; {FAIL}"]),
    ("two dmarc that differ", [f"AR {ID}; {PASS}; {FAIL}"]),
    ("two dmarc that agree", [f"AR {ID}; {PASS}; {PASS}"]),
    ("temperror, then dkim", [f"AR {ID}; dmarc=temperror; dkim=pass header.d=openai.com"]),
    ("bestguesspass", [f"AR {ID}; dmarc=bestguesspass header.from=openai.com"]),
    ("dkim", [f"AR {ID}; dkim=pass header.d=openai.com header.s=x header.b=y"]),
    ("dkim by identity", [f"AR {ID}; dkim=pass header.i=@tm.openai.com"]),
    ("dkim of another, then ours", [f"AR {ID}; dkim=pass header.d=esp.example; dkim=pass header.d=openai.com"]),
    ("dkim of another", [f"AR {ID}; dkim=pass header.d=esp.example"]),
    ("dkim of a public suffix", [f"AR {ID}; dkim=pass header.d=com"]),
    ("dkim fail", [f"AR {ID}; dkim=fail header.d=openai.com"]),
    ("spf alone", [f"AR {ID}; spf=pass smtp.mailfrom=openai.com"]),
    ("none", [f"AR {ID}; none"]),
    ("no results at all", ["Subject: x"]),
    ("an id of a stranger", [f"AR evil.example; {PASS}"]),
    ("an id that begins alike", [f"AR {ID}.evil.example; {PASS}"]),
    ("an id with a version", [f"AR {ID} 1; {PASS}"]),
    ("an id with more behind it", [f"AR {ID} x; {PASS}"]),
    ("without an id", [f"AR {PASS}"]),
    ("a stranger's above", [f"AR relay.example; {FAIL}", f"AR {ID}; {PASS}"]),
    ("a broken one above", ["AR relay.example; (", f"AR {ID}; {PASS}"]),
    ("one without an id above", [f"AR {PASS}", f"AR {ID}; {PASS}"]),
    ("the newest says nothing", [f"AR {ID}; none", f"AR {ID}; {PASS}"]),
    ("the newest fails", [f"AR {ID}; {FAIL}", f"AR {ID}; {PASS}"]),
    ("adjacent above its own hop", [f"AR {ID}; spf=pass", f"AR {ID}; {PASS}", OWN_HOP]),
    ("adjacent without a hop", [f"AR {ID}; spf=pass", f"AR {ID}; {PASS}"]),
    ("adjacent, the second broken", [f"AR {ID}; {PASS}", f"AR {ID}; (", OWN_HOP]),
    ("adjacent, the second fails", [f"AR {ID}; {PASS}", f"AR {ID}; {FAIL}", OWN_HOP]),
    ("below its own hop", [OWN_HOP, f"AR {ID}; {PASS}"]),
    ("below two hops of its own", [NEXT_HOP, OWN_HOP, f"AR {ID}; {PASS}"]),
    ("below a stranger's hop", [OWN_HOP, STRANGER_HOP, f"AR {ID}; {PASS}"]),
    ("above a stranger's hop", [OWN_HOP, f"AR {ID}; {PASS}", STRANGER_HOP]),
    ("below a stranger's hop alone", [STRANGER_HOP, f"AR {ID}; {PASS}"]),
    (
        "an encoded-word in a quoted local part",
        [
            f'AR {ID}; spf=pass smtp.mailfrom="=?utf-8?q?x=3B_dkim=3Dpass_header.d=3Dopenai.com=3B_y?="@evil.example; {FAIL}'
        ],
    ),
    ("a quoted semicolon", [f'AR {ID}; spf=pass smtp.mailfrom="x; {PASS}"@evil.example']),
    ("a quoted blank", [f'AR {ID}; spf=pass smtp.mailfrom="x {PASS}"@evil.example']),
    ("an unclosed quote", [f'AR {ID}; spf=pass smtp.mailfrom="x; {PASS}']),
    ("a comment", [f"AR {ID} (Postfix); dmarc=pass (p=reject dis=none) header.from=openai.com"]),
    ("a comment within one", [f"AR {ID}; dmarc=pass (a (b) c) header.from=openai.com"]),
    ("a comment with results", [f"AR {ID}; spf=pass (x; {PASS}) smtp.mailfrom=a@evil.example"]),
    ("a comment that is glued", [f"AR {ID}; spf=pass smtp.mailfrom=a@evil.example(x); {PASS}"]),
    ("a comment that swallows", [f"AR {ID}; {PASS} (x\\)"]),
    ("a comment with half a quote", [f'AR {ID}; spf=pass (of "x) {PASS} (y"@evil.example)']),
    ("a stray bracket", [f"AR {ID}; {PASS})"]),
    ("blanks around the equals sign", [f"AR {ID}; dmarc = pass header.from = openai.com"]),
    ("a method with a version", [f"AR {ID}; dmarc/1=pass header.from=openai.com"]),
    ("a property twice", [f"AR {ID}; dmarc=pass header.from=openai.com header.from=evil.example"]),
    ("an unknown property twice", [f"AR {ID}; dmarc=pass reason=x reason=y header.from=openai.com"]),
    ("a reason in quotes", [f'AR {ID}; dmarc=pass reason="not; bad" header.from=openai.com']),
    ("not a result", [f"AR {ID}; dmarc; {PASS}"]),
    ("a folded field", [f"AR {ID};\n\t{PASS}"]),
    ("longer than anybody writes", [f"AR {ID}; {PASS}; x={'y' * 17000}"]),
    ("a broken header block", [f"AR {ID}; {PASS}", "no field"]),
    ("a bare CR", [f"AR {ID}; {PASS}\rX: y"]),
    ("a line with a form feed alone", [f"AR {ID}; {PASS}", "\f"]),
    ("a second Subject", [f"AR {ID}; {PASS}", "Subject: y"]),
    ("an id with a letter that is a k in lower case", [f"AR mx.\u212aantor.example; {PASS}"]),
    ("a method with such a letter", [f"AR {ID}; d\u212aim=pass header.d=openai.com"]),
    ("a result with a long s", [f"AR {ID}; dmarc=pa\u017fs header.from=openai.com"]),
    ("a domain in full-width letters", [f"AR {ID}; dkim=pass header.d=\uff4fpenai.com"]),
    ("a no-break space before a result", [f"AR {ID};\n\t\u00a0{PASS}"]),
    ("a no-break space before an id", [f"AR \u00a0{ID}; {PASS}"]),
    ("a zero-width space behind a domain", [f"AR {ID}; {PASS}\u200b"]),
    (
        "dmarc of another, dkim of ours",
        [f"AR {ID}; dmarc=pass header.from=evil.example; dkim=pass header.d=openai.com"],
    ),
    ("dmarc fail of another, dkim", [f"AR {ID}; dmarc=fail header.from=evil.example; dkim=pass header.d=openai.com"]),
    ("no policy of another, dkim", [f"AR {ID}; dmarc=none header.from=evil.example; dkim=pass header.d=openai.com"]),
    ("no policy of ours, dkim", [f"AR {ID}; dmarc=none header.from=tm.openai.com; dkim=pass header.d=openai.com"]),
    (
        "an address as the author, dkim",
        [f"AR {ID}; dmarc=none header.from=a@tm.openai.com; dkim=pass header.d=openai.com"],
    ),
    ("two dmarc, the second of another", [f"AR {ID}; {PASS}; dmarc=pass header.from=evil.example"]),
    (
        "a signature of a part of the text",
        [f"AR {ID}; {PASS}", "DKIM-Signature: v=1; d=openai.com; h=from:subject; l=10; b=x"],
    ),
    (
        "such a signature, folded",
        [f"AR {ID}; {PASS}", "DKIM-Signature: v=1; d=openai.com; h=from:subject;\n\tl =10; b=x"],
    ),
    (
        "such a signature of another's",
        [f"AR {ID}; {PASS}", "DKIM-Signature: v=1; d=esp.example; h=from:subject; l=10; b=x"],
    ),
    (
        "such a signature beside a whole one",
        [
            f"AR {ID}; {PASS}",
            "DKIM-Signature: d=openai.com; h=From:Subject",
            "DKIM-Signature: l=1; d=openai.com; h=from:subject",
        ],
    ),
    ("a signature without the Subject", [f"AR {ID}; {PASS}", "DKIM-Signature: v=1; d=openai.com; h=from:date; b=x"]),
    (
        "a signature with a copy of the Subject",
        [f"AR {ID}; {PASS}", "DKIM-Signature: d=openai.com; h=from:date; z=Subject:x"],
    ),
    (
        "a signature with the Subject",
        [f"AR {ID}; {PASS}", "DKIM-Signature: v=1; d=openai.com; h=From : Subject; b=l=="],
    ),
    (
        "such a signature, sent by their own host",
        [f"AR {ID}; spf=pass smtp.mailfrom=x@em.openai.com; {PASS}", "DKIM-Signature: d=openai.com; h=from; l=1"],
    ),
    (
        "such a signature, sent by another's host",
        [f"AR {ID}; spf=pass smtp.mailfrom=x@evil.example; {PASS}", "DKIM-Signature: d=openai.com; h=from; l=1"],
    ),
    (
        "by a comment, a stranger's hop is ours",
        [OWN_HOP, "Received: from z (by mx.kantor.example) by relay.stranger.example; date", f"AR {ID}; {PASS}"],
    ),
    (
        "adjacent, above a hop that is ours by its comment",
        [f"AR {ID}; spf=pass", f"AR {ID}; {PASS}", "Received: from x (by mx.kantor.example) by relay.example; date"],
    ),
)
# Where the extension refuses more, because it cannot tell an organisation's domain.
REFUSED = frozenset({"by a sibling's sibling in Thunderbird", "by a sibling's sibling in Nextcloud"})
WEBMAILS: tuple[tuple[str, str, str, list[str]], ...] = (
    ("Google's in Gmail", "gmail", "mx.google.com", [f"AR mx.google.com; {PASS}"]),
    ("Google's in another webmail", "roundcube", "mx.google.com", [f"AR mx.google.com; {PASS}"]),
    ("Google's in Outlook", "outlook", "mx.google.com", [f"AR mx.google.com; {PASS}"]),
    ("Exchange Online's in Outlook", "outlook", "microsoft", [f"AR {PASS}"]),
    ("Exchange Online's, not topmost", "outlook", "microsoft", [f"AR x.example; {PASS}", f"AR {PASS}"]),
    ("Exchange Online's in Gmail", "gmail", "microsoft", [f"AR {PASS}"]),
    ("an id that is called microsoft", "outlook", "microsoft", [f"AR microsoft; {PASS}"]),
    ("by our own host in Thunderbird", "thunderbird", ID, [f"AR {ID}; {PASS}", OWN_HOP]),
    ("by another provider's host in Thunderbird", "thunderbird", ID, [f"AR {ID}; {PASS}", STRANGER_HOP]),
    ("by a host that has no domain in Thunderbird", "thunderbird", ID, [f"AR {ID}; {PASS}", "Received: by imap; date", OWN_HOP]),
    ("by an address and our own host in Thunderbird", "thunderbird", ID, [f"AR {ID}; {PASS}", "Received: by 2002:a05::1; date", OWN_HOP]),
    ("by nobody in Thunderbird", "thunderbird", ID, [f"AR {ID}; {PASS}"]),
    ("by a sibling's sibling in Thunderbird", "thunderbird", "mx.eu.kantor.example", [f"AR mx.eu.kantor.example; {PASS}", OWN_HOP]),
    ("by our own host in Nextcloud", "nextcloud", ID, [f"AR {ID}; {PASS}", OWN_HOP]),
    ("by another provider's host in Nextcloud", "nextcloud", ID, [STRANGER_HOP, f"AR {ID}; {PASS}", OWN_HOP]),
    ("by hosts without a public name in Nextcloud", "nextcloud", ID, ["Received: by imap; date", "Received: by a.internal; date", "Received: by [10.0.0.1]; date", f"AR {ID}; {PASS}", OWN_HOP]),
    ("by nobody in Nextcloud", "nextcloud", ID, [f"AR {ID}; {PASS}"]),
    ("by another provider's host, of an id without a domain", "nextcloud", "kantor", [STRANGER_HOP, f"AR kantor; {PASS}"]),
    ("by a sibling's sibling in Nextcloud", "nextcloud", "mx.eu.kantor.example", [f"AR mx.eu.kantor.example; {PASS}", OWN_HOP]),
    ("by another provider's host in Roundcube", "roundcube", ID, [STRANGER_HOP, f"AR {ID}; {PASS}"]),
    ("Exchange Online's in Thunderbird", "thunderbird", "microsoft", [f"AR {PASS}", "Received: from x by y.prod.outlook.com; date"]),
    ("like Exchange Online's in Thunderbird", "thunderbird", "microsoft", [f"AR {PASS}", STRANGER_HOP]),
    ("Proton's, a field a method", "proton", "mail.protonmail.ch", ["AR mail.protonmail.ch; spf=pass", f"AR mail.protonmail.ch; {PASS}"]),
)  # fmt: skip


def vectors() -> dict[str, Any]:
    """The file's content."""
    rows = [_row(why, lines, ID, "roundcube") for why, lines in CASES]
    rows += [_row(why, lines, trusted, webmail) for why, webmail, trusted, lines in WEBMAILS]
    rows += [_row(f"seeded {n}", lines, ID, "roundcube") for n, lines in enumerate(seeded())]
    rows += [_row(f"blanks and letters {n}", lines, ID, "nextcloud") for n, lines in enumerate(oddly_written())]
    return {"about": ABOUT, "domain": DOMAIN, "listed": LISTED, "cases": rows}


def _row(why: str, lines: list[str], trusted: str, webmail: str) -> dict[str, Any]:
    fields = [line.replace("AR ", "Authentication-Results: ", 1) for line in lines]
    headers = "\n".join([*fields, f"From: noreply@{DOMAIN}", "Subject: x", ""])
    message = message_from_headers(headers, NO_BODY, Limits(), webmail, Origin.DELIVERED)
    settings = Settings(authserv_ids=(trusted,))
    outcome = authenticate_sender(message, is_listed=True, settings=settings, verifier=None, now=NOW)
    row = {"why": why, "webmail": webmail, "authserv_ids": [trusted], "headers": headers, "result": str(outcome.result)}
    return {**row, "extension": "none"} if why in REFUSED and outcome.result == "pass" else row


def text() -> str:
    """The file's text: one line a case, so that a change is seen as one."""
    content = vectors()
    rows = ",\n  ".join(json.dumps(row) for row in content.pop("cases"))
    head = "".join(f" {json.dumps(name)}: {json.dumps(value)},\n" for name, value in content.items())
    return "{\n" + head + ' "cases": [\n  ' + rows + "\n ]\n}\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
