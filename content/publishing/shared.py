"""Things that many articles show by name: clinic details and facts, glossary words, pictures."""

from django.db import models, transaction
from django.db.models import Q

from content.models import (
    Article,
    ClinicDetails,
    ClinicFact,
    Edition,
    Picture,
    Revision,
    Synonym,
    Term,
    WorkingCopy,
)
from content.publishing.addresses import links_to
from content.publishing.picture_files import remove_when_done
from content.publishing.pictures import save_description
from content.publishing.rendering_again import render_those
from content.publishing.rights import Person, Refused, may, write_history

Shared = ClinicDetails | ClinicFact | Picture | Synonym | Term


def save_shared(thing: Shared, *, by: Person) -> None:
    """Saves the thing, and renders again every page that shows it."""
    verb = "add" if thing._state.adding else "change"
    may(by, f"content.{verb}_{thing._meta.model_name}")
    with transaction.atomic():
        before = type(thing).objects.filter(pk=thing.pk).first()
        if isinstance(thing, Picture):
            save_description(thing)
        else:
            thing.save()
        render_those(users_of(thing) | users_of(before))
        write_history(by, thing, "Changed.", new=before is None)
        Edition.begin()


def delete(thing: models.Model, *, by: Person) -> None:
    """Deletes something that patients may have seen. Raises Refused while a page needs it."""
    may(by, f"content.delete_{thing._meta.model_name}")
    if reason := why_not_delete(thing):
        raise Refused(reason)
    using = users_of(thing)
    with transaction.atomic():
        write_history(by, thing, f"Deleted {thing}.")
        thing.delete()
        if isinstance(thing, Article | Term):
            render_those(using)
        if isinstance(thing, Picture):
            remove_when_done(thing.files)
        Edition.begin()


def why_not_delete(thing: models.Model) -> str:
    """The sentence that says why this must stay, or nothing when it may go."""
    if isinstance(thing, Article) and thing.revisions.filter(published_at__isnull=False).exists():
        return "This article has been public. Withdraw it, so that its address explains."
    if isinstance(thing, ClinicDetails | ClinicFact | Picture):
        titles = Revision.objects.filter(users_of(thing)).values_list("title", flat=True)
        if names := ", ".join(sorted(set(titles))):
            return f"“{thing}” is used on: {names}. Earlier versions of a page count as well."
    if isinstance(thing, Picture) and is_being_typed(thing):
        return f"“{thing}” stands in words that somebody is writing and has not saved yet."
    return ""


def is_being_typed(picture: Picture) -> bool:
    address = rf"img:{picture.pk}([^0-9]|$)"
    return WorkingCopy.objects.filter(fields__body__regex=address).exists()


def users_of(thing: models.Model | None) -> Q:
    """The revisions that show this thing."""
    match thing:
        case ClinicDetails():
            names = ("clinic_name", "phone", "after_hours", "address", "hours")
            return any_of(Q(uses__facts__has_key=name) for name in names)
        case ClinicFact():
            return Q(uses__facts__has_key=thing.name)
        case Article():
            return links_to(thing)
        case Picture():
            return Q(uses__pictures__has_key=str(thing.pk))
        case Term():
            spoken = any_of(Q(plain_text__icontains=form) for form in thing.form_list)
            linked = Q(uses__terms__has_key=thing.slug)
            return (spoken | linked) & Q(article__language=thing.language)
    return Q(pk__in=[])


def any_of(conditions) -> Q:
    return Q(*conditions, _connector=Q.OR)
