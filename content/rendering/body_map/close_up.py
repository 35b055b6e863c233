"""The close-ups of one muscle: itself, the common spot for a knot, and where pain may be felt."""

from collections.abc import Sequence

from django.template.loader import get_template
from django.utils.translation import gettext as _

from content.rendering.body_map.figure import VIEWS, Muscle, Place, figure
from content.rendering.body_map.layers import Drawing, drawing


def close_up(muscle: Muscle, medical: str, places: Sequence[Place]) -> list[Drawing]:
    """One for each side of the body on which there is something to see."""
    return [
        drawing(
            muscle.id,
            figure().views[view],
            _label(muscle, view, medical, places),
            muscles=[muscle],
            places=places,
            figure=figure(),
            viewbox=muscle.zooms[view],
        )
        for view in VIEWS
        if view in muscle.zooms and _is_seen(view, muscle, places)
    ]


def markup(picture: Drawing) -> str:
    """Trusted `<svg>`."""
    return get_template("body_map/figure.svg").render({"picture": picture})


def _is_seen(view: str, muscle: Muscle, places: Sequence[Place]) -> bool:
    return view in muscle.paths or any(view in place.paths for place in places)


def _label(muscle: Muscle, view: str, medical: str, places: Sequence[Place]) -> str:
    sides = {"back": _("from behind"), "front": _("from the front")}
    said = [_("The body, seen %(side)s.") % {"side": sides[view]}]
    if view in muscle.paths:
        said.append(_("In dark red: %(muscle)s.") % {"muscle": medical})
    if muscle.knots.get(view):
        said.append(_("A ring marks a common spot for a knot."))
    names = ", ".join(place.name.lower() for place in places if view in place.paths)
    if names:
        said.append(_("Dots show where you may feel pain: %(places)s.") % {"places": names})
    return " ".join(said)
