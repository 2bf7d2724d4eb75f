"""What exactly differs in an imitation, for a sentence that anybody understands: "l" stands where OpenAI has "i"."""

from collections.abc import Mapping
from unicodedata import category

from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.letters.skeleton import fold_confusables
from lencana.core.lookalike.protected_words import registrable_label_of
from lencana.core.lookalike.technique import Lookalike, Technique
from lencana.core.lookalike.techniques.scripts import scripts
from lencana.core.lookalike.techniques.wildcards import as_registered

_MAX_QUOTED_LETTERS = 3  # of a difference; in more, nobody would see the point


def explain(domain: Domain, lookalike: Lookalike) -> dict[str, str]:
    """Parameters of the sentence that says whom the name imitates, and how."""
    return {
        "host": domain.unicode,
        "imitates": lookalike.imitates,
        "brand": lookalike.brand.name,
        "brand_id": lookalike.brand.id,
        "technique": lookalike.technique.value,
        **_explain_difference(domain, lookalike),
    }


def _explain_difference(domain: Domain, lookalike: Lookalike) -> Mapping[str, str]:
    """What differs: `slip` selects the sentence, the others are quoted in it. Empty if no simple sentence says it."""
    domain = as_registered(domain)
    label, intended = to_unicode(domain.registrable_label), _intended(lookalike)
    match lookalike.technique:
        case Technique.HOMOGRAPH | Technique.MIXED_SCRIPT:
            return _explain_homograph(label, intended)
        case Technique.TYPO:
            return {} if _is_cut(domain, intended) else _explain_typo(label, intended)
        case Technique.COMBO:
            return _explain_combo(label, intended)
        case Technique.EMBEDDED:
            return {"slip": "in_front", "actual": domain.registrable}
        case _:
            return {"slip": "ending", "ending": "." + domain.public_suffix}


def _intended(lookalike: Lookalike) -> str:
    """The label of the listed name, or the letters of a brand's name where the brand has no domains."""
    if "." in lookalike.imitates:
        return to_unicode(registrable_label_of(lookalike.imitates))
    return "".join(filter(str.isalnum, fold_confusables(lookalike.imitates)))


def _explain_homograph(label: str, intended: str) -> Mapping[str, str]:
    written, letter = _difference(label, intended)
    if len(written) == len(letter) > 1:
        written, letter = next((a, b) for a, b in zip(written, letter, strict=True) if a != b)
    if not written or not letter or max(len(written), len(letter)) > _MAX_QUOTED_LETTERS:
        return {}
    params = {"slip": "letter", "written": written, "meant": letter}
    foreign = scripts(written) - {"LATIN"}
    return params | {"slip": "alphabet", "alphabet": min(foreign).lower()} if foreign else params


def _explain_typo(label: str, intended: str) -> Mapping[str, str]:
    written, letter = _difference(label, intended)
    if len(written) == len(letter) == 1:
        return {"slip": "letter", "written": written, "meant": letter}
    if len(written) == len(letter) == 2 and written == letter[::-1]:
        return {"slip": "swapped", "written": written, "meant": letter}
    if len(written) == 1 and not letter:
        return {"slip": "extra", "written": written}
    if len(letter) == 1 and not written:
        return {"slip": "missing", "meant": letter}
    return {}


def _is_cut(domain: Domain, intended: str) -> bool:
    """Is it the intended name, cut by a dot, as "a.dobe.com" is? Then no letter is missing from the last part."""
    name = domain.ascii.removesuffix("." + domain.public_suffix)
    return name.replace(".", "").endswith(intended) and not name.endswith(intended)


def _explain_combo(label: str, intended: str) -> Mapping[str, str]:
    folded = fold_confusables(label)
    if intended not in folded or any(category(char) == "Mn" for char in label):
        return {}
    parts = (part.strip("-") for part in folded.split(intended, 1))
    return {"slip": "added", "added": " ".join(part for part in parts if part)}


def _difference(a: str, b: str) -> tuple[str, str]:
    """Both without their common beginning and end."""
    start, shortest = 0, min(len(a), len(b))
    while start < shortest and a[start] == b[start]:
        start += 1
    end = 0
    while end < shortest - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]
