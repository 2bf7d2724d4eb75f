"""suggest: what is proposed from one's own mail, and what no sender can have proposed."""

import json
import os
import pickle
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from admin import Lencana, initialised
from lencana.cli.suggest.mail_files import find_messages, read_message
from lencana.cli.suggest.survey import SenderCounter, known_brands
from lencana.core.brands.allowlist import Allowlist
from lencana.settings import load_settings

pytestmark = pytest.mark.slow

MX = "mx.kantor.example"
PASS = "dmarc=pass header.from={domain}"


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return initialised(tmp_path, LENCANA_AUTHSERV_IDS=MX)


def message(name: str, address: str, day: int = 1, results: str = PASS, more: str = "", body: str = "Hello.") -> bytes:
    domain = address.rpartition("@")[2]
    shown = f'"{name}" <{address}>' if name else address
    return (
        f"Authentication-Results: {MX}; {results.format(domain=domain)}\n"
        f"Received: from out.{domain} by {MX}; {day} Nov 2025 10:00:00 +0000\n"
        f"From: {shown}\nTo: rina@kantor.example\nSubject: Secret subject {day}\n{more}\n{body}\n"
    ).encode()


def days(name: str, address: str, number: int = 4, **rest: str) -> list[bytes]:
    return [message(name, address, day + 1, **rest) for day in range(number)]


def maildir(folder: Path, messages: Sequence[bytes]) -> Path:
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    for number, raw in enumerate(messages):
        (folder / ("cur" if number % 2 else "new") / f"{number}.M1:2,S").write_bytes(raw)
    (folder / "dovecot-uidlist").write_text("3 V1 N5\n")
    (folder / "tmp" / "half").write_bytes(message("Half", "a@half.example"))
    return folder


def suggested(lencana: Lencana, messages: Sequence[bytes], *words: str) -> tuple[dict[str, dict[str, object]], str]:
    """The brands by id, and the text, which lint and sign must take as it is."""
    place = maildir(lencana.folder / "Maildir", messages)
    text = lencana("allowlist", "suggest", place, *words)
    (lencana.folder / "s.toml").write_text(text)
    lencana("allowlist", "lint", "s.toml")
    lencana("allowlist", "sign", "s.toml", "-o", "s.json", "--yes")
    assert "Secret subject" not in text and "Hello" not in text and "rina@" not in text
    return {brand["id"]: brand for brand in tomllib.loads(text).get("brand", [])}, text


def test_domain_names_counts_and_since_when(lencana: Lencana) -> None:
    found, text = suggested(
        lencana, [*days("Kopi Senja", "news@mail.kopisenja.com"), message("Kopi Senja Billing", "pay@kopisenja.com", 9)]
    )
    assert found == {"kopisenja": {"id": "kopisenja", "name": "Kopi Senja", "domains": ["kopisenja.com"]}}
    assert 'id = "kopisenja"  # 5 messages, 2025-11-01 to 2025-11-09' in text
    assert 'names used: "Kopi Senja" 4, "Kopi Senja Billing" 1' in text
    assert "authenticated; hosts: mail.kopisenja.com 4, kopisenja.com 1" in text


