"""The site's own settings, made quick and quiet for tests; each line says why it differs."""

import os
import tempfile

# A folder of their own, so that no test reads or writes the data of a site on this machine.
os.environ["DATA_DIR"] = os.environ.get("TEST_DATA_DIR") or tempfile.mkdtemp(prefix="guide-tests-")
os.environ["SITE_URL"] = "https://guide.example.org"
os.environ["SECRET_KEY"] = "tests-only-" * 6

from tpi_site.settings import *  # noqa: F403

# The address is https so that tests see the links patients see; the test client speaks http.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "guide.example.org"]
# No test asks another host.
TRY_SOURCES = False
# Tests of backups make their own.
BACKUP_DAILY = False
# Signing people in is not what is tested.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Manifest storage needs a collectstatic run first; one browser test does that on purpose.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
