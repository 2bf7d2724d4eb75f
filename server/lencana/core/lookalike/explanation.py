"""What exactly is wrong with an imitation, for a sentence that anybody understands: "l" stands where OpenAI has "i"."""

from collections.abc import Mapping
from unicodedata import category

from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.letters.skeleton import fold_confusables
from lencana.core.lookalike.protected_words import registrable_label_of
from lencana.core.lookalike.scripts import scripts
from lencana.core.lookalike.technique import Lookalike, Technique

_LONGEST = 3  # letters that are quoted; of more, nobody would see the point


def explain(domain: Domain, hit: Lookalike) -> dict[str, str]:
    """Parameters of the sentence that says whom the name imitates, and how."""
    return {
        "host": domain.unicode,
        "imitates": hit.imitates,
        "brand": hit.brand.name,
        "brand_id": hit.brand.id,
        "technique": hit.technique.value,
        **_explain_difference(domain, hit),
    }


def _explain_difference(domain: Domain, hit: Lookalike) -> Mapping[str, str]:
    """What exactly differs: `slip` says which sentence, the others are quoted in it; empty if none is simple."""
    label, meant = to_unicode(domain.registrable_label), _meant(hit)
    match hit.technique:
        case Technique.HOMOGRAPH | Technique.MIXED_SCRIPT:
            return _explain_homograph(label, meant)
        case Technique.TYPO:
            return {} if _is_cut(domain, meant) else _explain_typo(label, meant)
        case Technique.COMBO:
            return _explain_combo(label, meant)
        case Technique.EMBEDDED:
            return {"slip": "in_front", "actual": domain.registrable}
        case _:
            return {"slip": "ending", "ending": "." + domain.public_suffix}


def _meant(hit: Lookalike) -> str:
    return (
        to_unicode(registrable_label_of(hit.imitates))
        if "." in hit.imitates
        else "".join(filter(str.isalnum, fold_confusables(hit.imitates)))
    )


def _explain_homograph(label: str, meant: str) -> Mapping[str, str]:
    written, letter = _difference(label, meant)
    if len(written) == len(letter) > 1:
        written, letter = next((a, b) for a, b in zip(written, letter, strict=True) if a != b)
    if not written or not letter or max(len(written), len(letter)) > _LONGEST:
        return {}
    params = {"slip": "letter", "written": written, "meant": letter}
    alphabets = scripts(written) - {"LATIN"}
    return params | {"slip": "alphabet", "alphabet": min(alphabets).lower()} if alphabets else params


def _explain_typo(label: str, meant: str) -> Mapping[str, str]:
    written, letter = _difference(label, meant)
    if len(written) == len(letter) == 1:
        return {"slip": "letter", "written": written, "meant": letter}
    if len(written) == len(letter) == 2 and written == letter[::-1]:
        return {"slip": "swapped", "written": written, "meant": letter}
    if len(written) == 1 and not letter:
        return {"slip": "extra", "written": written}
    if len(letter) == 1 and not written:
        return {"slip": "missing", "meant": letter}
    return {}


def _is_cut(domain: Domain, meant: str) -> bool:
    """Is it the name itself, cut by a dot, as in "a.dobe.com"? Then no letter is missing from the last part."""
    name = domain.ascii.removesuffix("." + domain.public_suffix)
    return name.replace(".", "").endswith(meant) and not name.endswith(meant)


def _explain_combo(label: str, meant: str) -> Mapping[str, str]:
    folded = fold_confusables(label)
    if meant not in folded or any(category(char) == "Mn" for char in label):
        return {}
    parts = (part.strip("-") for part in folded.split(meant, 1))
    return {"slip": "added", "added": " ".join(part for part in parts if part)}


def _difference(a: str, b: str) -> tuple[str, str]:
    """What is left of both when their common beginning and end are taken off."""
    start, shortest = 0, min(len(a), len(b))
    while start < shortest and a[start] == b[start]:
        start += 1
    end = 0
    while end < shortest - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]
