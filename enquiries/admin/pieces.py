"""A patient's words in pieces, so that warning words can be marked without making HTML."""

from enquiries import redflags

Piece = dict[str, object]


def pieces_of(text: str, hits: list[redflags.Hit] | None = None) -> list[Piece]:
    """The whole text in order; a piece is {text, is_flagged}."""
    hits = redflags.find(text) if hits is None else hits
    pieces, at = [], 0
    for start, end in _spans(hits):
        pieces += [_piece(text[at:start], False), _piece(text[start:end], True)]
        at = end
    pieces.append(_piece(text[at:], False))
    return [piece for piece in pieces if piece["text"]]


def _piece(text: str, is_flagged: bool) -> Piece:
    return {"text": text, "is_flagged": is_flagged}


def _spans(hits: list[redflags.Hit]) -> list[tuple[int, int]]:
    """In order, with those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((hit.start, hit.end) for hit in hits):
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged
