"""Run in a fresh process: make the application over LENCANA_DATA, perhaps have it answer, and say what that took."""

import gc
import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_BODY = json.dumps(
    {
        "headers": "From: OpenAI Support <billing@openai-support.example>\r\nSubject: Your plan\r\n",
        "text": "Reply with your password.",
        "links": [{"href": "https://openai-support.example/plan", "text": "https://openai.com/plan"}],
    }
).encode()


def answer_once() -> object:
    """Make the application and have it judge one message; the application."""
    from lencana.web.wsgi import make_app

    app = make_app()
    status: list[str] = []

    def start(code: str, *_: object) -> Callable[[bytes], object]:
        status.append(code)
        return len

    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/v1/check",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(_BODY)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(_BODY),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    answer = b"".join(app(environ, start))
    if not status[0].startswith("200") or "verdict" not in json.loads(answer):
        raise RuntimeError(f"the application answered {status[0]}: {answer[:400]!r}")
    return app


def index_time() -> float:
    """Make the application, as a worker of `lencana serve` does; seconds of CPU that the index took of it.

    Whatever tldextract takes to load its list is of the index, which is the first to ask for registrable domains.
    """
    from lencana.paused_gc import gc_paused

    with gc_paused():
        from lencana.engine.assembly import open_engine
        from lencana.settings import load_settings
        from lencana.web import create_app

        data = Path(os.environ["LENCANA_DATA"])
        settings = load_settings(data, os.environ)
        engine, list_in_force = open_engine(data, settings)
        begin = time.process_time()
        list_in_force.prepare()
        taken = time.process_time() - begin
        create_app(engine, list_in_force, settings, data)
    return taken


def memory() -> dict[str, float]:
    """What this process holds, in MiB: proportional set size now, and the resident set at its highest."""
    gc.collect()
    rollup = Path("/proc/self/smaps_rollup").read_text()
    status = Path("/proc/self/status").read_text()
    return {"pss": _mebibytes(rollup, "Pss:"), "peak": _mebibytes(status, "VmHWM:")}


def _mebibytes(text: str, field: str) -> float:
    line = next(line for line in text.splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def main() -> None:
    """`flask`: Flask alone. `ready`: the application, and what its index took. `app`: the same, after one answer."""
    kept: object = None
    if sys.argv[1] == "ready":
        json.dump({"index": index_time()}, sys.stdout)
        return
    if sys.argv[1] == "app":
        kept = answer_once()
    else:
        import flask

        kept = flask
    json.dump(memory() | {"kept": str(kept is not None)}, sys.stdout)


if __name__ == "__main__":
    main()
