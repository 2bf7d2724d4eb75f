"""The bundled list against made-up names: what is put beside OpenAI's names, and honest names with the same letters."""

import tomllib

import msgspec
import pytest

from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import Domain
from lencana.core.lookalike import LookalikeIndex
from lencana.data import read_bytes

BRANDS = tomllib.loads(read_bytes("brands/openai.toml").decode())["brand"]
ALIASES = [
    {**brand, "aliases": [{"text": a} if isinstance(a, str) else a for a in brand.get("aliases", ())]}
    for brand in BRANDS
]
INDEX = LookalikeIndex(msgspec.convert(ALIASES, tuple[Brand, ...]))

IMITATIONS = {
    "technology": """
        openaidns.io openaillm.dev openaidao.com openaimcp.org openaideploy.com openaideployment.org openaidevday.com
        openaidevs.com openaidevice.com openaidata.io openaidatacenter.com openaidiffusion.com openaidocs.com
        openaidomain.com openaimail.com openaimobile.com openaimetrics.com openaimining.com openairobot.com
        openairag.com openairender.com openairun.dev openairust.dev openaisso.com openainft.xyz openaiagi.com
        openaiios.com openaiiphone.com openaichip.com openaigpt6.com openaiglasses.com openaihardware.com
        chatgptdns.com chatgptext.com chatgptech.com chatgpturbo.com openaiqx.com openaizvk.net""",
    "countries": """
        openaimalaysia.com openaicanada.com openaimexico.mx openaikorea.net openaijapan.jp openaiethiopia.org
        openaiegypt.com openairussia.ru openainigeria.ng openaiindonesia.co.id openaidubai.ae openaidenmark.dk
        openaimalta.com openaimoscow.ru openaimumbai.in openaiseoul.kr openailondon.com openaitokyo.jp openaiturkiye.com
        chatgptindonesia.id chatgpthai.com chatgptmexico.mx""",
    "professions": """
        openaiceo.com openaicfo.com openaicto.com openailawyers.com openaidentist.com openaidoctor.com openainurse.com
        openaimarketer.com openaiteacher.com openaiengineer.com openairecruiting.com chatgptrader.com chatgptrainer.com
        chatgptutor.com ceoopenai.com teamopenai.com""",
    "money": """
        openaicertification.com openaidividend.com openaidiscount.com openaideals.com openaidonate.org
        openaimembership.com openaimerch.com openaimoney.com openaimint.xyz openairefund.com openairewards.com
        openaireseller.com openaisales.com openaistock.com openaipreipo.com openaiipo.com openaikyc.com openaivc.com
        openaibilling.com openaitax.com chatgptrading.com chatgptoken.com""",
    "other languages": """
        tradutorchatgpt.com kostenloschatgpt.de utiliserchatgpt.fr comousarchatgpt.com usandochatgpt.es
        cursochatgpt.com.br corsochatgpt.it kurschatgpt.ru belajarchatgpt.id skachatchatgpt.ru nihonchatgpt.jp
        suporteopenai.com soporteopenai.com hilfeopenai.de bantuanopenai.id akunopenai.com kupiopenai.ru
        chatgptreklama.online""",
    "cut by a hyphen": """
        theopen-ai.com chatopen-ai.com myopen-ai.com getopen-ai.com the-open-ai.com aichat-gpt.net freechat-gpt.com
        mychat-gpt.com chat-gpt-billing.com""",
    "typos within": "chatgp-ai.com proposal-openxai.network chatgtp-login.com openaii-support.com help-opennai.com",
    "a letter missing": "opeai.org openi.chat opnai.store",
    "alike at a glance": "clhatqpt.com",
    "under a wildcard": "openai.bd openai.kh chatgpt.ck openai-login.bd login.openai.bd chatgqt.mm",
    "on a newer platform": "openai.surge.sh opemai.surge.sh openai-help.lovable.run chatgpt.figma.site",
    "letters doubled by the next word": "chatgptravel.com bookchatgptravel.com chatgptest.com chatgptree.com",
}
HONEST = {
    "open air": """
        openairkino.de openair-kino.ch openairfestival.ch openaircinema.co.uk openairtheatre.com rockopenair.de
        wackenopenair.com berlinopenair.de openairstgallen.ch openair-frauenfeld.ch summeropenair.org openairmuseum.nl
        openairgampel.ch openairbrands.com openairquality.org openaircanada.ca openairplane.com openairspace.net
        openairport.org openairlines.com openairnurnberg.de kopenair.com europenair.com copenair.dk copenaire.com""",
    "nails, and others cut elsewhere": """
        hopenails.com europenails.com scopenails.com europenaija.com openaimhigh.org openaidfund.org openaidworkers.org
        stopenaids.org""",
    "open and another word": """
        openapi.net openapis.org openapi-generator.tech openapp.ie openal-soft.org openalpr.com openact.org
        openaudio.org openart.ai openasia.com openarena.ws openatlas.eu openamp.org openbsd.org
        opentable.com opensea.io""",
    "known, and its subdomains": "openaq.org explore.openaq.org openaire.eu",
    "chat and another word": "chatgroup.com chat-group.com chatgap.com snapchatgallery.org",
    "a hyphen that ends another word": "open-airs.de kopen-air.nl",
    "under a wildcard": "open.bd com.ck www.ck chat.mm gov.bd kawasaki.jp shops.kawasaki.jp login.shops.bd",
    "the brand's own, on a newer platform": "chatgpt.site surge.sh",
}


@pytest.mark.parametrize(("group", "name"), [(g, n) for g, names in IMITATIONS.items() for n in names.split()])
def test_an_imitation(group: str, name: str) -> None:
    assert INDEX.find(Domain.parse(name)) is not None, group


@pytest.mark.parametrize(("group", "name"), [(g, n) for g, names in HONEST.items() for n in names.split()])
def test_an_honest_name(group: str, name: str) -> None:
    assert INDEX.find(Domain.parse(name)) is None, group
