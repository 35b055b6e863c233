"""What patients, staff and runners do in processes of their own; see apart.py.

Each gives what the tests look at, as it stands in the database and in the letters afterwards.
"""

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from enquiries.handling import due, posting
from enquiries.handling.receiving import Submission, receive
from enquiries.handling.replying import newest_mark, send_reply
from enquiries.models import (
    Enquiry,
    InboxSettings,
    NetworkCount,
    OutboxMessage,
    Reply,
    contact_hash,
)
from tests.enquiries import make
from tests.enquiries.apart import (
    DESK,
    FOLDER,
    all_at_once,
    begin,
    end,
    letters_to,
    until_it_lives,
)

WRITERS = 8
FOR_EACH_WRITER = 12


def submission(number: int) -> Submission:
    word = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    return Submission(
        topic="visit",
        message=f"May I drive home after my visit? My sister {word} could come with me.",
        name="Rosa Patient",
        reach="email",
        contact=f"rosa{number}@example.org",
        may_email=True,
        safe_word="lighthouse",
        nonce=f"nonce-{number}",
        network=f"198.51.100.{number % 250}",
        age_seconds=30,
    )


def deliver() -> None:
    """As if all waiting times had passed."""
    waiting = OutboxMessage.objects.filter(state="waiting")
    waiting.update(next_at=timezone.now() - timedelta(seconds=1))
    posting.deliver_due()


def what_is_there(number: int) -> dict:
    address = submission(number).contact
    stored = Enquiry.objects.filter(contact_hash=contact_hash(address))
    mails = OutboxMessage.objects.filter(to_hash=contact_hash(address))
    return {
        "enquiries": list(stored.values_list("status", flat=True)),
        "mails": list(mails.values_list("state", flat=True)),
        "letters": letters_to(address),
        "to_staff": len(letters_to(DESK)),
        "waiting": OutboxMessage.objects.filter(state="waiting").count(),
    }


def killed_submissions() -> list[dict]:
    """A patient presses Send, the site is killed, the patient presses Send again."""

    def send(number: int) -> None:
        receive(submission(number))
        posting.deliver_due()

    def send_again(number: int) -> None:
        receive(submission(number))
        deliver()

    return until_it_lives(send, send_again, what_is_there)


def killed_replies() -> list[dict]:
    """The same with a member of staff who sends a reply."""
    enquiries = {}

    def reply(number: int) -> None:
        enquiry = enquiries[number]
        send_reply(enquiry, "Please ask someone to drive you.", by=None, mark="0-0")
        deliver()

    def look(number: int) -> dict:
        enquiry = Enquiry.objects.get(pk=enquiries[number].pk)
        states = enquiry.replies.exclude(state=Reply.State.DRAFT).values_list("state", flat=True)
        return {
            "replies": list(states),
            "mails": list(enquiry.mails.values_list("state", flat=True)),
            "letters": letters_to(enquiry.contact),
            "status": enquiry.status,
            "mark": newest_mark(enquiry),
        }

    for number in range(1, 200):
        enquiries[number] = make.enquiry(contact=f"rosa{number}@example.org")
    return until_it_lives(reply, reply, look)


def writers() -> dict:
    """Eight at once, each message sent by two of them."""
    total = WRITERS * FOR_EACH_WRITER

    def write(first: int):
        numbers = range(first * FOR_EACH_WRITER, (first + 2) * FOR_EACH_WRITER)
        for number in numbers:
            receive(submission(number % total))

    began = time.monotonic()
    all_at_once([lambda first=first: write(first) for first in range(WRITERS)])
    counts = NetworkCount.objects.filter(network="all").values_list("count", flat=True)
    return {
        "expected": total,
        "stored": Enquiry.objects.count(),
        "different": Enquiry.objects.values("contact_hash").distinct().count(),
        "spam": Enquiry.objects.filter(status="spam").count(),
        "received": OutboxMessage.objects.filter(kind="received").count(),
        "to_staff": OutboxMessage.objects.filter(kind="staff").count(),
        "counted": sum(counts),
        "seconds": time.monotonic() - began,
    }


def patient_writer() -> dict:
    """Somebody holds the whole database for two seconds, and a message waits for its turn."""

    def hold() -> None:
        with transaction.atomic():
            InboxSettings(staff_addresses=DESK).save()
            (FOLDER / "held").touch()
            time.sleep(2)

    holder = begin(hold)
    while not (FOLDER / "held").exists():
        time.sleep(0.01)
    began = time.monotonic()
    end(begin(lambda: receive(submission(1))))
    waited = time.monotonic() - began
    end(holder)
    return {"stored": Enquiry.objects.count(), "waited": waited}


def runners() -> dict:
    """Four runners at once: each mail is sent once, and a duty is done by one of them."""

    def duty(now) -> str:
        with (FOLDER / "done").open("a") as file:
            file.write("x")
        time.sleep(0.3)
        return ""

    for number in range(30):
        receive(submission(number))
    all_at_once([posting.deliver_due] * 4)
    due.DUTIES = [due.DueWork("slow", timedelta(0), duty)]
    due.run_due()
    all_at_once([due.run_due] * 4)
    return {
        "letters": [letters_to(submission(number).contact) for number in range(30)],
        "to_staff": letters_to(DESK),
        "waiting": OutboxMessage.objects.filter(state="waiting").count(),
        "done": len((FOLDER / "done").read_text()),
    }


left: list[int] = []


def what_others_left() -> list[int]:
    """In memory, in the data folder and in the database, where it leaves something itself."""
    mark = FOLDER / "mark"
    found = [len(left), int(mark.exists()), Enquiry.objects.count()]
    left.append(1)
    mark.touch()
    make.enquiry()
    return found


def fails() -> None:
    raise LookupError("It was not there.")
