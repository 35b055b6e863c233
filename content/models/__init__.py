"""The nouns, one file each; import them from here.

Imports among them go one way: topics ← articles ← revisions ← reviews, search and all that is about
one revision ← stamps ← guide; clinic, glossary, pictures, editions, source links and digests know
no other noun. Nothing here imports a helper, verb or door.
"""

from content.models.articles import Article, moved_slugs
from content.models.clinic import EMERGENCY_NUMBER, ClinicDetails, ClinicFact, clinic_facts
from content.models.comments import Comment
from content.models.digests import ReviewDigest
from content.models.editions import Edition
from content.models.glossary import Term
from content.models.guide import ArticleEntry, Guide, TopicEntry, current_guide, last_known_clinic
from content.models.picture_uses import PictureUse
from content.models.pictures import Picture
from content.models.presence import Presence
from content.models.review_requests import ReviewRequest
from content.models.reviews import Review, SmallCorrection
from content.models.revisions import Revision, RevisionIsFinal, hash_of
from content.models.search import SearchDocument, Synonym
from content.models.share_links import ShareLink
from content.models.source_links import SourceLink
from content.models.stamps import Correction, Stamp, valid_reviews
from content.models.topics import Topic
from content.models.waivers import Waiver
from content.models.working_copies import WorkingCopy

__all__ = [
    "EMERGENCY_NUMBER",
    "Article",
    "ArticleEntry",
    "ClinicDetails",
    "ClinicFact",
    "Comment",
    "Correction",
    "Edition",
    "Guide",
    "Picture",
    "PictureUse",
    "Presence",
    "Review",
    "ReviewDigest",
    "ReviewRequest",
    "Revision",
    "RevisionIsFinal",
    "SearchDocument",
    "ShareLink",
    "SmallCorrection",
    "SourceLink",
    "Stamp",
    "Synonym",
    "Term",
    "Topic",
    "TopicEntry",
    "Waiver",
    "WorkingCopy",
    "clinic_facts",
    "current_guide",
    "hash_of",
    "last_known_clinic",
    "moved_slugs",
    "valid_reviews",
]
