"""A form of staff as a browser has it open, and sends it back."""

import html5lib


def opened(client, at: str, box: str) -> dict[str, list[str]]:
    """What a browser sends back from the form with that box, as it is now."""
    parsed = html5lib.parse(client.get(at).content.decode(), namespaceHTMLElements=False)
    form = next(f for f in parsed.iter("form") if f.find(f".//*[@name='{box}']") is not None)
    typed: dict[str, list[str]] = {}
    for box in form.iter():
        values = [box.get("value", "")]
        if box.tag == "textarea":
            values = ["".join(box.itertext()).strip()]
        elif box.tag == "select":
            values = [
                option.get("value") for option in box.iter("option") if "selected" in option.attrib
            ]
        elif box.get("type") == "checkbox" and "checked" not in box.attrib:
            values = []
        if box.get("name") and box.get("type") != "submit":
            typed.setdefault(box.get("name"), []).extend(values)
    return typed
