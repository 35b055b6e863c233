"""The accounts of staff. Whoever looks after them can give no right that they may not give out, to
nobody and least of all to themselves."""

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import AbstractUser, Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import formats, timezone
from django_otp.plugins.otp_static import admin as _static  # noqa: F401 - registers, undone below
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp import admin as _totp  # noqa: F401
from django_otp.plugins.otp_totp.models import TOTPDevice

from content import publishing
from staff_forms.meanwhile import MeanwhileForm
from tpi_site.doors import changes, invitations, letters, sign_ins
from tpi_site.doors.forms import NewAccountForm
from tpi_site.doors.views import inviting, resetting

SIGN, PUBLISH = "content.sign_revision", "content.publish_revision"
ABOVE_YOU = (
    "This account has rights that you may not give out, so you cannot change it. "
    "Ask whoever runs this site."
)
YOUR_OWN = "Somebody else has to change your own groups, and whether you may sign in."
DID_SOMETHING = (
    "The histories say what this person did, and those lines would go with the account. "
    "Take the tick at “Active” away instead."
)
NAMES = ["username", "first_name", "last_name", "email"]
STANDING = ["is_active", "is_staff", "groups"]
KEPT = ["last_login", "date_joined"]


def may_give_out(person: AbstractUser) -> set[str]:
    """Rights by their names. Who decides what is public may also say who is a clinician."""
    rights = person.get_all_permissions()
    return rights | {SIGN} if PUBLISH in rights else rights


def rights_of(account: User) -> set[str]:
    """All that the account has or, if it is switched off, would have."""
    given = Permission.objects.filter(Q(user=account) | Q(group__user=account)).distinct()
    return {
        f"{app}.{name}" for app, name in given.values_list("content_type__app_label", "codename")
    }


def groups_to_give(person: AbstractUser) -> QuerySet[Group]:
    mine = may_give_out(person)
    groups = Group.objects.prefetch_related("permissions__content_type")
    keys = [
        group.pk
        for group in groups
        if {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()} <= mine
    ]
    return Group.objects.filter(pk__in=keys)


class AccountForm(MeanwhileForm, UserChangeForm):
    """Lets nobody back in whom a colleague switched off while the form was open."""


class Accounts(UserAdmin):
    """As Django has it for superusers. Others see neither the superuser's tick nor single rights,
    and change only accounts that have no more rights than they may give out."""

    form = AccountForm
    add_form = NewAccountForm
    add_form_template = "admin/doors/new_account.html"
    add_fieldsets = [
        (None, {"fields": [*NAMES, "groups", "usable_password", "password1", "password2"]})
    ]
    # The state stands beside the name, where a phone shows it.
    list_display = ["username", "last_signed_in", *UserAdmin.list_display[1:]]
    actions = None
    change_form_template = "admin/doors/account.html"
    filter_horizontal = ["user_permissions"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and self.is_below(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self.is_below(request, obj)

    def is_below(self, request: HttpRequest, account: User | None) -> bool:
        if request.user.is_superuser or account is None:
            return True
        return not account.is_superuser and rights_of(account) <= may_give_out(request.user)

    def get_deleted_objects(self, objs, request: HttpRequest):
        """Who published or withdrew a page stays known."""
        found, counts, rights, protected = super().get_deleted_objects(objs, request)
        if LogEntry.objects.filter(user__in=objs).exists():
            protected = [*protected, DID_SOMETHING]
        return found, counts, rights, protected

    def get_urls(self) -> list[URLPattern]:
        reset = self.admin_site.admin_view(resetting.reset)
        again = self.admin_site.admin_view(inviting.invite_again)
        return [
            path("<int:pk>/second-step/", reset, {"accounts": self}, name="reset_second_step"),
            path("<int:pk>/invitation/", again, {"accounts": self}, name="invite_again"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        before = User.objects.filter(pk=obj.pk).values_list("email", flat=True).first()
        # Nobody else has a use for an account.
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)
        if not change and form.is_invited():
            self.invite(request, obj)
        elif change and before != obj.email:
            self.tell_new_address(request, obj, before)
        if not (obj.is_active and obj.is_staff):
            # Else what was open goes on when the account is opened again.
            sign_ins.end_all(obj)

    def tell_new_address(self, request: HttpRequest, account: User, before: str) -> None:
        """Not to the one before it of somebody who was invited: it may have been a stranger's."""
        if not invitations.number(account):
            changes.email_of(account, before, by=letters.name_of(request.user))
        elif account.email:
            self.invite(request, account)

    def invite(self, request: HttpRequest, account: User) -> None:
        changes.invite(account, by=letters.name_of(request.user))
        messages.info(request, f"An invitation goes to {account.email}.")

    @admin.display(description="Last signed in", ordering="last_login")
    def last_signed_in(self, account: User) -> str:
        if invitations.number(account):
            return "Invited, not yet signed in"
        at = account.last_login
        return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else "Not yet"

    def get_form(self, request: HttpRequest, obj: User | None = None, change=False, **kwargs):
        """A new account is for some work; a superuser may give single rights on the next screen."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            groups = form.base_fields["groups"]
            groups.required = not request.user.is_superuser
            groups.error_messages["required"] = "Choose what they will do: at least one group."
        return form

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.say_who_checks([form.instance])

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = ""):
        """Django's screen; a new password also ends what its owner has open, and is told."""
        account = self.get_object(request, unquote(id))
        before = account and account.password
        response = super().user_change_password(request, id, form_url)
        if account and is_changed(account, before):
            if account == request.user:
                changes.own_password(request, account)
            else:
                changes.password_of(account, by=letters.name_of(request.user))
        return response

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None):
        if obj is None or request.user.is_superuser:
            return super().get_fieldsets(request, obj)
        return [
            (None, {"fields": NAMES + ["password"] * self.has_change_permission(request, obj)}),
            ("What they may do", {"fields": STANDING}),
            ("Dates", {"fields": KEPT}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None):
        if request.user.is_superuser:
            return super().get_readonly_fields(request, obj)
        return [*KEPT, *STANDING] if obj == request.user else KEPT

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple
            kwargs["help_text"] = "Everybody in a group has the rights of that group."
            if not request.user.is_superuser:
                kwargs["queryset"] = groups_to_give(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context=None
    ) -> HttpResponse:
        """Django asks for the right after it has told whether the account is there."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        account = self.get_object(request, unquote(object_id))
        if account and self.has_change_permission(request, account):
            extra_context = {"reset_second_step": account.pk} | (extra_context or {})
            if invitations.number(account):
                extra_context |= {
                    "invited_at": invitations.invited_at(account),
                    "invitation": invitations.is_open(account),
                    "mail": letters.how_the_invitation_goes(account),
                }
        if request.method == "GET" and account and not request.user.is_superuser:
            if not self.is_below(request, account):
                messages.info(request, ABOVE_YOU)
            elif account == request.user:
                messages.info(request, YOUR_OWN)
        return super().change_view(request, object_id, form_url, extra_context)


def is_changed(account: User, before: str) -> bool:
    return User.objects.filter(pk=account.pk).exclude(password=before).exists()


class Groups(GroupAdmin):
    """Changing what a group may do is giving rights to all who are in it."""

    actions = None

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.say_who_checks(form.instance.user_set.all())

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        members = list(obj.user_set.all())
        super().delete_model(request, obj)
        publishing.say_who_checks(members)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser


for model, screen in ((User, Accounts), (Group, Groups)):
    admin.site.unregister(model)
    admin.site.register(model, screen)
# These screens show secrets and take away what only the screens of tpi_site/doors may.
for model in (TOTPDevice, StaticDevice):
    admin.site.unregister(model)
