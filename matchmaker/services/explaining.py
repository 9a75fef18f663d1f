"""Why the two of a match were suggested: drawn up when somebody reads it, and kept once somebody decides on it.

Of thousands of suggestions few are ever looked at, and to explain a pair takes a hundred times as long as to
rank it. What people decided on keeps the reasons of that day, whatever becomes of the texts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from matchmaker.engine.offers.snapshot import Asked, Snapshot
from matchmaker.engine.ranking.explain import reasons
from matchmaker.engine.ranking.standing import Standing
from matchmaker.models import Match
from matchmaker.services import matching
from matchmaker.services.profiles import need_profile

Told = list[dict[str, Any]]
Key = tuple[Any, ...]
MOST_DRAWN = 2_000  # pairs: about 4 MB
MOST_READ = 500  # needs: about 5 MB


@dataclass(frozen=True)
class Drawn:
    """What this process drew up by one state of the index: a reviewer comes back to a page after each deed."""

    snapshot: Snapshot
    reasons: dict[Key, Told] = field(default_factory=dict)
    needs: dict[Key, Asked] = field(default_factory=dict)


_held: list[Drawn] = []  # at most one: a process serves one portal


def _drawn_by(snapshot: Snapshot) -> Drawn:
    if not _held or _held[0].snapshot is not snapshot:
        _held[:] = [Drawn(snapshot)]
    return _held[0]


def _kept(held: dict[Key, Any], key: Key, most: int, draw: Callable[[], Any]) -> Any:
    if key not in held:
        if len(held) >= most:
            held.clear()
        held[key] = draw()
    return held[key]


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
        pair = (match.need_id, match.need.version, self.on, match.offer_id)
        return _kept(_drawn_by(self.snapshot).reasons, pair, MOST_DRAWN, partial(self._drawn, match))

    def _drawn(self, match: Match) -> Told:
        need = need_profile(match.need, on=self.on)
        try:
            shelf, row = self.snapshot.find(match.offer_id)
        except KeyError:  # the offer has left the catalogue, and its suggestions are about to follow
            return []
        needs, key = _drawn_by(self.snapshot).needs, (match.need_id, match.need.version, self.on)
        asked = _kept(needs, key, MOST_READ, lambda: self.snapshot.asked([need])[0])
        stands = Standing(self.snapshot, shelf, need, asked)
        return [dict(vars(reason)) for reason in reasons(stands, row)]


def keep_reasons(session: Session, match: Match, *, index_folder: Path, now: datetime) -> None:
    """Write the reasons of *match* down, as they are now; it is no newer for that to whoever is working on it."""
    if match.reasons:
        return
    session.flush()
    found = Explainer(session, index_folder, now.date()).reasons(match)
    session.connection().execute(update(Match).where(col(Match.id) == match.id).values(reasons=found))
    session.expire(match, ["reasons"])
