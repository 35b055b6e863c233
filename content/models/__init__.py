"""The nouns, one file each; import them from here.

Imports among them go one way: topics ← articles ← revisions ← reviews, search ← guide; clinic,
glossary, pictures and editions know no other noun. Nothing here imports search, publishing or views.
"""

from content.models.articles import Article
from content.models.clinic import EMERGENCY_NUMBER, ClinicDetails, ClinicFact, clinic_facts
from content.models.editions import Edition
from content.models.glossary import Term
from content.models.pictures import Picture
from content.models.reviews import Review
from content.models.revisions import Revision, RevisionIsFinal, hash_of
from content.models.search import SearchDocument, Synonym
from content.models.topics import Topic

__all__ = [
    "EMERGENCY_NUMBER",
    "Article",
    "ClinicDetails",
    "ClinicFact",
    "Edition",
    "Picture",
    "Review",
    "Revision",
    "RevisionIsFinal",
    "SearchDocument",
    "Synonym",
    "Term",
    "Topic",
    "clinic_facts",
    "hash_of",
]
