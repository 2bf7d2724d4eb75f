"""Horizontal bars as SVG, readable on light and on dark: no library, for a drawing is sixty lines."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 720, 236, 96, 22, 52  # pixels
_STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 15px; }
.quiet { fill: #59636e; }
.bar { fill: #afb8c1; }
.own { fill: #2f7d4f; }
.reach { stroke: #59636e; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .quiet { fill: #9198a1; }
  .bar { fill: #57606a; }
  .own { fill: #4cae74; }
  .reach { stroke: #9198a1; }
}"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure; `upper` draws a line on from it, such as from the median to the 99th percentile."""

    label: str
    value: float
    upper: float | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that belong together, under a heading if there are several such."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`logarithmic`: each step of equal length is a factor, for figures that are worlds apart."""

    title: str
    unit: str
    groups: tuple[Group, ...]
    logarithmic: bool = False


def svg(chart: Chart) -> str:
    """The picture. It scales, and takes the reader's light or dark colours."""
    rows = sum(len(group.bars) + (1.4 if group.heading else 0.2) for group in chart.groups)
    height = _TOP + rows * _ROW + 8
    body = "\n".join(_body(chart))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img">
<title>{escape(chart.title)}, {escape(chart.unit)}</title>
<style>
{_STYLE}
</style>
{body}
</svg>
"""


def _body(chart: Chart) -> Iterator[str]:
    yield f'<text class="title" x="8" y="22">{escape(chart.title)}</text>'
    scale = ", logarithmic" if chart.logarithmic else ""
    yield f'<text class="quiet" x="8" y="41">{escape(chart.unit)}{scale}</text>'
    ends = [value for group in chart.groups for bar in group.bars for value in (bar.value, bar.upper or bar.value)]
    length = _Length(min(ends), max(ends), chart.logarithmic)
    y = float(_TOP)
    for group in chart.groups:
        if group.heading:
            y += _ROW * 1.2
            yield f'<text class="quiet" x="8" y="{y - 6:.1f}">{escape(group.heading)}</text>'
        for bar in group.bars:
            yield from _drawn(bar, y, length)
            y += _ROW
        y += _ROW * 0.2


def _drawn(bar: Bar, y: float, length: "_Length") -> Iterator[str]:
    width = length.of(bar.value)
    end = _LEFT + width
    yield f'<text x="{_LEFT - 8}" y="{y + 14:.1f}" text-anchor="end">{escape(bar.label)}</text>'
    kind = "bar own" if bar.own else "bar"
    yield f'<rect class="{kind}" x="{_LEFT}" y="{y + 3:.1f}" width="{width:.1f}" height="{_ROW - 7}" rx="2"/>'
    text = figure(bar.value)
    if bar.upper is not None:
        reach = _LEFT + length.of(bar.upper)
        middle = y + _ROW / 2 - 0.5
        yield f'<path class="reach" d="M{end:.1f} {middle:.1f}H{reach:.1f}m0-5v10"/>'
        end, text = max(end, reach), f"{text} – {figure(bar.upper)}"
    yield f'<text x="{end + 6:.1f}" y="{y + 14:.1f}">{text}</text>'


def figure(value: float) -> str:
    """Three digits that matter."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


@dataclass(frozen=True, slots=True)
class _Length:
    """From a figure to the length of its bar."""

    least: float
    most: float
    logarithmic: bool

    def of(self, value: float) -> float:
        room = _WIDTH - _LEFT - _RIGHT
        if not self.logarithmic:
            return room * value / self.most
        floor = math.log10(self.least) - 0.3
        return room * (math.log10(value) - floor) / (math.log10(self.most) - floor)
