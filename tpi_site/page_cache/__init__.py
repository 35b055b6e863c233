"""Answers public pages from memory, before Django is asked.

A page says of itself, by `kept_for_everyone` in its environ, that it is the same for all and for
how long. It is good for one edition of the guide, and the current edition is looked up for each
request, so no reader gets words that were replaced or withdrawn before they asked.
"""

from tpi_site.page_cache.cache import PageCache
from tpi_site.page_cache.editions import editions
from tpi_site.page_cache.later import Later

__all__ = ["Later", "PageCache", "editions"]
