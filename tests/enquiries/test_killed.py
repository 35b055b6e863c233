"""A process that is killed between any two steps loses nothing, doubles nothing."""

import pytest

from tests.enquiries import apart


@pytest.fixture(scope="module")
def submissions() -> list[dict]:
    return apart.run("killed_submissions")


@pytest.fixture(scope="module")
def replies() -> list[dict]:
    return apart.run("killed_replies")


def test_it_was_killed_at_many_steps_and_lived_in_the_end(submissions, replies):
    for rounds in (submissions, replies):
        assert len(rounds) > 30
        assert [found["lived"] for found in rounds] == [False] * (len(rounds) - 1) + [True]


def test_it_stores_the_message_with_its_mails_or_not_at_all(submissions):
    kinds = {
        (len(found["killed"]["enquiries"]), len(found["killed"]["mails"])) for found in submissions
    }
    assert kinds == {(0, 0), (1, 1)}


def test_it_has_the_message_once_after_the_patient_sends_again(submissions):
    assert {tuple(found["again"]["enquiries"]) for found in submissions} == {("new",)}


def test_it_sends_every_mail_and_a_second_time_only_as_the_same_mail(submissions, replies):
    for found in [*submissions, *replies]:
        assert found["again"]["mails"] == ["sent"]
        assert len(set(found["again"]["letters"])) == 1
        assert len(found["again"]["letters"]) <= 2


def test_it_was_killed_between_sending_and_marking_too(submissions, replies):
    for rounds in (submissions, replies):
        assert max(len(found["again"]["letters"]) for found in rounds) == 2


def test_it_tells_staff_every_time(submissions):
    told = [found["again"]["to_staff"] for found in submissions]
    assert [b > a for a, b in zip([0, *told], told, strict=False)] == [True] * len(told)
    assert {found["again"]["waiting"] for found in submissions} == {0}


def test_it_sends_a_reply_once_or_leaves_the_enquiry_as_it_was(replies):
    for found in replies:
        killed = found["killed"]
        assert (killed["replies"], killed["mails"], killed["status"]) in [
            ([], [], "new"),
            (["sending"], ["waiting"], "answered"),
            (["sent"], ["sent"], "answered"),
        ]
        assert found["again"]["replies"] == ["sent"]
