"""An admin's TOML made to say another list: comments and layout of what need not change stay."""

from collections.abc import Iterable
from typing import Any

import tomlkit

from lencana.core.brands.allowlist import Allowlist, Brand
from lencana.trust.list_source import edit as list_source_edit
from lencana.trust.list_source import list_source
from lencana.trust.list_source import write as list_source_text
from lencana.trust.list_source.brand_edits import append_brand, drop_brand
from lencana.trust.list_source.edit import as_table, parse_document, toml_entry
from lencana.trust.list_source.list_source import ListSource
from lencana.trust.list_source.write import LIST_FIELDS


def rewrite(text: str, name: str, wanted: Allowlist) -> str:
    """The text changed so that it says what `wanted` says. `name` is the file's, for messages. Raises ListSourceError.

    Where that cannot be done by small edits, the list is written anew, without the comments.
    """
    own = list_source.parse(text, name)
    edited = _beside_brands(_brands(text, own, wanted.brands), own, wanted)
    if _says(list_source.parse(edited, name), wanted):
        return edited
    return list_source_text.write(wanted, dict(own.origins))


def _says(source: ListSource, wanted: Allowlist) -> bool:
    return (
        {brand.id: _as_sets(brand) for brand in source.brands} == {brand.id: _as_sets(brand) for brand in wanted.brands}
        and set(source.platforms) == set(wanted.platforms)
        and set(source.persons) == set(wanted.persons)
        and set(source.blocked) == set(wanted.blocked)
        and set(source.authserv_ids) == set(wanted.authserv_ids)
        and source.default_platforms == wanted.default_platforms
        and source.lifetime == wanted.expires - wanted.issued
    )


def _as_sets(brand: Brand) -> tuple[Any, ...]:
    """A brand without the order of its entries, which means nothing."""
    fields = (getattr(brand, field) for field in brand.__struct_fields__)
    return tuple(frozenset(value) if isinstance(value, tuple) else value for value in fields)


def _brands(text: str, own: ListSource, wanted: Iterable[Brand]) -> str:
    before, after = {b.id: b for b in own.brands}, {b.id: b for b in wanted}
    if before == after:
        return text
    document = parse_document(text)
    for brand_id in before.keys() - after.keys():
        drop_brand(document, brand_id)
    tables = {table["id"]: table for table in document.get("brand", [])}
    for brand in after.values():
        if brand.id not in before:
            append_brand(document, brand)
        elif brand != before[brand.id]:
            _change_brand(tables[brand.id], before[brand.id], brand)
    return tomlkit.dumps(document)


def _change_brand(table: Any, was: Brand, wanted: Brand) -> None:
    for field in LIST_FIELDS:
        old, new = getattr(was, field), getattr(wanted, field)
        if set(old) == set(new):
            continue
        if field not in table:
            table.value._insert_after("name", field, tomlkit.array())
        gone = {str(getattr(entry, "text", entry)).lower() for entry in set(old) - set(new)}
        for written in list(table[field]):
            if str(written["text"] if isinstance(written, dict) else written).lower().rstrip(".") in gone:
                table[field].remove(written)
        for entry in new:
            if entry not in old:
                table[field].append(toml_entry(entry))
        if not table[field]:
            del table[field]
    plain = as_table(wanted)
    for field in ("name", "links_complete", "guard", "policy_url"):
        if getattr(was, field) == getattr(wanted, field):
            continue
        if field in plain:
            table[field] = plain[field]
        else:  # the default: false, full, none
            table.pop(field, None)


def _beside_brands(text: str, own: ListSource, wanted: Allowlist) -> str:
    edit = list_source_edit
    for field, kind, key in (("platforms", "platform", "domain"), ("persons", "person", "name")):
        before, after = getattr(own, field), getattr(wanted, field)
        for each in before:
            if getattr(each, key) not in {getattr(one, key) for one in after}:
                text = edit.remove_table(text, kind, key, getattr(each, key))
        for each in after:
            if each not in before:
                values = {name: getattr(each, name) for name in each.__struct_fields__}
                text = edit.put_table(
                    text, kind, key, {k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v}
                )
    blocked = {each.entry for each in wanted.blocked}
    for each in own.blocked:
        if each.entry not in blocked:
            text = edit.remove_table(text, "blocked", "sender" if each.sender else "domain", each.entry)
    for each in wanted.blocked:
        if each not in own.blocked:
            key = "sender" if each.sender else "domain"
            text = edit.put_table(text, "blocked", key, {key: each.entry, "until": each.until})
    for name in own.authserv_ids:
        if name not in wanted.authserv_ids:
            text = edit.remove_top_entry(text, "authserv_ids", name)
    for name in wanted.authserv_ids:
        if name not in own.authserv_ids:
            text = edit.add_top_entry(text, "authserv_ids", name)
    return _top_words(text, own, wanted)


def _top_words(text: str, own: ListSource, wanted: Allowlist) -> str:
    lifetime = wanted.expires - wanted.issued
    if own.lifetime == lifetime and own.default_platforms == wanted.default_platforms:
        return text
    document = parse_document(text)
    if own.lifetime != lifetime:
        document["expires_in"] = list_source_text.format_lifetime(lifetime)
    if own.default_platforms != wanted.default_platforms:
        document["default_platforms"] = wanted.default_platforms
    return tomlkit.dumps(document)
