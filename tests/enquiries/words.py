"""What a form hands over, with sensible defaults; what a test is about, it says itself."""

from itertools import count

from enquiries.handling import Submission, Words

nonces = count(1)
TOLD = {
    "topic": "visit",
    "message": "May I drive home after the injection?",
    "name": "Rosa Patient",
    "reach": "email",
    "contact": "rosa.patient@example.org",
    "may_email": True,
    "safe_word": "lighthouse",
}


def submission(**fields) -> Submission:
    """From a form of its own, filled in by a person in half a minute."""
    came = {"nonce": f"nonce-{next(nonces)}", "network": "192.0.2.7", "age_seconds": 30.0}
    return Submission(**TOLD | came | fields)


def told(**fields) -> Words:
    return Words(**TOLD | fields)
