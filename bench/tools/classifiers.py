"""Ways of telling whether a name imitates a listed one, each measured in a fresh process.

Arguments: the way, how many are listed. Writes JSON: what building took, what it holds, CPU a name, what was found.
Every way is given the name as mail holds it and must say yes or no; where it wants the name's parts, Lencana's reading
of domain names gives them, so that all begin alike.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Sequence

from bench.inputs import folders, imitations
from bench.servers import process
from lencana.core.domains.domain import Domain

Find = Callable[[str], bool]
_MAX_SECONDS_A_SET = 0.8  # of names; slow ways get fewer of them


def lencana(listed: Sequence[str]) -> Find:
    """Ours: every list's first hundred fully guarded, the rest against homographs."""
    from lencana.core.lookalike import LookalikeIndex

    index = LookalikeIndex(folders.brands(len(listed)))
    return lambda name: index.find(Domain.parse(name)) is not None


def dnstwist(listed: Sequence[str]) -> Find:
    """dnstwist's permutations of every listed name, looked up."""
    import dnstwist

    permutations: set[str] = set()
    for name in listed:
        fuzzer = dnstwist.Fuzzer(name)
        fuzzer.generate()
        permutations.update(each["domain"] for each in fuzzer.domains)
    permutations.difference_update(listed)
    return lambda name: name in permutations or Domain.parse(name).registrable in permutations


def rapidfuzz(listed: Sequence[str]) -> Find:
    """One edit or swap (OSA) between the labels in front of the ending, against every listed one in turn."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    own, labels = set(listed), [name.partition(".")[0] for name in listed]

    def find(name: str) -> bool:
        domain = Domain.parse(name)
        near = extractOne(domain.registrable_label, labels, scorer=OSA.distance, score_cutoff=1)
        return near is not None and domain.registrable not in own

    return find


def symspellpy(listed: Sequence[str]) -> Find:
    """The same question, from an index of deletions."""
    from symspellpy import SymSpell, Verbosity

    own, index = set(listed), SymSpell(max_dictionary_edit_distance=1)
    for name in listed:
        index.create_dictionary_entry(name.partition(".")[0], 1)

    def find(name: str) -> bool:
        domain = Domain.parse(name)
        near = index.lookup(domain.registrable_label, Verbosity.TOP, max_edit_distance=1)
        return bool(near) and domain.registrable not in own

    return find


def icu(listed: Sequence[str]) -> Find:
    """ICU's skeleton (UTS #39) of the registrable name, looked up among those of the list."""
    from icu import SpoofChecker

    checker, own = SpoofChecker(), set(listed)
    skeletons = {checker.getSkeleton(0, name) for name in listed}

    def find(name: str) -> bool:
        domain = Domain.parse(name)
        shown = ".".join(domain.unicode.split(".")[-domain.registrable.count(".") - 1 :])
        return checker.getSkeleton(0, shown) in skeletons and domain.registrable not in own

    return find


WAYS: dict[str, Callable[[Sequence[str]], Find]] = {
    "lencana": lencana,
    "symspellpy": symspellpy,
    "rapidfuzz": rapidfuzz,
    "icu": icu,
    "dnstwist": dnstwist,
}


def _times(find: Find, names: Sequence[str]) -> tuple[float, float]:
    """Half of the names, and 99 of 100, take so many microseconds of CPU at most."""
    clock, times, spent = time.thread_time_ns, [], 0.0
    for name in names:
        begin = clock()
        find(name)
        times.append((clock() - begin) / 1000)
        spent += times[-1] / 1e6
        if spent > _MAX_SECONDS_A_SET and len(times) >= 100:
            break
    times.sort()
    return times[len(times) // 2], times[len(times) * 99 // 100]


def main() -> None:
    """Build, weigh, ask."""
    way, listed = sys.argv[1], folders.domains(int(sys.argv[2]))
    harmless, kinds = imitations.harmless(), imitations.imitations(len(listed))
    all_kinds = [name for names in zip(*kinds.values(), strict=True) for name in names]
    folders.brands(len(listed))  # the list itself, which a server holds anyway
    WAYS[way](listed[:2])(harmless[0])  # what is imported or made at first is no part of the index
    gc.collect()
    before, begin = process.memory(os.getpid())[0], time.process_time()
    find = WAYS[way](listed)
    build_seconds = time.process_time() - begin
    gc.collect()
    index_mib = process.memory(os.getpid())[0] - before
    answer: dict[str, object] = {
        "build_seconds": build_seconds,
        "index_mib": index_mib,
        "harmless": _times(find, harmless),
        "imitations": _times(find, all_kinds),
    }
    if len(sys.argv) > 3:  # and what is found, which needs all of the names
        answer["found"] = {kind: sum(map(find, names)) / len(names) for kind, names in kinds.items()}
        answer["alarms"] = sum(map(find, harmless)) / len(harmless)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
