"""Uploaded files, under headers that keep a file from acting as a page of this site."""

import errno
import hashlib
import logging
import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")

ABSENT = {errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Files are named by us and never change, so a browser may keep them for ever."""
    try:
        response = FileResponse(opened(path))
    except OSError as error:
        # The store is away, or the disk broken: nobody may keep that.
        logger.error("A picture cannot be read: %s", type(error).__name__)
        headers = {"Retry-After": "30", "Cache-Control": "no-store"}
        sentence = "This picture cannot be read at the moment."
        return HttpResponse(sentence, status=503, content_type="text/plain", headers=headers)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["ETag"] = f'"{hashlib.sha256(path.encode()).hexdigest()[:20]}"'
    answer = get_conditional_response(request, response["ETag"], response=response)
    if answer is not response:
        response.close()
    return answer


def opened(path: str) -> File:
    try:
        return default_storage.open(path)
    except OSError as error:
        if isinstance(error, FileNotFoundError) or error.errno in ABSENT:
            raise Http404 from None
        raise
    except (ValueError, SuspiciousFileOperation):  # a zero byte, or a way out of the folder
        raise Http404 from None
