"""Counters in Prometheus' text format 0.0.4: how many, never what. Each worker process counts for itself."""

from collections import Counter
from collections.abc import Iterable, Iterator
from threading import Lock

from flask import Flask, Response, request

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[dict[str, str], float]


class Metrics:
    """Counts requests by route and status, verdicts, and readers' reports by kind."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._verdicts: Counter[str] = Counter()
        self._reports: Counter[str] = Counter()

    def register(self, app: Flask) -> None:
        """Count every response of the application."""
        app.after_request(self._count)

    def verdict(self, word: str) -> None:
        """Count one verdict."""
        with self._lock:
            self._verdicts[word] += 1

    def report(self, kind: str) -> None:
        """Count one report that was stored."""
        with self._lock:
            self._reports[kind] += 1

    def _count(self, response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "none"
        with self._lock:
            self._requests[rule, response.status_code] += 1
        return response

    def render(self, gauges: Iterable[tuple[str, str, float]]) -> str:
        """All counters, and the given gauges (name, help, value)."""
        with self._lock:
            requests, verdicts, reports = dict(self._requests), dict(self._verdicts), dict(self._reports)
        lines = [
            *_family(
                "lencana_requests_total",
                "counter",
                "Requests by route and status.",
                (({"route": r, "status": str(s)}, n) for (r, s), n in sorted(requests.items())),
            ),
            *_family(
                "lencana_verdicts_total",
                "counter",
                "Messages checked, by verdict.",
                (({"verdict": v}, n) for v, n in sorted(verdicts.items())),
            ),
            *_family(
                "lencana_reports_total",
                "counter",
                "Reports that readers sent, by kind.",
                (({"kind": k}, n) for k, n in sorted(reports.items())),
            ),
        ]
        for name, meaning, value in gauges:
            lines += _family(name, "gauge", meaning, [({}, value)])
        return "\n".join(lines) + "\n"


def _family(name: str, kind: str, meaning: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        inner = ",".join(f'{key}="{word}"' for key, word in labels.items())
        yield f"{name}{{{inner}}} {value:.15g}" if inner else f"{name} {value:.15g}"
