"""The nouns, one file each; import them from here.

Imports among them go one way: topics ← articles ← revisions ← reviews, search ← guide; clinic,
glossary, pictures and editions know no other noun. Nothing here imports a helper, verb or door.
"""

from content.models.articles import Article
from content.models.clinic import EMERGENCY_NUMBER, ClinicDetails, ClinicFact, clinic_facts
from content.models.editions import Edition
from content.models.glossary import Term
from content.models.guide import ArticleEntry, Guide, TopicEntry, current_guide, last_known_guide
from content.models.pictures import Picture
from content.models.reviews import Review
from content.models.revisions import Revision, RevisionIsFinal, hash_of
from content.models.search import SearchDocument, Synonym
from content.models.topics import Topic

__all__ = [
    "EMERGENCY_NUMBER",
    "Article",
    "ArticleEntry",
    "ClinicDetails",
    "ClinicFact",
    "Edition",
    "Guide",
    "Picture",
    "Review",
    "Revision",
    "RevisionIsFinal",
    "SearchDocument",
    "Synonym",
    "Term",
    "Topic",
    "TopicEntry",
    "clinic_facts",
    "current_guide",
    "hash_of",
    "last_known_guide",
]
