"""What the screens of the doors share: who stands there, where to go next, how a page is shown."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from tpi_site.doors.half import half_of, is_fresh

View = Callable[..., HttpResponse]
NEXT = "next"


def next_page(request: HttpRequest) -> str:
    """Where somebody wanted to go, if it is on this site; the first page of the admin otherwise."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT, "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("admin:index")


def go(request: HttpRequest, name: str) -> HttpResponse:
    """To another screen of the doors, without forgetting where this person wanted to go."""
    wanted = next_page(request)
    query = "" if wanted == reverse("admin:index") else f"?{NEXT}={quote(wanted)}"
    return HttpResponseRedirect(reverse(f"admin:{name}") + query)


def show(request: HttpRequest, template: str, title: str, form=None, **context) -> HttpResponse:
    with_form = {"form": form, "has_errors": bool(form and form.errors)}
    response = render(
        request,
        f"admin/doors/{template}.html",
        admin.site.each_context(request)
        | {"title": title, "next": next_page(request)}
        | with_form
        | context,
    )
    add_never_cache_headers(response)
    return response


def for_half(view: View) -> View:
    """A step between the password and the site; `request.who` is who takes it."""

    @sensitive_post_parameters()
    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.who = half_of(request)
        if request.who:
            return view(request, *args, **kwargs)
        if admin.site.has_permission(request):
            return HttpResponseRedirect(next_page(request))
        return redirect_to_login(next_page(request), reverse("admin:login"))

    return door


def for_both(view: View) -> View:
    """What can be done before the site is open and later, then with the password given anew."""

    @sensitive_post_parameters()
    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.who = person(request)
        if request.who is None:
            return redirect_to_login(request.path, reverse("admin:login"))
        if not is_fresh(request):
            again = reverse("admin:password_again")
            return HttpResponseRedirect(f"{again}?{NEXT}={quote(request.path)}")
        return view(request, *args, **kwargs)

    return door


def account_below(request: HttpRequest, pk: int, accounts) -> User:
    """Somebody else's, of a person with no more rights than one may give out.

    `accounts` is the admin of accounts. Raises Http404 and PermissionDenied; the latter at any
    number for whoever may change no account, so that they do not learn which there are.
    """
    if not accounts.has_change_permission(request):
        raise PermissionDenied
    account = get_object_or_404(User, pk=pk)
    if account == request.user or not accounts.has_change_permission(request, account):
        raise PermissionDenied
    return account


def person(request: HttpRequest) -> AbstractBaseUser | None:
    """Who is signed in, or half: the latter only to set up what they do not have."""
    if admin.site.has_permission(request):
        return request.user
    return half_of(request)
