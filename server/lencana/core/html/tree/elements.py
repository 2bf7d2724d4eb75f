"""What browsers do with elements by their names (HTML, "Rendering")."""

INLINE: frozenset[str] = frozenset().union(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label"),
    ("mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var"),
)
TABLES = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})  # they grow with their text
FORM_CONTROLS = frozenset({"input", "textarea", "button", "select"})  # drawn in the browser's own font and colour
PLAIN = frozenset({"b", "big", "em", "font", "i", "small", "span", "strong", "u"})  # beside which a word goes on
LINE_DISPLAYS = frozenset({"block", "table", "flex", "list-item", "grid"})  # of an inline element on a line of its own
