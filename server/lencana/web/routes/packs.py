"""GET /v1/packs: the brand packs that come with Lencana, for admins to choose from. Nothing in them is signed."""

from collections.abc import Callable
from functools import cache

import msgspec
from flask import Blueprint, Response

from lencana.engine.contract import PackOut, Packs
from lencana.web.bodies import bodies


def blueprint(access: Callable[[], None]) -> Blueprint:
    """The route; `access` runs before it."""
    routes = Blueprint("packs", __name__)
    routes.before_request(access)

    @routes.get("/v1/packs")
    def packs() -> Response:
        return Response(_encoded(), mimetype=bodies.JSON)

    return routes


@cache
def _encoded() -> bytes:
    from lencana.trust.packs import all_packs  # half a second of parsing, which most servers never need

    packs = tuple(PackOut(name=pack.name, summary=pack.summary, brands=pack.brands) for pack in all_packs())
    return msgspec.json.encode(Packs(packs=packs))
