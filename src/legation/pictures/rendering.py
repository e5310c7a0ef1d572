"""Charts to SVG, PNG and CSV, without a network; each SVG says what it shows, and has the same as a table."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import altair as alt
import vl_convert

from legation.pictures.states import pattern_defs

WIDTH = 640
"""Width of a chart in pixels, without its labels."""
SITE = "https://desk.invalid"
"""Stands for the desk in the links of a chart, as Vega takes whole addresses alone; the drawn SVG has none of it."""
FONT = "DejaVu Sans, Liberation Sans, Verdana, sans-serif"
_INK, _GRID = "#3a424a", "#dfe3e8"

_NOTHING = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="60" viewBox="0 0 {WIDTH} 60" '
    f'font-family="{FONT}">'
    f'<rect class="page" width="{WIDTH}" height="60" fill="#ffffff"/>'
    f'<text x="20" y="36" font-size="14" fill="{_INK}">Nothing is known to show here.</text></svg>'
)

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG, with the title that is also its accessible name."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What a picture shows, as a table (columns, rows) that stands in for it, and how to draw it (as SVG)."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawing: Callable[[], str]

    def draw(self) -> str:
        """The picture as SVG; where there is nothing to show, it says so."""
        return self.drawing() if self.rows else finished(_NOTHING, self.title)

    def picture(self) -> Picture:
        """The picture drawn."""
        return Picture(self.title, self.draw())

    def csv(self) -> str:
        """The table with its heads; cells that a spreadsheet would take for a formula are kept from it."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(cell) for cell in row] for row in self.rows)
        return written.getvalue()


def _cell(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def picture(chart: alt.Chart | alt.LayerChart, title: str) -> Picture:
    """The chart drawn; `title` becomes the SVG's title element."""
    return Picture(title, drawn(chart, title))


def drawn(chart: alt.Chart | alt.LayerChart, title: str) -> str:
    """The chart as SVG, with title and patterns. The same chart is drawn once."""
    return finished(_svg(chart.configure(**_config()).to_json()), title)


@lru_cache(maxsize=128)
def _svg(chart: str) -> str:
    return str(vl_convert.vegalite_to_svg(chart)).replace(SITE, "")


def finished(svg: str, title: str) -> str:
    """An SVG with its accessible name, and the patterns that it is filled with."""
    head, _, rest = svg.partition(">")
    head = head.replace("<svg", f'<svg role="img" aria-label={quoteattr(title)}', 1)
    defs = pattern_defs() if "url(#" in rest else ""
    return f"{head}><title>{escape(title)}</title>{defs}{rest}"


def png(svg: str, *, scale: float = 2.0) -> bytes:
    """A drawn SVG as PNG, `scale` times its size."""
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def _config() -> dict[str, Any]:
    text = {"labelColor": _INK, "titleColor": _INK, "labelFont": FONT, "titleFont": FONT, "labelFontSize": 12}
    return {
        "font": FONT,
        "axis": text
        | {"gridColor": _GRID, "domainColor": "#8b949e", "tickColor": "#8b949e", "titleFontWeight": "normal"},
        "legend": text | {"titleFontWeight": "normal", "symbolSize": 160, "columnPadding": 18, "labelLimit": 400},
        "view": {"stroke": None},
        "padding": 8,
    }