def test_a_process_that_is_no_copy_makes_its_own_counter(lencana: Lencana) -> None:
    """Where Python starts processes anew (macOS, Windows), they get what the counter is made from."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    settings = load_settings(lencana.folder / "data", {"LENCANA_AUTHSERV_IDS": MX})
    own = Allowlist(version=1, issued=now, expires=now, prev=None)
    counter = SenderCounter(settings, known_brands(own, now), now)
    places = list(find_messages([maildir(lencana.folder / "Maildir", days("Kopi Senja", "news@kopisenja.com"))]))
    tally = pickle.loads(pickle.dumps(counter)).count(places)  # noqa: S301
    assert tally == counter.count(places)
    assert tally.domains["kopisenja.com"].messages == 4


def test_what_is_known_already(lencana: Lencana) -> None:
    found, text = suggested(lencana, [*days("OpenAI", "a@openai.com"), *days("Anthropic", "a@mail.anthropic.com")])
    assert found == {}
    assert '# On your list already: "OpenAI" 4' in text
    assert '#   lencana allowlist add-pack ai-services --brand anthropic\n#     "Anthropic" 4' in text


def test_what_proves_nothing_proposes_nothing(lencana: Lencana) -> None:
    found, text = suggested(
        lencana,
        [
            *days("Acme", "a@acme-tools.com", results="dmarc=fail header.from={domain}"),
            *days("Acme", "a@acme-cloud.com", results="spf=pass smtp.mailfrom={domain}"),
            *days("Budi", "budi@gmail.com"),
            *days("Rare", "a@rare-shop.com", 2),
        ],
    )
    assert found == {} and "4 from mailbox providers" in text and "1 domains sent too few" in text


def test_senders_at_platforms_are_shown_and_not_proposed(lencana: Lencana) -> None:
    found, text = suggested(lencana, days("Kopi Senja", "invoice+acct_9@squareup.com") + days("OpenAI", "x@github.com"))
    assert found == {}
    assert '#   "invoice+acct_9@squareup.com"  # 4 messages' in text
    assert '"OpenAI"' not in text.split("Exact senders")[-1]


def test_carriers_and_zones(lencana: Lencana) -> None:
    shares = [message(f"Guest {n}", "share@kopisenja.com", n + 1) for n in range(8)]
    replies = days("Kopi Senja", "forms@kopisenja.com", 6, more="Reply-To: x@elsewhere.com\n")
    zone = [message(f"Toko {word}", f"no-reply@{word}.tokoku-mail.com", n + 1) for n, word in enumerate("abcdef")]
    found, text = suggested(lencana, [*shares, *replies, *days("Kopi Senja", "hi@kopisenja.com"), *zone])
    assert found["kopisenja"]["carriers"] == ["forms@kopisenja.com", "share@kopisenja.com"]
    assert found["tokoku-mail"]["tenants"] == ["tokoku-mail.com"] and "domains" not in found["tokoku-mail"]
    assert "looks like a zone of tenants" in text


# Name, domain: a thousand authenticated messages of an attacker, who owns the domain; what is said of it.
ATTACKS = [
    ("PayPal Support", "mailing-zx.com", "suspicious"),
    ("PayPal", "paypal-billing.net", "suspicious"),
    ("", "paypa1.com", "suspicious"),
    ("Apple", "apple.news", "apple.news"),
    ("Shop", "openaishop.com", "openaishop.com"),
]


@pytest.mark.parametrize(("name", "domain", "said"), ATTACKS)
def test_a_thousand_messages_of_an_attacker(lencana: Lencana, name: str, domain: str, said: str) -> None:
    found, text = suggested(lencana, days(name, f"service@{domain}", 28) * 36)
    assert found == {}
    assert f"#   {domain}: " in text and said in text


def test_nobody_takes_the_name_of_another_sender(lencana: Lencana) -> None:
    """The bank is in no pack; the attacker sends more, from a domain of another name, and from one that is like it."""
    found, text = suggested(
        lencana,
        [
            *days("Bank Senja", "info@banksenja.com"),
            *days("Bank Senja", "info@mailing-zx.com", 28),
            *days("Cafe Kenanga", "info@cafekenanga.com"),
            *days("Cafe Kenanga", "info@cafekenannga.com", 28),
        ],
    )
    assert found["mailing-zx"]["name"] == "Mailing-zx" and "no name that it uses resembles the domain" in text
    assert not any("kenan" in brand_id for brand_id in found)
    assert "# in doubt: looks like cafekenanga.com" in text and "# in doubt: looks like cafekenannga.com" in text


def test_one_suspicious_message_is_enough_and_a_forged_one_is_not(lencana: Lencana) -> None:
    forged = message("PayPal", "x@kopisenja.com", results="dmarc=fail header.from={domain}")
    genuine = [*days("Kopi Senja", "a@kopisenja.com"), *days("Toko Mega", "a@tokomega.com")]
    found, text = suggested(lencana, [*genuine, forged, message("PayPal Security", "b@tokomega.com")])
    assert found.keys() == {"kopisenja"} and "1 more were not authenticated" in text
    assert "#   tokomega.com: 1 of 5 authenticated messages are suspicious" in text


def test_a_burst_is_no_habit(lencana: Lencana) -> None:
    found, text = suggested(lencana, [message("Zen Kit", "a@zenkit-shop.com")] * 50)
    assert found == {} and "all 50 messages came on one day, 2025-11-01" in text


def test_names_cannot_write_toml(lencana: Lencana) -> None:
    evil = '=?utf-8?q?Kopi=0A[[brand]]=0Aid_=3D_"evil"=E2=80=AE_\\?='
    found, text = suggested(lencana, [m.replace(b'"@@"', evil.encode()) for m in days("@@", "a@kopisenja.com")])
    assert found.keys() <= {"kopisenja"} and "\u202e" not in text
    assert all(
        line.startswith(("#", "[[", "id", "name", "domains", "aliases", "expires_in"))
        for line in text.split("\n")
        if line
    )


def test_mbox_and_saved_files(tmp_path: Path) -> None:
    raw = message("A", "a@a.example", body="one\n\n>From the start\n")
    box = tmp_path / "box"
    box.write_bytes(b"From a@a.example Sat Nov  1 10:00:00 2025\n" + raw + b"\nFrom b Sat Nov\n" + raw)
    (tmp_path / "saved.eml").write_bytes(raw)
    (tmp_path / ".hidden").write_bytes(raw)
    places = list(find_messages([tmp_path]))
    assert len(places) == 3
    assert [read_message(place).rstrip(b"\n") for place in places[:2]] == [
        raw.replace(b">From", b"From").rstrip(b"\n")
    ] * 2
    inside = maildir(tmp_path / "Maildir", [raw] * 3)
    maildir(inside / ".Archive", [raw] * 2)
    assert len(list(find_messages([inside]))) == 5


def test_mistakes(lencana: Lencana, tmp_path: Path) -> None:
    saved = tmp_path / "a.eml"
    saved.write_bytes(message("A", "a@a.example"))
    (tmp_path / "there.toml").write_text("mine")
    (tmp_path / "empty").mkdir()
    assert "exists already" in lencana.fails("allowlist", "suggest", saved, "-o", "there.toml")
    assert "no messages in" in lencana.fails("allowlist", "suggest", tmp_path / "empty")
    blind = Lencana(tmp_path)
    assert "no evidence is trusted yet" in blind.fails("allowlist", "suggest", saved)
    assert "wrote out.toml" in lencana("allowlist", "suggest", saved, "-o", "out.toml")
    assert tomllib.loads((tmp_path / "out.toml").read_text()) == {"expires_in": "14d"}


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core")
def test_all_cores_count_what_one_does(lencana: Lencana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = maildir(tmp_path / "M", days("Kopi Senja", "a@kopisenja.com", 28) * 5 + days("PayPal", "a@zx-kit.com", 9))
    many = lencana("allowlist", "suggest", place)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0})
    assert lencana("allowlist", "suggest", place) == many
    assert json.dumps(many).count("kopisenja.com") > 1
