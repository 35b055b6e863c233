"""What the first page of the admin says about backups."""

from enquiries.admin.screen import moment
from tpi_site.backup import last_proven


def backup_line() -> dict:
    """{words, is_late}, like that about due work."""
    proof = last_proven()
    if proof is None:
        words = (
            "No backup has been proven yet: none was restored in a scratch place and looked over. "
            "Ask whoever runs this site."
        )
        return {"words": words, "is_late": True}
    words = (
        f"A backup was last restored in a scratch place and found whole {moment(proof.at).inline}."
    )
    if late := proof.is_late():
        words += " That should be done each week. Ask whoever runs this site."
    return {"words": words, "is_late": late}
