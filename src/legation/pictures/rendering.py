"""Charts to SVG and PNG, without a network; each SVG says what it shows."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

import altair as alt
import vl_convert

WIDTH = 640
"""Width of a chart in pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG, with the title that is also its accessible name."""

    title: str
    svg: str


def picture(chart: alt.Chart | alt.LayerChart, title: str) -> Picture:
    """The chart drawn; `title` becomes the SVG's title element."""
    svg = str(vl_convert.vegalite_to_svg(chart.to_json()))
    head, _, rest = svg.partition(">")
    head = head.replace("<svg", f'<svg role="img" aria-label="{escape(title, {chr(34): "&quot;"})}"', 1)
    return Picture(title, f"{head}><title>{escape(title)}</title>{rest}")


def png(chart: alt.Chart | alt.LayerChart, *, scale: float = 2.0) -> bytes:
    """The chart as PNG, `scale` times its size."""
    return bytes(vl_convert.vegalite_to_png(chart.to_json(), scale=scale))
