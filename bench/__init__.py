"""`make bench`: what Lencana costs beside what one would use instead. One module a question (docs/benchmarks.md).

A question is a module with `QUESTION` (one sentence) and `run(quick) -> Table`. Nothing outside the project is read:
every message and list is generated from a fixed seed.
"""
