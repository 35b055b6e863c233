"""The forms of the desk: the words of an article, and where it stands."""

from content.forms.place import PlaceForm
from content.forms.writing import WORD_FIELDS, NewArticleForm, WriteForm

__all__ = ["WORD_FIELDS", "NewArticleForm", "PlaceForm", "WriteForm"]
