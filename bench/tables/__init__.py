"""From figures to docs/benchmarks.md: rounds, tables, goals, charts."""
