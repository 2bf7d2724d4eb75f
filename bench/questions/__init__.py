"""The questions, a module each: QUESTION, and `run`, which measures and answers with a table."""
