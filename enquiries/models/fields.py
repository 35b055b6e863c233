"""A text column that is encrypted on its way into the database."""

from django.db import models

from enquiries import vault


class EncryptedTextField(models.TextField):
    """Reads and writes plain text; the database holds what `vault.encrypt` makes of it.

    An empty text stays empty. Encryption is different each time, so the column can be looked up
    only for emptiness: use a keyed hash beside it for finding. Reading raises vault.Unreadable.
    """

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return vault.encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return vault.decrypt(value) if value else value

    def get_lookup(self, lookup_name):
        if lookup_name not in {"exact", "isnull"}:
            return None
        return super().get_lookup(lookup_name)
