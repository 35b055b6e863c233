"""The steps of pictures and back: what was there stays as it was."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from content import publishing
from content.models import Edition, Picture, PictureUse, Revision, valid_reviews
from tests import make
from tests.content.sample_pictures import in_library
from tests.stamping import correct, sign

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("content", "0003_drafts_and_reviews")]
WITHOUT_WORDS = [("content", "0009_words_of_more")]


def migrate(targets=None):
    """To the newest state of all apps where nothing else is said."""
    executor = MigrationExecutor(connection)
    targets = targets or executor.loader.graph.leaf_nodes()
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def _up_to_date():
    yield
    migrate()


@pytest.mark.usefixtures("_up_to_date")
def test_it_goes_back_and_forth_without_losing_a_copy():
    picture = in_library()
    publishing.make_due_copies(timezone.now())
    page = make.live(body=f"![](img:{picture.pk})\n\n{make.BODY}")
    copies = Picture.objects.get().renditions

    old = migrate(BEFORE).get_model("content", "Picture")
    assert old.objects.get().renditions == copies

    migrate()
    again = Picture.objects.get()
    assert again.renditions == copies
    assert again.copies_due_at, "its cuts are still to be made"
    assert PictureUse.objects.get().revision_id == page.pk
    publishing.make_due_copies(timezone.now())
    again.refresh_from_db()
    assert again.renditions == copies
    assert again.crops["focal"] == [50, 50]


@pytest.mark.usefixtures("_up_to_date")
def test_it_lets_signatures_stand_that_cover_what_is_said_about_a_picture():
    body = f"![](img:{in_library().pk})\n\n{make.BODY}"
    review = sign(make.live(body=body))
    correct(sign(make.live(body=body)), body=body, summary="What a sore spot is!")

    old = migrate(WITHOUT_WORDS).get_model("content", "Revision")
    kept = old.objects.get(pk=review.revision_id)
    assert [*kept.uses["pictures"].values()] == [Picture.objects.get().sha256]

    migrate()
    Edition.begin()
    now = Revision.objects.get(pk=review.revision_id)
    assert [*now.uses["pictures"].values()] == [Picture.objects.get().digest]
    assert now.content_hash == now.words_hash()
    assert len(valid_reviews(timezone.now())) == 2
