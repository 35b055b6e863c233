"""The site's icon at the addresses where phones and search engines look for one unasked.

Pages carry it as text (`templates/components/icon.html`), which only browsers read.
"""

from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

FAVICON, TOUCH_ICON = "img/favicon.ico", "img/apple-touch-icon.png"
# Phones ask for the size that they would like first, and take another as well.
TOUCH_PATHS = r"^apple-touch-icon(?:-\d{2,3}x\d{2,3})?(?:-precomposed)?\.png$"


@csrf_exempt  # it only reads, and a wrong method is to hear that it is wrong
@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """Leads to the file, whose own address changes with what is in it."""
    return HttpResponseRedirect(static(name), headers={"Cache-Control": "public, max-age=86400"})
