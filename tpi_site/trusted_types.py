"""Where scripts may write no text as HTML: everywhere but on screens whose scripts do.

Those are the standard screens of Django's admin, whose jQuery writes HTML as soon as it is loaded,
and the desk, whose preview and whose field do. Measured in Chromium, see docs/decisions.
"""

import re

from django.http import HttpRequest

DIRECTIVES = "require-trusted-types-for 'script'; trusted-types 'none'"
STAFF_PATHS = ("/admin/", "/staff/")
# The screens of Django's admin for one model, as it names them.
STANDARD = re.compile(r"admin:\w+_\w+_(add|change|changelist|delete|history|password_change)")
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
