"""Fields of a trusted mail server, of strangers and of nobody, and lists of them that a seed puts together."""
# ruff: noqa: E501 (fields are easier to read unbroken)

import itertools
import random

ID = "mx.kantor.example"
PASS = "dmarc=pass header.from=tm.openai.com"
FAIL = "dmarc=fail header.from=tm.openai.com"
OWN_HOP, NEXT_HOP = "Received: from x by mx.kantor.example; date", "Received: from y by mail.kantor.example; date"
STRANGER_HOP = "Received: from z by relay.stranger.example; date"
SEEDED_CASES = 250
ODD_CASES = 200


def seeded() -> list[list[str]]:
    """Fields put together at random from what forgers and servers write."""
    choose = random.Random(7)  # noqa: S311 (cases are to be the same each time)
    pieces = [PASS, FAIL, "none", "spf=pass smtp.mailfrom=a@b.example", "dkim=pass header.d=openai.com", "dkim=pass header.i=@evil.example",
              "(", ")", '"', "\\", ";", "=", " ", "(comment)", '"quoted; text"', "header.from=openai.com", "x", "1", "=?utf-8?q?=3B?=", "dmarc=", "\t"]  # fmt: skip
    fields = [OWN_HOP, NEXT_HOP, STRANGER_HOP]
    ids = [ID, ID, ID, "relay.example", ""]
    count = itertools.repeat(None, SEEDED_CASES)
    return [
        [
            choose.choice(fields)
            if choose.random() < 0.3
            else f"AR {choose.choice(ids)}; {choose.choice(['', '; ']).join(choose.choices(pieces, k=choose.randint(1, 4)))}"
            for _ in range(choose.randint(1, 4))
        ]
        for _ in count
    ]


def oddly_written() -> list[list[str]]:
    """Mostly passes, with letters, blanks, hops and signatures among them that only some readers see through."""
    choose = random.Random(11)  # noqa: S311 (as above)
    blanks = [" ", "\t", "\n\t", "\u00a0", "\ufeff", "\u2028", "\u0085", "\x0b", "\x1c", "\u200b", ""]
    ids = [ID, ID, ID, "mx.\u212aantor.example", f'"{ID}"', f"{ID}.", f"(c) {ID}", f"{ID}(c)", f"{ID} (c) 1"]
    pieces = [PASS, PASS, "dkim=pass header.d=openai.com", "dkim=pass header.i=@openai.com", "d\u212aim=pass header.d=openai.com", "dmarc=pa\u017fs",
              "spf=pass smtp.mailfrom=a@openai.com", "dmarc=none header.from=evil.example", "none", "dmarc = pass", "header.from = openai.com"]  # fmt: skip
    fields = [OWN_HOP, STRANGER_HOP, "Received: from by.x by mx.kantor.example (x) with LMTP; date", "Received: from a (by mx.kantor.example) by relay.example; date",
              "Received: by imap; date", "DKIM-Signature: d=openai.com; h=from:subject; b=x", "DKIM-Signature: d=openai.com; h=from; b=x", "DKIM-Signature: d=tm.openai.com; h=from:subject; l=9"]  # fmt: skip

    def results() -> str:
        blank = choose.choice(blanks) if choose.random() < 0.5 else " "
        return f"AR {choose.choice(ids)}{blank};{blank}{'; '.join(choose.choices(pieces, k=choose.randint(1, 3)))}"

    cases = []
    for _ in range(ODD_CASES):
        others = [choose.choice(fields) for _ in range(choose.randint(0, 2))]
        cases.append(choose.sample([results(), *others], len(others) + 1))
    return cases
