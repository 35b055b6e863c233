"""What other sites show beside a link to a page: a photograph of its text, what it draws first, or
the drawing of the home page. `make site-pictures` draws these and notes them in the file beside."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.templatetags.static import static

from content.imaging import CARD
from content.models import Picture, Revision
from content.structured_data import absolute

RECORD = Path(__file__).with_suffix(".toml")
OF_ALL = "img/shared.png"
OF_ALL_IN_WORDS = {
    "en": "A drawing of a person, seen from behind, who presses a sore knot in the shoulder",
    "es": "Dibujo de una persona, vista de espaldas, que se toca un nudo doloroso en el hombro",
}


@dataclass(frozen=True)
class SharedPicture:
    path: str
    width: int
    height: int
    alt: str

    @property
    def url(self) -> str:
        return absolute(self.path)


def picture_of(revision: Revision) -> SharedPicture | None:
    """The page's own one."""
    return first_photograph(revision) or first_drawing(revision)


def picture_of_all(language: str) -> SharedPicture:
    words = OF_ALL_IN_WORDS.get(language, OF_ALL_IN_WORDS["en"])
    return SharedPicture(static(OF_ALL), *CARD, words)


def first_photograph(revision: Revision) -> SharedPicture | None:
    """The first picture of the text, as far as it is cut for that and may be shown."""
    first = revision.uses.get("first_picture")
    picture = Picture.objects.defer("consent_note").filter(pk=first).first() if first else None
    card = picture.crops.get("card") if picture else None
    if not card or picture.consent_is_over():
        return None
    alt = "" if picture.is_decorative else picture.alt
    return SharedPicture(picture.crop_url("card"), card["width"], card["height"], alt)


def first_drawing(revision: Revision) -> SharedPicture | None:
    """What the page draws first, or its muscle. Where staff have changed in which places a muscle
    can be felt, the picture would say something else than the page."""
    first = revision.uses.get("first_drawing") or {}
    places = {pain["place"] for pain in revision.muscle.get("pains", ())}
    if drawn().get(first.get("name")) != places:
        return None
    return SharedPicture(static(f"img/shared/{first['name']}.png"), *CARD, first["words"])


@cache
def drawn() -> dict[str, set[str]]:
    """Of which drawings and muscles there is a picture, with the places that it shows."""
    found = tomllib.loads(RECORD.read_text("utf-8"))
    return {name: set(picture.get("places", ())) for name, picture in found.items()}
