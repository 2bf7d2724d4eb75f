"""What a profile of V8 tells of the extension: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile."""

from typing import Any


def turns_of(profile: dict[str, Any], origin: str) -> list[float]:
    """The stretches of time, in milliseconds, in which a function of that origin was on the stack.

    What such a function calls counts, too, and so does a garbage collection in the middle of it.
    """
    nodes = {node["id"]: node for node in profile["nodes"]}
    parents = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}
    ours: dict[int, bool] = {}

    def is_ours(node: int) -> bool:
        if node not in ours:
            here = nodes[node]["callFrame"]["url"].startswith(origin)
            ours[node] = here or (node in parents and is_ours(parents[node]))
        return ours[node]

    turns, turn = [], 0
    deltas = [*profile["timeDeltas"][1:], 0]  # microseconds from the sample before; a sample lasts until the next
    for node, lasts in zip(profile["samples"], deltas, strict=True):
        collecting = turn > 0 and nodes[node]["callFrame"]["functionName"] == "(garbage collector)"
        if is_ours(node) or collecting:
            turn += lasts
        elif turn > 0:
            turns.append(turn / 1000)
            turn = 0
    return [*turns, turn / 1000] if turn > 0 else turns
