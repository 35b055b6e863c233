"""When two people wrote at once: nothing is saved over a colleague's words without being seen."""

from content.admin.desk.page import Desk
from content.admin.screen import number_in, str_name
from content.editorial.comparing import merged as merge
from content.editorial.comparing import three_way
from content.forms import WORD_FIELDS, WriteForm
from content.models import Revision
from content.publishing import Overtaken, Words


def refused(desk: Desk, overtaken: Overtaken):
    """The screen again with all three texts. A second press of Save then goes over the newest."""
    newest = overtaken.newest
    begun_from = desk.form.cleaned_data["based_on"] or 0
    base = desk.article.revisions.filter(number=begun_from).first()
    desk.form = again(desk.form.data, newest, newest.number, desk)
    desk.conflict = {
        "words": f"{what_happened(newest, begun_from)} Nothing of yours was saved yet, and nothing "
        "is lost.",
        "three_way": three_way(words_of(base), words_of(newest), typed_words(desk)),
        "base": begun_from,
    }
    return desk.answer(status=409)


def what_happened(newest: Revision, begun_from: int) -> str:
    if newest.number < begun_from:
        return (
            f"Revision {begun_from}, from which you began, was thrown away while you were writing. "
            f"Revision {newest.number} is the newest now."
        )
    return f"{str_name(newest.created_by)} saved revision {newest.number} while you were writing."


def merged(desk: Desk):
    """Puts both people's changes into the boxes; where both changed the same, one's own words."""
    newest = desk.standing.newest
    if newest is None:
        return desk.answer()
    begun_from = number_in(desk.request.POST.get("merge_base", ""))
    base = desk.article.revisions.filter(number=begun_from).first()
    words, _ = merge(words_of(base), words_of(newest), typed_words(desk))
    data = desk.request.POST.copy()
    for name in WORD_FIELDS:
        data[name] = getattr(words, name)
    desk.form = again(data, newest, newest.number, desk)
    return desk.answer()


def again(data, newest: Revision, number: int, desk: Desk) -> WriteForm:
    data = data.copy()
    data["based_on"] = str(number)
    return WriteForm(data, newest=newest, needs_note=desk.form.needs_note)


def words_of(revision: Revision | None) -> Words:
    return Words(**{name: getattr(revision, name, "") for name in WORD_FIELDS})


def typed_words(desk: Desk) -> Words:
    return Words(**{name: desk.request.POST.get(name, "") for name in WORD_FIELDS})
