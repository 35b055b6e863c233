"""The admin of the whole project: its bar on top, its home with what waits."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from enquiries.site import site
from tpi_site import parking

# (label, right, model)
PLACES = [
    ("Pages", "content.view_article", "content_article"),
    ("Enquiries", "enquiries.view_enquiry", "enquiries_enquiry"),
    ("Words", "content.view_term", "content_term"),
    ("Pictures", "content.view_picture", "content_picture"),
]
RUN_THE_GUIDE = "content.publish_revision"
READ_ENQUIRIES = "enquiries.view_enquiry"


class StaffSite(admin.AdminSite):
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict:
        return super().each_context(request) | {
            "staff_links": staff_links(request) if self.has_permission(request) else [],
            "clinic_name": site().clinic().name,
            "idle_minutes": settings.STAFF_IDLE_MINUTES,
        }

    def get_urls(self) -> list:
        # Its screens ask for this site, so they can only be read after it.
        from tpi_site.doors import urls

        return [
            path("signed-in/", self.admin_view(signed_in), name="signed_in"),
            path("kept/", self.admin_view(parking.kept), name="kept"),
            path("how-is-the-site/", self.admin_view(how_is_the_site), name="health"),
            *urls.patterns(self.admin_view),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The first of the steps in tpi_site/doors."""
        from tpi_site.doors import links
        from tpi_site.doors.views import screens, steps

        if request.method == "GET" and screens.half_of(request):
            return screens.go(request, steps.next_door(request.half) or "second_step")
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = self.each_context(request) | {
            "title": "Log in",
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "next": screens.next_page(request),
            "can_ask": links.reach_people(),
        }
        view = steps.PasswordStep.as_view(
            template_name="admin/login.html", extra_context=context | (extra_context or {})
        )
        return view(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        from tpi_site.doors.views.own import NewPassword

        context = self.each_context(request) | (extra_context or {})
        return NewPassword.as_view(extra_context=context)(request)

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        inbox = _summary().inbox_summary(request)
        context = {
            "inbox_summary": inbox,
            "waiting": _waiting().waiting_for(request),
            "due_work": None if inbox else due_work(request),
            "backups": _backups(request),
        }
        return super().index(request, context | (extra_context or {}))


def signed_in(request: HttpRequest) -> HttpResponse:
    """Nothing, for who is; everyone else is led to the login. A page asks before it sends words."""
    return HttpResponse(status=204)


def how_is_the_site(request: HttpRequest) -> HttpResponse:
    # It reads the words for times from a screen, too.
    from tpi_site.health import page

    return page.how_is_the_site(request)


def _summary():
    # Screens are registered with this site, so they can only be read after it.
    from enquiries.admin import summary

    return summary


def _waiting():
    from content.admin import waiting

    return waiting


def due_work(request: HttpRequest) -> dict | None:
    """For those who run the guide; whoever reads enquiries has it in the panel of the inbox."""
    return _summary().due_work() if request.user.has_perm(RUN_THE_GUIDE) else None


def may_see_health(request: HttpRequest) -> bool:
    """Whoever sees the line about due work may see more of it."""
    return any(map(request.user.has_perm, (RUN_THE_GUIDE, READ_ENQUIRIES)))


def _backups(request: HttpRequest) -> dict | None:
    if not request.user.has_perm(RUN_THE_GUIDE):
        return None
    from tpi_site.backup.status import backup_line

    return backup_line()


def staff_links(request: HttpRequest) -> list[dict]:
    """Where this person may go; the number of new enquiries stands beside theirs."""
    return [
        _link(request, label, model)
        for label, right, model in PLACES
        if request.user.has_perm(right)
    ]


def _link(request: HttpRequest, label: str, model: str) -> dict:
    url = reverse(f"admin:{model}_changelist")
    return {
        "label": label,
        "url": url,
        "count": _summary().new_enquiries(request) if label == "Enquiries" else None,
        "current": request.path.startswith(url),
    }
