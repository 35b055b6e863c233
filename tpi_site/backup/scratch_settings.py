"""The site's settings for looking over what was restored in a scratch place: nothing goes out, and
pages need no collected static files."""

from tpi_site.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
SECURE_SSL_REDIRECT = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
TRY_SOURCES = False
CDN_CALLS = []
MEDIA_ROOT = DATA_DIR / "media"  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
