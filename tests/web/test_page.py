"""The page: strict headers, nothing from elsewhere, every text there in both languages."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lencana.engine.languages import LANGUAGES
from lencana.engine.texts import catalogue, direction
from lencana.settings import DkimMode
from lencana.web.routes.page import SAMPLES
from running import lencana, must

from .conftest import application

STATIC = Path(__file__).parents[2] / "server" / "lencana" / "web" / "static"


def test_the_page_is_served_with_a_strict_policy(client: FlaskClient) -> None:
    response = client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert response.content_type == "text/html; charset=utf-8"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?://(?!127|localhost)", response.text)


@pytest.mark.parametrize(
    ("header", "query", "lang"),
    [("en", "", "en"), ("id", "", "id"), ("eo", "", "en"), ("en", "?lang=id", "id"), ("id", "?lang=xx", "id")],
)
def test_the_page_speaks_the_reader_s_language(client: FlaskClient, header: str, query: str, lang: str) -> None:
    response = client.get(f"/{query}", headers={"Accept-Language": header})
    assert f'<html lang="{lang}" dir="{direction(lang)}">' in response.text
    assert catalogue(lang)["page.heading"] in response.text
    assert response.headers["Content-Language"] == lang
    assert response.headers["Vary"] == "Accept-Language"


def test_every_file_that_the_page_names_is_there(client: FlaskClient) -> None:
    html = client.get("/").text
    names = set(re.findall(r'(?:href|src)="((?:static|texts|samples)/[^"#]+)', html))
    for script in STATIC.glob("*.js"):
        names |= {f"static/{name}" for name in re.findall(r'from "\./(\w+\.js)"', script.read_text())}
    names |= {f"texts/{lang}.json" for lang in LANGUAGES} | {f"samples/{name}.eml" for name in SAMPLES}
    assert len(names) > 9
    for name in names:
        response = client.get(f"/{name}")
        assert response.status_code == 200, name
        assert client.get(f"/{name}", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert client.get("/static/page.js").content_type == "text/javascript; charset=utf-8"
    assert {file.name for file in STATIC.iterdir()} == {n.partition("/")[2] for n in names if n.startswith("static/")}


def test_every_text_of_the_page_exists_in_every_language(client: FlaskClient) -> None:
    html = client.get("/").text
    scripts = "".join(file.read_text() for file in STATIC.glob("*.js"))
    keys = set(re.findall(r'data-(?:text|label|placeholder)="([^"]+)"', html))
    keys |= set(re.findall(r'"(page\.\w+)"', scripts))
    assert len(keys) > 30
    for lang in LANGUAGES:
        assert keys <= catalogue(lang).keys()
        unused = {key for key in catalogue(lang) if key.startswith("page.")} - keys
        elsewhere = {"page.title", "page.shortcut", "page.auth_pass", "page.auth_fail", "page.auth_none"}
        elsewhere |= {"page.list_ends_soon", "page.list_ended", "page.no_authserv_ids", "page.sample_verified"}
        assert unused <= elsewhere, unused


def test_scripts_never_write_markup() -> None:
    for script in STATIC.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|\.write\(|eval\(", script.read_text()), script


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A server as `setup --trial` and `serve` on an empty folder leave it."""
    folder = tmp_path_factory.mktemp("trial")
    answers = folder / "answers.toml"
    answers.write_text('server = "https://lencana.example.org"\ntls = "nobody"\n')
    must(lencana(folder / "data", "setup", "--trial", "--answers", str(answers)))
    no_dns = {"dns": "127.0.0.1:9", "dns_timeout": 0.1}
    return application(folder / "data", dkim=DkimMode.AUTO, **no_dns).test_client()


@pytest.mark.parametrize(
    ("name", "verdict"),
    [("verified", "verified"), ("display_name", "suspicious"), ("lookalike", "suspicious"), ("newsletter", "unknown")],
)
def test_the_samples_show_what_they_promise(trial: FlaskClient, name: str, verdict: str) -> None:
    assert f'data-sample="{name}"' in trial.get("/").text
    sample = trial.get(f"/samples/{name}.eml").data
    assert b"synthetic" in sample.partition(b"\n")[0]
    answer = trial.post("/v1/check", data=sample, content_type="message/rfc822").get_json()
    assert answer["verdict"] == verdict


@pytest.mark.parametrize(
    ("part", "other"),
    [(b"single letter", b"single  word"), (b"Subject: This", b"Subject: That"), (b"From: Lencana", b"From: Our")],
)
def test_the_green_sample_is_proven_and_not_waved_through(trial: FlaskClient, part: bytes, other: bytes) -> None:
    sample = trial.get("/samples/verified.eml").data
    assert part in sample
    forged = sample.replace(part, other)
    assert trial.post("/v1/check", data=forged, content_type="message/rfc822").get_json()["verdict"] == "unknown"


def test_no_list_but_a_trial_s_makes_the_sample_green(client: FlaskClient) -> None:
    assert 'data-sample="verified"' not in client.get("/").text
    sample = client.get("/samples/verified.eml").data
    assert client.post("/v1/check", data=sample, content_type="message/rfc822").get_json()["verdict"] == "unknown"


def test_the_page_says_that_no_mail_server_is_trusted(organisation: Path) -> None:
    said = catalogue("en")["page.no_authserv_ids"]
    assert "lencana doctor --apply" in said
    trusting_none = application(organisation, authserv_ids=()).test_client()
    assert said in unescape(trusting_none.get("/").text)
    assert said not in unescape(application(organisation).test_client().get("/").text)


def test_the_fingerprint_is_shown_as_people_compare_it(client: FlaskClient) -> None:
    assert re.search(r'<code dir="ltr">([0-9a-f]{4} ){15}[0-9a-f]{4}</code>', client.get("/").text)
