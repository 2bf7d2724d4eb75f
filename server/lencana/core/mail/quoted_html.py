"""Which stretches of an HTML page quote another message, by the marks that mail programs leave."""

from lencana.core.html.tree.document import Document

_CLASSES = frozenset({"gmail_quote", "gmail_attr", "moz-cite-prefix", "yahoo_quoted"})
_HEADER_ID = "divRplyFwdMsg"  # of Outlook's header of a quote, which is what follows it


def quoted_spans(document: Document) -> list[tuple[int, int]]:
    """The first node and that after the last of each quote, in order; none lies within another."""
    classes = {attributes["class"] or "" for attributes in document.attributes if "class" in attributes}
    quotes = {names for names in classes if _is_quote(names, ignores_case=document.ignores_case)}
    has_header = _HEADER_ID.lower() in document.source
    if not quotes and not has_header and "blockquote" not in document.tags:
        return []
    spans: list[tuple[int, int]] = []
    end = 0
    for node, (tag, attributes) in enumerate(zip(document.tags, document.attributes, strict=True)):
        if node < end:
            continue
        if tag == "blockquote" or attributes.get("class") in quotes:
            end = document.ends[node]
        elif has_header and _is_header(attributes.get("id") or "", ignores_case=document.ignores_case):
            has_header = False
            end = document.ends[max(document.parents[node], 0)]
        else:
            continue
        spans.append((node, end))
    return spans


def _is_quote(names: str, *, ignores_case: bool) -> bool:
    return not _CLASSES.isdisjoint((names.lower() if ignores_case else names).split())


def _is_header(name: str, *, ignores_case: bool) -> bool:
    return name == _HEADER_ID or (ignores_case and name.lower() == _HEADER_ID.lower())
