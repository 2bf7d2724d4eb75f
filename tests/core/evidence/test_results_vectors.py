"""What the extension reads as a second witness, as the server reads it: the file is as its maker makes it."""

from core.evidence import results_vectors


def test_the_file_is_as_it_is_made() -> None:
    assert results_vectors.FILE.read_text(encoding="utf-8") == results_vectors.text()


def test_the_cases_have_both_outcomes() -> None:
    results = [case["result"] for case in results_vectors.vectors()["cases"]]
    assert min(results.count(result) for result in ("pass", "fail", "none")) > 5
