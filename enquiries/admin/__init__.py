"""The staff's door to enquiries. Every screen goes through the verbs."""

from enquiries.admin import enquiries, tables

__all__ = ["enquiries", "tables"]
