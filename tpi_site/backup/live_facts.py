"""Counts in the database that Django is connected to."""

from django.db import connection

from tpi_site.backup import facts


def read_with_django(tables: list[str]) -> facts.Facts:
    def ask(sql: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    return facts.read(ask, tables)
