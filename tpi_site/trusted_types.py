"""Where scripts may write no text as HTML: everywhere but on screens whose scripts do.

Those are the lists and forms of Django's admin, whose jQuery writes HTML as soon as it is loaded,
and the desk, whose preview does. Measured in Chromium, see docs/decisions/0027-signing-in.md.
"""

import re

from django.http import HttpRequest

DIRECTIVES = "require-trusted-types-for 'script'; trusted-types 'none'"
STAFF_PATHS = ("/admin/", "/staff/")
# The lists and forms of one model, as Django's admin names them; its form for a page is its place.
STANDARD = re.compile(r"admin:\w+_\w+(?<!_password)_(add|change|changelist|delete|place)")
OURS = {f"admin:enquiries_enquiry_{screen}" for screen in ("add", "change", "changelist")} | {
    f"admin:content_picture_{screen}" for screen in ("add", "change", "changelist")
}


def fits(request: HttpRequest) -> bool:
    if not request.path.startswith(STAFF_PATHS):
        return True
    match = request.resolver_match
    if match is None:
        return True
    return match.view_name in OURS or not STANDARD.fullmatch(match.view_name)
