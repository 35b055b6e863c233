"""One settings file, fed by the environment. A bare start is a production start."""

from pathlib import Path
from urllib.parse import urlsplit

from tpi_site import environment, keys, mail_address, security_contact
from tpi_site.backup import configuring as backups
from tpi_site.machines import cdn, configuring

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.data_folder(BASE_DIR / "data")

DEBUG = environment.flag("DEBUG")
HOST = environment.host("127.0.0.1")
PORT = environment.number("PORT", 8000, 1, 65535)
WORKERS = environment.number("WORKERS", 2, 1, 64)
THREADS = environment.number("THREADS", 24, 1, 256)
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
SITE_URL = environment.site_url(f"http://{f'[{HOST}]' if ':' in HOST else HOST}:{PORT}")
SECURE = SITE_URL.startswith("https://")

SECRET_KEY = keys.secret_key(DATA_DIR)
SECRET_KEY_FALLBACKS = keys.older_secret_keys()
# What patients write is encrypted with the first; the others still open older rows.
ENQUIRY_KEYS = keys.enquiry_keys(DATA_DIR)
ALLOWED_HOSTS = [
    urlsplit(SITE_URL).hostname,
    "127.0.0.1",
    "localhost",
    "[::1]",
    *environment.host_names("ALLOWED_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.sites",
    "django.contrib.redirects",
    "tpi_site",
    "tpi_site.backup",
    "tpi_site.health",
    "tpi_site.machines.apps.Machines",
    "content",
    "enquiries",
    "markdownx",
    "tpi_site.apps.StaffAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "tpi_site.apps.StaticFiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_otp_webauthn",
    "tpi_site.doors.apps.Doors",
]
MIDDLEWARE = [
    "tpi_site.health.requests.EachRequest",
    "tpi_site.health.doors.Doors",
    "tpi_site.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "tpi_site.middleware.SmallBodies",
    "tpi_site.slow_bodies.FewBodiesAtOnce",
    "tpi_site.middleware.Compression",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "tpi_site.doors.half.WholeSignIns",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tpi_site.idle.SignOutIdle",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tpi_site.middleware.MovedPages",
]
ROOT_URLCONF = "tpi_site.urls"
WSGI_APPLICATION = "tpi_site.wsgi.application"
SITE_ID = 1

# The component templates are used by the Markdown renderer as well, so forms, pages and articles
# find them in the same folder.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": environment.database(DATA_DIR / "site.sqlite3", THREADS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Spanish")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone("America/Los_Angeles")

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": configuring.pictures(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# For a proxy in the same group, which reads static files and pictures from the disk.
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o640, 0o750

BACKUP_DAILY = environment.flag("BACKUP_DAILY", default=True)
BACKUP_DIR = backups.backup_folder(DATA_DIR / "backups", STATIC_ROOT, MEDIA_ROOT)
BACKUP_KEYS = backups.backup_keys(DATA_DIR, ENQUIRY_KEYS)
BACKUP_KEEP = backups.backups_to_keep()
BACKUP_INCLUDES_KEYS = environment.flag("BACKUP_INCLUDES_KEYS")

# markdownx gives the field, its widget and its preview events. Its own addresses are never mounted
# (check tpi.E001): ours stand at these two paths and ask who is there.
MARKDOWNX_URLS_PATH = "/staff/desk/new/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/staff/markdown/upload/"
# A whole upload in memory at a time is what Pillow needs; larger ones are refused before decoding.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
LARGEST_BODY = 16_000_000  # a picture of 15 MB (content.imaging.MAX_BYTES) and its form

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# What the enquiries app may know of the site around it; neither app imports the other.
ENQUIRIES_SITE = "tpi_site.enquiries_site.GuideSite"
# The same the other way: where the guide's letters to its staff are posted.
CONTENT_OUTBOX = "tpi_site.desk_mail.DeskOutbox"
# And which emergencies a search tells of.
CONTENT_EMERGENCIES = "enquiries.redflags.emergencies"
# What to tell a network of caches in front when pages change.
CDN_CALLS = cdn.configured()
# Whether this machine may ask other sites if the sources of pages are still there.
TRY_SOURCES = environment.flag("TRY_SOURCES", True)

CSRF_FAILURE_VIEW = "tpi_site.parking.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# Other sites learn nothing. "no-referrer" would also make browsers send "Origin: null" with our own
# forms, which Django must then refuse.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
# Both would speak for other sites under the clinic's domain, which this one knows nothing of.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains, the browsers' own list
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/"

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in (
            "UserAttributeSimilarityValidator",
            "CommonPasswordValidator",
            "NumericPasswordValidator",
        )
    ),
    *(
        {"NAME": f"tpi_site.doors.passwords.{name}"}
        for name in ("NotAKnownOneInDisguise", "NotARowOfKeys", "NotOverAndOver", "NotANameOfOurs")
    ),
]

# How long the link of an invitation works: over a week in which somebody is away.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60

# A passkey belongs to one name and works over https only, or on this machine itself.
PASSKEYS = SECURE or urlsplit(SITE_URL).hostname == "localhost"
OTP_WEBAUTHN_RP_ID = urlsplit(SITE_URL).hostname
OTP_WEBAUTHN_RP_NAME = "Staff of the guide"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [SITE_URL if PASSKEYS else f"https://{OTP_WEBAUTHN_RP_ID}"]
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
OTP_WEBAUTHN_EXCEPTION_LOGGER_NAME = ""  # a key that does not fit is no fault of ours
# Ours counts wrong codes of a person at all doors together, see tpi_site/doors/throttle.py.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0

STAFF_IDLE_MINUTES = environment.number("STAFF_IDLE_MINUTES", 15, 1, 480)
# How many messages are taken in ten minutes.
ENQUIRIES_PER_NETWORK = environment.number("ENQUIRIES_PER_NETWORK", 10, 1, 1_000_000)
ENQUIRIES_IN_TOTAL = environment.number("ENQUIRIES_IN_TOTAL", 300, 1, 1_000_000)

_mail = mail_address.mail_route(DATA_DIR / "mail")
MAIL_GOES_TO = _mail.goes_to  # for the line that the start prints
EMAIL_BACKEND = _mail.backend
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = _mail.folder
DEFAULT_FROM_EMAIL = SERVER_EMAIL = mail_address.sender(SITE_URL)

# For machines that watch this one; without it, /metrics and the details of /readyz do not exist.
METRICS_TOKEN = environment.token("METRICS_TOKEN")
SLOW_QUERY_MS = environment.number("SLOW_QUERY_MS", 200, 1, 60_000)
# Where a hole in this site may be reported; without it, on the contact page.
SECURITY_CONTACT = security_contact.contacts()

LOG_FORMAT = environment.one_of("LOG_FORMAT", "text", ["text", "json"])
# Messages of exceptions may hold what a person typed, so logs keep the place and the kind of a
# failure and leave its message out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "private": {
            "()": "tpi_site.logs.PrivateFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "tpi_site.logs.JSONLines"},
    },
    "filters": {"keys": {"()": "tpi_site.logs.WithoutKeys"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_FORMAT == "json" else "private",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"filters": ["keys"]},
        # A line for each request is for machines to read.
        "tpi_site.health.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        "enquiries": {"level": "INFO"},  # the end of the trail, once a day, kept outside of it
    },
}
