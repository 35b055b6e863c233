"""Fills in the pages on which patients write, as a browser without scripts would."""

import secrets
import time

import html5lib
from django.core.signing import Signer
from django.urls import reverse

from enquiries import formtoken

ADDRESS = "/contact/"
ROSA = {
    "topic": "visit",
    "message": "May I drive home after the injection?",
    "name": "Rosa Patient",
    "language": "en",
}
BY_PHONE = {"reach": "phone", "phone": "(503) 555-0142", "best_time": "morning"}
BY_EMAIL = {
    "reach": "email",
    "email": "rosa.patient@example.org",
    "may_email": "on",
    "safe_word": "lighthouse",
}


def parsed(response):
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    return html5lib.parse(
        response.content.decode(), treebuilder="etree", namespaceHTMLElements=False
    )


def each(element, *tags: str) -> list:
    return [e for e in element.iter() if e.tag in tags]


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


def main_text(response) -> str:
    return text_of(parsed(response).find(".//main"))


def title(response) -> str:
    return parsed(response).find("./head/title").text


def fields(response, last_form: bool = True) -> dict[str, str]:
    """What a browser would send with the form of the page as it stands, without its buttons."""
    form = parsed(response).findall(".//main//form")[-1 if last_form else 0]
    found = {}
    for element in each(form, "input", "textarea"):
        kind = element.get("type")
        if kind in {"radio", "checkbox"} and element.get("checked") is None:
            continue
        value = element.get("value", "on" if kind == "checkbox" else "")
        found[element.get("name")] = "".join(element.itertext()) or value
    return found


def token(seconds_ago: float = 30) -> str:
    """Of a form that was opened some time ago, as people need to fill it in."""
    issued = int((time.time() - seconds_ago) * 1000)
    return Signer(salt=formtoken.SALT).sign(f"{secrets.token_urlsafe(12)}.{issued}")


def ask(client, how: dict = BY_PHONE, **changes):
    """The answer to a form that was filled in, with these changes."""
    headers = changes.pop("headers", None)
    told = {"token": token()} | ROSA | how | changes
    return client.post(ADDRESS, told, headers=headers)


def press(client, response, step: str):
    """Presses one of the two buttons of the page that stops a message."""
    return client.post(response.request["PATH_INFO"], fields(response) | {"step": step})


def mends(response) -> list[str]:
    """The sentences of the summary, each of which leads to a field with the same sentence."""
    page = parsed(response)
    links = page.findall(".//main//section[@role='alert']//li/a")
    by_id = {e.get("id"): e for e in page.iter() if isinstance(e.tag, str) and e.get("id")}
    for link in links:
        field = by_id[link.get("href")[1:]]
        assert field.tag in {"input", "textarea"}
        assert text_of(link) in main_text(response).split("Please fix")[1]
    return [text_of(link) for link in links]


def answer_address(of: str) -> str:
    return reverse("enquiries:answer", args=[of])
