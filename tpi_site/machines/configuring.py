"""Reads where pictures lie: in a folder of this machine, or in a bucket that machines share."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tpi_site import environment

FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
BUCKET = "tpi_site.machines.bucket.Bucket"
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
REGION = re.compile(r"[a-z0-9-]{1,40}")
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def pictures() -> dict:
    """What STORAGES["default"] is."""
    name = environment.text("S3_BUCKET")
    if not name:
        _refuse_half()
        return FOLDER
    if not NAME.fullmatch(name):
        raise ImproperlyConfigured(
            f"S3_BUCKET is “{name}”. Write the name of the bucket alone: 3 to 63 small letters, "
            "digits, points and hyphens."
        )
    options = {"bucket_name": name, "region_name": _region(), "endpoint_url": _endpoint()}
    return {"BACKEND": BUCKET, "OPTIONS": options | _keys()}


def _refuse_half() -> None:
    for name in ("S3_ENDPOINT_URL", "S3_REGION"):
        if environment.text(name):
            raise ImproperlyConfigured(
                f"{name} is set, but S3_BUCKET is not. Set S3_BUCKET to the name of the bucket for "
                f"pictures, or leave {name} out."
            )


def _region() -> str:
    value = environment.text("S3_REGION", "us-east-1")
    if REGION.fullmatch(value):
        return value
    raise ImproperlyConfigured(f"S3_REGION is “{value}”. Write a name like us-west-2.")


def _endpoint() -> str | None:
    value = environment.text("S3_ENDPOINT_URL").rstrip("/")
    if not value:
        return None
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - a bad port raises here and nowhere later
    except ValueError:
        parts = urlsplit("")
    plain = f"{parts.scheme}://{parts.netloc}" == value
    if (
        parts.scheme in {"http", "https"}
        and plain
        and environment.PLAIN_HOST.fullmatch(parts.netloc)
    ):
        return value
    raise ImproperlyConfigured(
        "S3_ENDPOINT_URL cannot be used. Write the address of the store without a bucket or a "
        "password, like https://s3.example.org"
    )


def _keys() -> dict[str, str]:
    """None at all is right on a machine whose provider gives it a role of its own."""
    access, secret = map(environment.text, KEYS)
    if bool(access) != bool(secret):
        raise ImproperlyConfigured(
            f"Only one of {KEYS[0]} and {KEYS[1]} is set. Set both, or, where the machine has a "
            "role of its own, none."
        )
    return {"access_key": access, "secret_key": secret} if access else {}
