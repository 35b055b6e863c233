"""Static files are collected when something changed, whatever it was, and else left alone."""

import json

import pytest

from tpi_site import static_files
from tpi_site.management.commands.join_files import JOINED


@pytest.fixture
def folders(settings, tmp_path):
    source, root = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    (source / "guide.css").write_text("p { margin: 0 }\n" * 300)
    (source / "small.js").write_text("1")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], root
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    settings.WHITENOISE_KEEP_ONLY_HASHED_FILES = True
    assert static_files.collect()
    return source, root


def sheet(root) -> str:
    paths = json.loads((root / "staticfiles.json").read_text())["paths"]
    return (root / paths["guide.css"]).read_text()


def test_it_collects_once(folders, monkeypatch):
    def never(*_, **__):
        raise AssertionError("There was nothing to collect.")

    monkeypatch.setattr(static_files, "call_command", never)
    assert not static_files.collect()
    assert not static_files.collect()


def test_it_collects_nothing_for_a_folder_that_was_moved(folders, settings, tmp_path):
    _, root = folders
    settings.STATIC_ROOT = root.rename(tmp_path / "elsewhere")
    assert not static_files.collect()


@pytest.mark.parametrize("words", ["p { margin: 1 }\n" * 300, "a { margin: 0 }"])
def test_it_collects_again_when_a_source_is_another(folders, words):
    source, root = folders
    (source / "guide.css").write_text(words)
    assert static_files.collect()
    assert sheet(root) == words
    assert not static_files.collect()


def test_it_collects_again_when_a_source_comes_or_goes(folders):
    source, _ = folders
    (source / "new.js").write_text("2")
    assert static_files.collect()
    (source / "new.js").unlink()
    assert static_files.collect()
    assert not static_files.collect()


@pytest.mark.parametrize("program", ["whitenoise", "brotli"])
def test_it_collects_again_with_another_compressor(folders, monkeypatch, program):
    before = static_files.version
    monkeypatch.setattr(
        static_files, "version", lambda name: "0" if name == program else before(name)
    )
    assert static_files.collect()


@pytest.mark.parametrize("pattern", ["guide.*.css", "guide.*.css.gz", "guide.*.css.br", "*.js"])
@pytest.mark.parametrize("content", [None, b"", b"rubbish"])
def test_it_makes_a_file_again_that_was_damaged(folders, pattern, content):
    _, root = folders
    (file,) = root.glob(pattern)
    whole = file.read_bytes()
    file.unlink() if content is None else file.write_bytes(content)
    assert static_files.collect()
    assert file.read_bytes() == whole
    assert not static_files.collect()


@pytest.mark.parametrize("name", [static_files.NOTE, static_files.MANIFEST])
@pytest.mark.parametrize("content", [None, "", "[]", '{"from": 1}', "{"])
def test_it_collects_again_when_what_it_noted_is_damaged(folders, name, content):
    _, root = folders
    file = root / name
    file.unlink() if content is None else file.write_text(content)
    assert static_files.collect()
    assert not static_files.collect()


def test_it_collects_again_after_it_was_cut_short(folders, monkeypatch):
    source, _ = folders
    before = (source / "guide.css").read_bytes()
    (source / "guide.css").write_text("a { margin: 0 }")

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(static_files, "call_command", killed)
        with pytest.raises(KeyboardInterrupt):
            static_files.collect()
    (source / "guide.css").write_bytes(before)
    assert static_files.collect()


def test_it_collects_no_file_that_another_is_joined_from():
    collected = {path for path, _ in static_files.found()}
    folders = {order.rpartition("/")[0] for order in JOINED.values()}
    assert not [path for path in collected if path.lstrip("/").rpartition("/")[0] in folders]
    assert {f"/{name}" for name in JOINED} <= collected
