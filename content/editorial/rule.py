"""What a rule is: its name, its reason and the published advice that it comes from."""

from dataclasses import dataclass
from typing import Literal

from content.editorial.results import Finding, Mend, Place, fingerprint

_LONGEST_EXCERPT = 200
# A sentence is shorter. Of a text without a full stop this much tells it from others.
_LONGEST_WORDS = 2_000


@dataclass(frozen=True)
class Source:
    """Published advice; a rule of this guide itself has no address."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Rule:
    id: str
    level: Literal["error", "warning"]
    title: str
    why: str
    source: Source

    def finding(
        self,
        message: str,
        place: Place | None = None,
        excerpt: str = "",
        mend: Mend | None = None,
    ) -> Finding:
        excerpt = excerpt[:_LONGEST_WORDS]
        return Finding(
            id=self.id,
            level=self.level,
            title=self.title,
            message=message,
            why=self.why,
            source=self.source.name,
            source_url=self.source.url,
            place=place,
            excerpt=shortened(excerpt),
            mend=mend,
            fingerprint=fingerprint(self.id, excerpt),
        )


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_EXCERPT else text[: _LONGEST_EXCERPT - 1] + "…"


OWN = Source("A rule of this guide")
CDC = Source(
    "CDC Clear Communication Index",
    "http://www.cdc.gov/healthcommunication/clearcommunicationindex/index.html",
)
PEMAT = Source(
    "AHRQ PEMAT-P, list of items", "https://pmc.ncbi.nlm.nih.gov/articles/PMC5839932/table/T1"
)
PEMAT_ACTION = Source(
    "AHRQ PEMAT, actionability",
    "http://www.ahrq.gov/professionals/prevention-chronic-care/improve/self-mgmt/pemat/pemat9.html",
)
NLM = Source(
    "National Library of Medicine, How to Write Easy-to-Read Health Materials",
    "https://cybercemetery.unt.edu/archive/oilspill/20121017131246/http:/www.nlm.nih.gov/"
    "medlineplus/etr.html",
)
NHS = Source(
    "NHS service manual, Health literacy",
    "https://service-manual.nhs.uk/content/health-literacy",
)
GRADE_SIX = Source(
    "Eltorai and others, 2015: the AMA and the NIH ask for grade 6 or lower",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC4353543",
)
SHORT_WORDS = Source(
    "Arthroscopy, Sports Medicine, and Rehabilitation, 2023: short words and short sentences",
    "https://arthroscopysportsmedicineandrehabilitation.org/article/S2666-061X(22)00158-4/fulltext",
)
DISCERN = Source(
    "DISCERN, quick guide",
    "https://www.ndph.ox.ac.uk/research/research-groups/applied-health-research-unit-ahru/"
    "discern/quick-reference-guide",
)
WCAG = Source(
    "WCAG 2.1 A and AA, as 45 CFR 84.84 asks for",
    "https://www.govinfo.gov/content/pkg/FR-2024-05-09/html/2024-09237.htm",
)
PIF = Source("PIF TICK, criteria", "https://pifonline.org.uk/pif-tick/about/")
