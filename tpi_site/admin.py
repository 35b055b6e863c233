"""The accounts of staff. Whoever looks after them can give no right that they may not give out, to
nobody and least of all to themselves."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import AbstractUser, Group, Permission, User
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse

SIGN, PUBLISH = "content.sign_revision", "content.publish_revision"
ABOVE_YOU = (
    "This account has rights that you may not give out, so you cannot change it. "
    "Ask whoever runs this site."
)
YOUR_OWN = "Somebody else has to change your own groups, and whether you may sign in."
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


class Accounts(UserAdmin):
    """As Django has it for superusers. Others see neither the superuser's tick nor single rights,
    and change only accounts that have no more rights than they may give out."""

    actions = None
    filter_horizontal = ["user_permissions"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and self.is_below(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self.is_below(request, obj)

    def is_below(self, request: HttpRequest, account: User | None) -> bool:
        if request.user.is_superuser or account is None:
            return True
        return not account.is_superuser and rights_of(account) <= may_give_out(request.user)

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

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        account = self.get_object(request, unquote(object_id))
        if request.method == "GET" and account and not request.user.is_superuser:
            if not self.is_below(request, account):
                messages.info(request, ABOVE_YOU)
            elif account == request.user:
                messages.info(request, YOUR_OWN)
        return super().change_view(request, object_id, form_url, extra_context)


class Groups(GroupAdmin):
    """Changing what a group may do is giving rights to all who are in it."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser


for model, screen in ((User, Accounts), (Group, Groups)):
    admin.site.unregister(model)
    admin.site.register(model, screen)
