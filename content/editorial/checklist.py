"""What only a person can decide about a page."""


def for_people() -> list:
    return []


def valid(answers: dict[str, str]) -> dict[str, str]:
    return {}
