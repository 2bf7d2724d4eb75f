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
        ("mein\nAm 3. Februar 2026 schrieb Ann Lee:\n> ihr", "mein\n"),
        ("mío\nEl lun, 3 feb 2026, Ann Lee escribió:\nsuyo", "mío\n"),
        ("mien\nLe lun. 3 févr. 2026, Ann Lee a e\u0301crit :\nsien", "mien\n"),
        ("mijn\nOp ma 3 feb 2026 schreef Ann Lee <a@b.example>:\nhaar", "mijn\n"),
        ("私の\n2026年2月3日(火) Ann Lee <a@b.example>のメール:\n彼女の", "私の\n"),
        ("我的\nAnn Lee 于 2026年2月3日写道：\n她的", "我的\n"),
        ("我的\n发件人：Ann <a@b.example>\n发送时间：2026\n收件人：Bob\n主题：x\n她的", "我的\n"),
        ("من\n-----Original Message-----\nشيء", "من\n"),
        ("meine\n-------- Weitergeleitete Nachricht --------\nihre", "meine\n"),
        ("Shakespeare schrieb: nie", "Shakespeare schrieb: nie"),
    ],
)
def test_author_text(text: str, author: str) -> None:
    assert author_text(text) == author
