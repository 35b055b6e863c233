"""The step to the library of pictures and back: what was there stays as it was."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from content import publishing
from content.models import Picture, PictureUse
from tests import make
from tests.content.sample_pictures import in_library

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("content", "0003_drafts_and_reviews")]


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
