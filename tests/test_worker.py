"""What a server process carries along while it answers patients."""

import json
import os
import subprocess
import sys

from tests.source import ROOT

# Programs for other work: buckets, PostgreSQL, tests, building. Each would take megabytes from
# every process and time from every start.
FOR_OTHER_WORK = {
    *("boto3", "botocore", "s3transfer", "storages", "psycopg", "psycopg_pool"),
    *("pypdf", "html5lib", "markdown", "gunicorn", "granian", "rcssmin", "rjsmin", "setuptools"),
    *("pytest", "playwright", "hypothesis", "tests", "numpy", "tkinter", "unittest"),
}
SCRIPT = """
import io, json, sys
from django.core.management import call_command
import django
from django.conf import settings
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is collected
settings.STORAGES["staticfiles"] = plain
django.setup()
call_command("migrate", verbosity=0)
from tpi_site.wsgi import application
request = {
    "REQUEST_METHOD": "GET", "QUERY_STRING": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
    "HTTP_HOST": "localhost", "wsgi.url_scheme": "http",
    "wsgi.input": io.BytesIO(),
}
said = []
for path in ("/healthz", "/", "/search/"):
    answer = application(request | {"PATH_INFO": path}, lambda status, _: said.append(status))
    b"".join(answer)
print(json.dumps([said, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def test_it_loads_nothing_that_public_pages_never_need(tmp_path):
    env = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    env |= {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tpi_site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=env, capture_output=True, text=True,
        check=True, timeout=90,
    )  # fmt: skip
    said, loaded = json.loads(done.stdout.splitlines()[-1])
    assert said == ["200 OK"] * 3
    assert "content" in loaded
    assert not FOR_OTHER_WORK & set(loaded)
