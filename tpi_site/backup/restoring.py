"""Restores a backup: beside the live site first, compared and made ready there, then swapped.

Until the swap nothing of the live site is touched, and the swap is all or nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from tpi_site import environment
from tpi_site.backup import archive, pictures, swapping, turns
from tpi_site.backup.engines import close_all, engine
from tpi_site.backup.fitting import check_fit, lacking_keys
from tpi_site.backup.manifest import Manifest, named
from tpi_site.backup.refusals import Damaged, Refused, Unfit, in_a_sentence
from tpi_site.backup.scratch import hand_over, scratch
from tpi_site.backup.swapping import Move, swap


@dataclass
class Restored:
    manifest: Manifest
    kept_in: list[str]  # where the data is that was replaced


def site_name() -> str:
    """What has to be written to replace the data of this site."""
    return urlsplit(settings.SITE_URL).netloc


def has_data() -> bool:
    return engine().has_data() or pictures.there_are_any()


def restore(path: Path, over: str = "") -> Restored:
    """`over` has to be `site_name()` when there is data. Raises Refused."""
    close_all()
    in_words = in_a_sentence("The backup could not be restored")
    with turns.alone(), turns.while_the_site_is_stopped(), in_words:
        swapping.mend(engine())
        if has_data() and over != site_name():
            raise Refused("This site has data already, which would be replaced.")
        with scratch(Path(settings.DATA_DIR)) as place:
            manifest = archive.unpack(path, settings.BACKUP_KEYS, place)
            check_fit(manifest, place)
            hand_over(place)
            return Restored(manifest, _put_in_place(manifest, place))


def _put_in_place(manifest: Manifest, place: Path) -> list[str]:
    before = _free_name(datetime.now(UTC))
    staged = engine().stage(place / archive.DATABASE)
    try:
        if staged.facts() != manifest.facts:
            raise Damaged("What was restored is not what the backup says. Use an older one.")
        staged.forget_sessions()  # who signed out since must stay out
        moves, kept = _moves(manifest, place, before)
        close_all()
        engine().refuse_company()
        moves += staged.moves(before)
        kept += [staged.kept_in(before)] if engine().has_data() else []
        close_all()
        swap(moves, staged.name, lambda: staged.take_its_place(before))
    except BaseException:
        staged.drop()
        raise
    return list(dict.fromkeys(kept))


def _free_name(now: datetime) -> str:
    while (Path(settings.DATA_DIR) / (name := f"before-restore-{now:%Y%m%d-%H%M%S}")).exists():
        now += timedelta(seconds=1)
    return name


def _moves(manifest: Manifest, place: Path, before: str) -> tuple[list[Move], list[str]]:
    moves, kept = _move_pictures(place / archive.MEDIA, before)
    if lacking_keys(manifest) and (place / archive.KEYS).exists():
        moves += _move_keys(place / archive.KEYS, before)
        kept.append(str(Path(settings.DATA_DIR) / before))
    return moves, kept


def _move_pictures(unpacked: Path, before: str) -> tuple[list[Move], list[str]]:
    unpacked.mkdir(mode=0o700, exist_ok=True)  # a site without pictures
    live = pictures.lies_in_a_folder()
    if live is None:
        pictures.put_missing(unpacked)
        return [], []
    pictures.as_uploaded(unpacked, live)
    moves = [Move(live, live.parent / before / live.name)] if live.exists() else []
    kept = [str(live.parent / before)] if live.exists() and any(live.iterdir()) else []
    return [*moves, Move(unpacked, live)], kept


def _move_keys(unpacked: Path, before: str) -> list[Move]:
    if environment.text("ENQUIRY_KEYS"):
        raise Unfit(
            "The messages of patients in this backup need keys that are in the backup and not in "
            "ENQUIRY_KEYS. Take ENQUIRY_KEYS away, restore, and set it again to what is then in "
            f"{Path(settings.DATA_DIR) / archive.KEYS}."
        )
    live = Path(settings.DATA_DIR) / archive.KEYS
    moves = [Move(live, live.parent / before / live.name)] if live.exists() else []
    return [*moves, Move(unpacked, live)]


def missing_pictures(manifest: Manifest) -> str:
    """A sentence, or nothing."""
    if not manifest.missing:
        return ""
    return (
        f"Files of pictures were missing already when the backup was made: "
        f"{named(manifest.missing)}. Put other pictures in their place at the desk."
    )
