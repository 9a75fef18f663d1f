"""Why the two of a match were suggested: drawn up when somebody reads it, and kept once somebody decides on it.

Of thousands of suggestions few are ever looked at, and to explain a pair takes a hundred times as long as to
rank it. What people decided on keeps the reasons of that day, whatever becomes of the texts.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from matchmaker.engine.offers.snapshot import Snapshot
from matchmaker.engine.ranking.explain import reasons
from matchmaker.engine.ranking.standing import standing
from matchmaker.models import Match
from matchmaker.services import matching
from matchmaker.services.profiles import need_profile

Told = list[dict[str, Any]]
Drawn = dict[tuple[Any, ...], Told]  # need, its version, offer, day -> reasons
MOST_DRAWN = 2_000  # pairs: about 4 MB
_held: list[tuple[Snapshot, Drawn]] = []  # at most one: a process serves one portal


@dataclass(frozen=True)
class Explainer:
    """Explains matches as of one day, by one state of the index."""

    session: Session
    index_folder: Path
    on: date

    @cached_property
    def snapshot(self) -> Snapshot:
        return matching.open_index(self.session, self.index_folder).snapshot_

    def reasons(self, match: Match) -> Told:
        """Those that are kept with *match*, or else as they are now; none if it was not the engine's idea."""
        if match.reasons or not match.score:
            return match.reasons
        drawn = _drawn_by(self.snapshot)
        pair = (match.need_id, match.need.version, match.offer_id, self.on)
        if pair not in drawn:
            if len(drawn) >= MOST_DRAWN:
                drawn.clear()
            drawn[pair] = self._drawn(match)
        return drawn[pair]

    def _drawn(self, match: Match) -> Told:
        try:
            stands, row = standing(self.snapshot, need_profile(match.need, on=self.on), match.offer_id)
        except KeyError:  # the offer has left the catalogue, and its suggestions are about to follow
            return []
        return [dict(vars(reason)) for reason in reasons(stands, int(row[0]))]


def _drawn_by(snapshot: Snapshot) -> Drawn:
    """What was drawn up by *snapshot* in this process: a reviewer comes back to a page after each deed."""
    if not _held or _held[0][0] is not snapshot:
        _held[:] = [(snapshot, {})]
    return _held[0][1]


def keep_reasons(session: Session, match: Match, *, index_folder: Path, now: datetime) -> None:
    """Write the reasons of *match* down, as they are now; it is no newer for that to whoever is working on it."""
    if match.reasons:
        return
    session.flush()
    found = Explainer(session, index_folder, now.date()).reasons(match)
    session.connection().execute(update(Match).where(col(Match.id) == match.id).values(reasons=found))
    session.expire(match, ["reasons"])
