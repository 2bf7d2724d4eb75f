"""How a number of things is written."""


def count_of(number: int, noun: str) -> str:
    """`1 brand`, `2 brands`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
