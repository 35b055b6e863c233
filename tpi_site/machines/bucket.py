"""Pictures in a private S3-compatible bucket. They come out through our own door, /media/, so their
addresses in signed pages are the same wherever they lie, and no browser is sent to another host."""

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# A visitor waits for this.
PATIENCE = 5  # seconds
LARGEST_PART = 64 * 1024**2  # above every picture, so that a file is there whole or not at all


class StoreFailed(OSError):
    """The store does not answer, or not with what it was asked for."""


@contextmanager
def failures() -> Iterator[None]:
    """Raises FileNotFoundError or StoreFailed, as a disk would raise OSError. The message of the
    store stays out: it may name a key."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == 404:
            raise FileNotFoundError("The store has no such file.") from None
        raise StoreFailed(f"The store answers with {status}.") from None
    except (BotoCoreError, Boto3Error) as error:
        raise StoreFailed(f"The store cannot be asked ({type(error).__name__}).") from None


class Bucket(S3Storage):
    def __init__(self, **options):
        # Other stores than Amazon's have buckets in the path only.
        style = "path" if options.get("endpoint_url") else "auto"
        config = Config(
            s3={"addressing_style": style},
            signature_version="s3v4",
            connect_timeout=PATIENCE,
            read_timeout=PATIENCE,
            retries={"mode": "standard", "total_max_attempts": 2},
            # Many stores do not know the newer checksums yet.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        transfer = TransferConfig(multipart_threshold=LARGEST_PART, use_threads=False)
        fixed = {"client_config": config, "transfer_config": transfer, "file_overwrite": False}
        super().__init__(**options, **fixed)

    def url(self, name: str, *args, **kwargs) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))

    def open(self, name: str, mode: str = "rb") -> File:
        """With all its bytes: whoever answers with it cannot fail in the middle."""
        if mode != "rb":
            raise ValueError("Files in the bucket are saved whole, and only read after that.")
        key = self._normalize_name(clean_name(name))
        with failures():
            found = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key)
            return ContentFile(found["Body"].read(), name)

    def save(self, name: str, content, max_length: int | None = None) -> str:
        with failures():
            return super().save(name, content, max_length)

    def delete(self, name: str) -> None:
        with failures():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """A bucket has no folders: one is there as soon as something lies in it."""
        with failures():
            return super().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with failures():
            return super().listdir(path)

    def size(self, name: str) -> int:
        with failures():
            return super().size(name)

    def get_modified_time(self, name: str) -> datetime:
        with failures():
            return super().get_modified_time(name)

    @property
    def place(self) -> str:
        """Where the pictures are, to compare and to print."""
        return posixpath.join(self.endpoint_url or "s3:/", self.bucket_name)

    def try_out(self) -> None:
        """Raises OSError when the store cannot be read."""
        with failures():
            self.connection.meta.client.list_objects_v2(Bucket=self.bucket_name, MaxKeys=1)
