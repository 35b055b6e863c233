"""Writes and unpacks what is inside of a backup: a stream of files with the manifest at its end."""

import io
import os
import shutil
import tarfile
from pathlib import Path, PurePosixPath

from tpi_site.backup.manifest import Hashed, Manifest
from tpi_site.backup.refusals import Damaged
from tpi_site.backup.sealed import Opener, Sealer

DATABASE, MEDIA, KEYS, MANIFEST = "database", "media", "enquiry_keys", "manifest.json"
PIECE = 1 << 20


class Writer:
    def __init__(self, sealer: Sealer):
        self.sealer = sealer
        self.tar = tarfile.open(  # noqa: SIM115 - closed by finish
            fileobj=sealer, mode="w|", format=tarfile.PAX_FORMAT
        )
        self.files: dict[str, list] = {}

    def add(self, name: str, file, size: int) -> None:
        reader = Hashed(file)
        self.tar.addfile(self._member(name, size), reader)
        self.files[name] = reader.entry

    def add_bytes(self, name: str, data: bytes) -> None:
        self.add(name, io.BytesIO(data), len(data))

    def finish(self, manifest: Manifest) -> None:
        manifest.files = dict(self.files)
        self.add_bytes(MANIFEST, manifest.to_json())
        self.tar.close()
        self.sealer.close()

    def _member(self, name: str, size: int) -> tarfile.TarInfo:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        return member


def unpack(path: Path, keys: list[str], folder: Path) -> Manifest:
    """Everything into the folder, compared with the manifest. Raises WrongKey, Damaged, Unfit."""
    found: dict[str, list] = {}
    with path.open("rb") as file:
        opener = Opener(file, keys)
        try:
            with tarfile.open(fileobj=opener, mode="r|") as tar:
                for member in tar:
                    found[member.name] = _unpack_one(tar, member, folder)
        except tarfile.TarError:
            raise Damaged("The inside of the backup cannot be read. Use an older one.") from None
        opener.finish()
    if MANIFEST not in found:
        raise Damaged("The backup lacks its list of files. Use an older one.")
    del found[MANIFEST]
    manifest = Manifest.from_json((folder / MANIFEST).read_bytes())
    manifest.check(found)
    return manifest


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> list:
    parts = PurePosixPath(member.name).parts
    is_ours = parts[:1] == (MEDIA,) or member.name in (DATABASE, KEYS, MANIFEST)
    if not is_ours or ".." in parts or not member.isfile():
        raise Damaged("The backup holds a file that does not belong there.")
    target = folder.joinpath(*parts)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    reader = Hashed(tar.extractfile(member))
    with target.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        shutil.copyfileobj(reader, file, PIECE)
    return reader.entry
