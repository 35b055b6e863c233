"""Looks for what programs do and patients do not. A sign moves a message to the Spam tab, no more.

Never judged: the language, capitals, spelling, or what somebody's body does.
"""

import math
import re
from unicodedata import normalize

from django.utils.crypto import salted_hmac

LEAST_SECONDS = 3  # nobody reads the emergency notice and types a question in less
LINKS = 3
REPEATS = 3  # times the same words came before
SHORTEST = 40  # letters; short messages are often the same ones
ENDINGS = "com net org info biz ru cn xyz top shop online site club vip icu store agency".split()

# An address to open, whole or bare; what follows an @ is a person's address and none of these.
LINK = re.compile(
    r"https?://[^\s<>\[\]()\"',;]*"
    r"|(?<![\w.@-])www\.\w[^\s<>\[\]()\"',;]*"
    rf"|(?<![\w.@/-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:{'|'.join(ENDINGS)})(?![\w@-]|\.\w)"
    r"(?:/[^\s<>\[\]()\"',;]*)?"
    r"|(?<![\w.@/-])(?:t\.me|wa\.me|bit\.ly|goo\.gl|tinyurl\.com|is\.gd)/\w+",
    re.IGNORECASE,
)
# “pain <3 days” and “if it is <a 5 or >” are a patient's; a tag has a known name or href.
MARKUP = re.compile(
    r"</?(?:br|p|b|u|div|span|font|img|iframe|style|h[1-6]|ul|ol|li|table|strong|em|svg|form"
    r"|input|meta|object|embed|html|body)(?:\s+[\w-]+\s*=[^<>]{0,300})?\s*/?>"
    r"|<a\s+href|</a>|<script\b|</script|\[/?(?:url|link|img|color|size|quote)(?:=[^\]\n]{0,300})?\]",
    re.IGNORECASE,
)
# Nobody's back pain needs several of these.
SALES = [
    re.compile(rf"\b(?:{words})\b")
    for words in (
        "seo",
        "back-?links?|link building|domain authority|guest posts?",
        r"(?:page|rank\w*|top) (?:\w+ )?(?:on|of|in) (?:google|search)|google rank\w*",
        r"(?:organic|web ?site|targeted|more) (?:traffic|visitors)",
        "web ?(?:site )?(?:design|development)|redesign|mobile apps?|explainer videos?",
        "digital marketing|marketing agency|social media|followers|influencers?",
        "casino|jackpot|free spins|sports betting|slots",
        "crypto\\w*|bitcoin|forex|trading platform|passive income|double your",
        "(?:business|personal|payday) (?:loan|fund|capital)s?|investors?|working capital",
        "(?:qualified|new|more) (?:leads|customers|clients)|increase (?:your )?(?:sales|revenue)",
        "(?:online|canadian) pharmacy|no prescription needed|wholesale|bulk orders?|replicas?",
        "buy now|order now|limited time|special offer|discount code|free (?:quote|trial|audit)",
        "unsubscribe|opt out|reply stop|business proposal|dear (?:sir|owner|webmaster)",
    )
]


def signs(
    message: str,
    *,
    name: str = "",
    contact: str = "",
    honeypot: str = "",
    age_seconds: float | None = None,
    times_seen: int = 0,
) -> list[str]:
    """Reasons in plain words for staff; none for a message that looks like a person's.

    `age_seconds` is how old the form was when it was sent, `times_seen` how often the same words
    came earlier on this day.
    """
    links = len(LINK.findall(message))
    reasons = {
        "hidden field was filled": honeypot.strip(),
        _haste(age_seconds): age_seconds is not None and age_seconds < LEAST_SECONDS,
        f"{links} links": links >= LINKS,
        f"same words came {times_seen + 1} times today": times_seen >= REPEATS,
        "looks like HTML or BBCode": MARKUP.search(f"{name}\n{contact}\n{message}"),
        "name holds a link": LINK.search(name),
        "contact holds a link": LINK.search(contact),
        "reads like an advertisement": _sells(message, links),
    }
    return [reason for reason, found in reasons.items() if found]


def words_key(message: str) -> str:
    """64 hex digits, the same for the same letters; "" for a message too short to compare."""
    letters = "".join(letter for letter in normalize("NFKD", message) if letter.isalpha())
    if len(letters) < SHORTEST:
        return ""
    text = letters.casefold().encode(errors="replace")
    return salted_hmac("enquiries.spam", text, algorithm="sha256").hexdigest()


def _haste(age_seconds: float | None) -> str:
    seconds = max(1, math.ceil(age_seconds or 0))
    return f"sent within {seconds} second{'s' if seconds > 1 else ''}"


def _sells(message: str, links: int) -> bool:
    """Three kinds of sales talk, or two and a link."""
    folded = " ".join(message.casefold().split())
    kinds = sum(bool(words.search(folded)) for words in SALES)
    return kinds >= (2 if links else 3)
