from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from content.editorial.findings import Finding
from content.management.sheets import score_line, sheet_to_fill, unanswered
from content.models import Revision
from content.publishing.waivers import CheckedRevision, checked


class Command(BaseCommand):
    """Prints what is wrong with the newest revision of each article, line by line.

    Ends with an error when an article has one. Warnings that have a reason are left out, and so
    is every warning after the third of its kind on a page, unless --all-warnings is given.
    --scores prints the scores of each article and what its sheet lacks, --sheet an article's sheet
    with every question, ready to be filled in.
    """

    help = __doc__

    A_KIND = 3

    def add_arguments(self, parser) -> None:
        parser.add_argument("slugs", nargs="*", help="Only these articles.")
        parser.add_argument("--all-warnings", action="store_true", help="Leave nothing out.")
        parser.add_argument("--scores", action="store_true", help="Print the scores as well.")
        parser.add_argument("--sheet", metavar="SLUG", help="Print this article's sheet and end.")

    def handle(
        self, *, slugs: list[str], all_warnings: bool, scores: bool, sheet: str | None, **options
    ) -> None:
        if sheet:
            self.stdout.write("\n".join(sheet_to_fill(self.newest([sheet])[0])))
            return
        totals: Counter[str] = Counter()
        for revision in self.newest(slugs):
            result = checked(revision)
            totals["pages"] += 1
            totals["errors"] += len(result.checked.errors)
            totals["warnings"] += len(result.unexcused)
            totals["excused"] += len(result.excused)
            totals["sheets"] += bool(unanswered(revision))
            self.tell(revision, result, all_warnings)
            if scores:
                self.stdout.write(score_line(revision))
        if totals["sheets"]:
            self.stdout.write(f"{totals['sheets']} sheets are not complete; see --scores.")
        self.stdout.write(
            f"{totals['pages']} articles: {totals['errors']} errors, {totals['warnings']} warnings"
            f" without a reason, {totals['excused']} with one."
        )
        if totals["errors"]:
            raise SystemExit(1)

    def newest(self, slugs: list[str]) -> list[Revision]:
        """The kept revision of each article with the highest number."""
        kept = (
            Revision.objects.kept().select_related("article__topic").order_by("article", "number")
        )
        if slugs:
            kept = kept.filter(article__slug__in=slugs)
        newest = {
            revision.article_id: revision
            for revision in kept.defer("body_html", "references_html", "plain_text")
        }
        missing = set(slugs) - {revision.article.slug for revision in newest.values()}
        if missing:
            raise CommandError(f"No article is called: {', '.join(sorted(missing))}.")
        return list(newest.values())

    def tell(self, revision: Revision, result: CheckedRevision, all_warnings: bool) -> None:
        told: Counter[str] = Counter()
        for finding in result.checked.findings:
            told[finding.id] += 1
            many = finding.level == "warning" and told[finding.id] > self.A_KIND
            if all_warnings or not (many or result.waiver(finding)):
                self.stdout.write(line(revision, finding))


def line(revision: Revision, finding: Finding) -> str:
    """Like: recovery/the-first-day body:12: warning: Long sentence. …"""
    article = revision.article
    level = finding.level
    place = f"{article.topic.slug}/{article.slug} {where(revision, finding)}"
    return f"{place}: {level}: {finding.title} ({finding.id}). {finding.message}"


def where(revision: Revision, finding: Finding) -> str:
    if finding.place is None:
        return "page"
    text = getattr(revision, finding.place.field)
    number = text.count("\n", 0, finding.place.start) + 1
    return f"{finding.place.field}:{number}"
