"""The alert rules and the dashboard: promtool takes them, they fire when they must, and every metric exists."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from e2e.process import require
from web.conftest import application

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = DEPLOY / "prometheus" / "rules.yml"
DASHBOARD = DEPLOY / "grafana" / "lencana.json"
_METRIC = re.compile(r"\blencana_\w+")


def expressions() -> list[str]:
    """Every PromQL expression of rules and dashboard."""
    rules = re.findall(r"^\s+expr: (.*)$", RULES.read_text(), re.MULTILINE)
    panels = json.loads(DASHBOARD.read_text())["panels"]
    return [*rules, *(target["expr"] for panel in panels for target in panel["targets"])]


@pytest.mark.parametrize("metric", sorted({name for expr in expressions() for name in _METRIC.findall(expr)}))
def test_each_metric_is_one_of_ours(metric: str, organisation: Path) -> None:
    client = application(organisation).test_client()
    client.post("/v1/check", json={"from": "a@example.org", "text": "hello"})
    assert re.search(rf"^{metric}\b", client.get("/metrics").text, re.MULTILINE)


@pytest.mark.e2e
def test_promtool_takes_the_rules_and_they_fire(tmp_path: Path) -> None:
    require("promtool")
    subprocess.run(["promtool", "check", "rules", RULES], check=True, capture_output=True)
    cases = tmp_path / "cases.yml"
    cases.write_text(CASES.replace("RULES", str(RULES)))
    done = subprocess.run(["promtool", "test", "rules", cases], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.e2e
@pytest.mark.parametrize("expr", expressions())
def test_promtool_takes_each_expression(expr: str, tmp_path: Path) -> None:
    require("promtool")
    rules = tmp_path / "one.yml"
    rules.write_text(f"groups: [{{name: one, rules: [{{record: one, expr: {json.dumps(expr)}}}]}}]\n")
    subprocess.run(["promtool", "check", "rules", rules], check=True, capture_output=True)


CASES = """
rule_files: [RULES]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: lencana_allowlist_expiry_seconds
        values: "432000-3600x200"
      - series: up{job="lencana",instance="a"}
        values: "1x10 0x100"
    alert_rule_test:
      - {eval_time: 0m, alertname: LencanaListExpiresSoon, exp_alerts: []}
      - eval_time: 2m
        alertname: LencanaListExpiresSoon
        exp_alerts:
          - exp_labels: {severity: warning}
            exp_annotations:
              summary: >-
                The signed list expires in 4d 22h 0m 0s; after that nothing is verified. Run lencana allowlist renew.
      - {eval_time: 12m, alertname: LencanaDown, exp_alerts: []}
      - eval_time: 20m
        alertname: LencanaDown
        exp_alerts:
          - exp_labels: {severity: critical, job: lencana, instance: a}
            exp_annotations:
              summary: The Lencana server a does not answer; readers see no badges.
      - eval_time: 125m
        alertname: LencanaListExpired
        exp_alerts:
          - exp_labels: {severity: critical}
            exp_annotations:
              summary: The signed list has expired; nothing is verified. Run lencana allowlist renew.
"""
