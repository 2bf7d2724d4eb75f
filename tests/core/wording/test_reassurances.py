"""What a text denies is no lure; what it threatens with is, however it is put."""

import pytest

from hostile.counting import calls
from lencana.core.letters.plain_text import plain_text
from lencana.core.wording.lures import has_lure
from lencana.core.wording.reassurances import without_reassurances
from lencana.core.wording.troubles import has_trouble

DENIED = (
    "没有聊天内容、API 请求、密码、API 密钥、支付信息被泄露。",
    "Your payment details were not exposed.",
    "Your account was not affected and has not been locked.",
    "No action is required; your ChatGPT account was not compromised.",
    "None of your passwords, payment details or keys were compromised.",
    "No chat content, API requests, passwords, API keys or payment details were exposed.",
    "Your data was not exposed in the breach.",
    "Ihre Zahlungsdaten waren nicht betroffen, Ihr Konto wurde nicht gesperrt.",
    "Votre compte n'a pas été bloqué.",
    "Su cuenta no ha sido bloqueada.",
    "Data pembayaran Anda tidak bocor dan akun Anda tidak diblokir.",
    "您的账号没有被冻结。",
    "Your payment was not declined, sorry for the confusion.",
    "Your account will not be suspended.",
    "お客様のアカウントは停止されていません。",
)
STILL_PRESSES = (
    "Your account will not be suspended if you confirm your details.",
    "If you act now, your account will not be closed.",
    "Your payment was not processed.",
    "We could not charge your card.",
    "Your account was suspended. Your data was not lost.",
    "Ihr Konto wird nicht gesperrt, wenn Sie Ihre Daten bestätigen.",
    "您的账号未付款，将被冻结。",
    "请验证您的账号，否则不会被恢复，将被冻结。",
    "Akun Anda tidak akan diblokir jika Anda memperbarui pembayaran.",
    "Su cuenta no será bloqueada si confirma sus datos de pago.",
    "Your subscription was not renewed because your card was declined.",
    "Verify your account so that it is not suspended.",
)


def presses(text: str) -> bool:
    plain = without_reassurances(plain_text(text))
    return has_lure(plain) or has_trouble(plain)


@pytest.mark.parametrize("text", DENIED)
def test_what_is_denied_does_not_press(text: str) -> None:
    assert not presses(text)


@pytest.mark.parametrize("text", STILL_PRESSES)
def test_a_condition_or_another_sentence_presses(text: str) -> None:
    assert presses(text)


def test_twice_as_much_costs_twice_as_much() -> None:
    piece = "it was not exposed!!!!!!!!!!!!!!!! "
    without_reassurances(piece)
    few, many = (calls(lambda count=count: without_reassurances(piece * count), 1_000_000) for count in (100, 400))
    assert many < 6 * few, (few, many)
