"""Pictures that another service keeps, and servers whose tools are not here."""

import io
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from tests.backup.keys import KEY
from tpi_site.backup import archive, pictures, postgresql_tools
from tpi_site.backup.refusals import NoRoom, Refused
from tpi_site.backup.sealed import Sealer


@pytest.fixture
def service(monkeypatch):
    storage = InMemoryStorage()
    monkeypatch.setattr(pictures, "default_storage", storage)
    storage.save("pictures/a.avif", ContentFile(b"a"))
    storage.save("pictures/b.avif", ContentFile(b"b"))
    return storage


def test_it_reads_pictures_from_another_service(service):
    writer = archive.Writer(Sealer(io.BytesIO(), KEY))
    assert pictures.write_all(writer) == {"pictures/a.avif", "pictures/b.avif"}
    assert writer.files["media/pictures/a.avif"][0] == 1
    assert pictures.lies_in_a_folder() is None


def test_it_goes_on_without_a_picture_that_is_deleted_meanwhile(service, monkeypatch):
    def gone(name):
        raise FileNotFoundError

    monkeypatch.setattr(service, "size", gone)
    assert pictures.write_all(archive.Writer(Sealer(io.BytesIO(), KEY))) == set()


def test_it_puts_back_what_another_service_lacks_and_changes_nothing(service, tmp_path):
    service.delete("pictures/a.avif")
    (tmp_path / "pictures").mkdir()
    for name in "ab":
        (tmp_path / f"pictures/{name}.avif").write_bytes(b"restored")
    pictures.put_missing(tmp_path)
    assert service.open("pictures/a.avif").read() == b"restored"
    assert service.open("pictures/b.avif").read() == b"b"


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """Programs that say their version and then what they are told to."""
    monkeypatch.setattr(postgresql_tools, "INSTALLED", tmp_path)
    monkeypatch.setattr(postgresql_tools, "server_version", lambda: 16)
    monkeypatch.setattr(postgresql_tools, "environment", lambda name: {})
    monkeypatch.setenv("PATH", "/usr/bin:/bin")

    def install(version: int, then: str = "exit 0") -> Path:
        path = tmp_path / str(version) / "bin" / "pg_guide"
        path.parent.mkdir(parents=True)
        says = f'[ "$1" = --version ] && echo "pg_guide (PostgreSQL) {version}.1" && exit 0'
        path.write_text(f"#!/bin/sh\n{says}\n{then}\n")
        path.chmod(stat.S_IRWXU)
        return path

    return install


def run() -> None:
    postgresql_tools.run("pg_guide", ["--file=x"], "guide")


@pytest.mark.usefixtures("tools")
def test_it_says_that_a_tool_is_missing():
    with pytest.raises(Refused, match="need pg_guide 16 or newer, and none is installed"):
        run()


def test_it_says_that_a_tool_is_too_old(tools):
    tools(15)
    with pytest.raises(Refused, match="and an older one is installed"):
        run()


def test_it_takes_the_oldest_tool_that_knows_the_server(tools):
    tools(15, "exit 1")
    fitting = tools(16)
    tools(18, "exit 1")
    assert postgresql_tools._find("pg_guide") == str(fitting)
    run()


@pytest.mark.parametrize(
    ("then", "kind", "sentence"),
    [
        ("echo 'DETAIL: Key (name)=(Rosa)' >&2; exit 3", Refused, "failed with code 3"),
        ("echo 'No space left on device' >&2; exit 1", NoRoom, "no room left"),
        ("echo 'permission denied for table x' >&2; exit 1", Refused, "refused a right"),
        ("kill -XFSZ $$", NoRoom, "no room left"),
    ],
)
def test_it_tells_the_kind_of_a_failure_and_no_row(tools, then, kind, sentence):
    tools(16, then)
    with pytest.raises(kind, match=sentence) as refused:
        run()
    assert "Rosa" not in str(refused.value)
