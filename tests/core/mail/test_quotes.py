"""The author's own text, without what a reply or a forwarded message quotes."""

import pytest

from lencana.core.mail.quotes import author_text


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("mine\n> theirs\nmine too", "mine\nmine too"),
        ("mine\n\nOn Mon, Ann wrote:\n> theirs\nbelow", "mine\n\n\nbelow"),
        ("mine\nOn Mon, 3 Feb, Ann Lee\n<a@b.example> wrote:\ntheirs", "mine\n"),
        ("mine\n-----Original Message-----\nFrom: x\ntheirs", "mine\n"),
        ("mine\n---------- Forwarded message ---------\ntheirs", "mine\n"),
        ("mine\nFrom: Ann <a@b.example>\nSent: Monday\nTo: Bob\nSubject: x\ntheirs", "mine\n"),
        ("mine\nPada Sen, 3 Feb 2026 Ann menulis:\ntheirs", "mine\n"),
        ("mine\n---------- Pesan Terusan ---------\ntheirs", "mine\n"),
        ("On Monday, OpenAI wrote:\nReply with your password", "\nReply with your password"),
        ("a > b and c", "a > b and c"),
    ],
)
def test_author_text(text: str, author: str) -> None:
    assert author_text(text) == author
