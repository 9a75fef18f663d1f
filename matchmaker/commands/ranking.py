"""`rank` and `match`: what fits, for all needs or for one."""

import click
from sqlmodel import Session

from matchmaker import clock, reference
from matchmaker.commands.places import portal
from matchmaker.database import open_session, transaction
from matchmaker.engine.rank import Ranked
from matchmaker.engine.reasons import Reason, ReasonKind
from matchmaker.models import Need, Offer
from matchmaker.queries import needs, offers
from matchmaker.services import matching

SENTENCES = {
    ReasonKind.WORDS: "both say “{in_need}”",
    ReasonKind.CONCEPT: "“{in_need}” means “{in_offer}”",
    ReasonKind.TOPIC_WORDS: "it speaks of {in_need} {name}: “{in_offer}”",
    ReasonKind.OTHER_WORDS: "smaller words in common",
    ReasonKind.TOPIC: "the topic {in_need} {name}",
    ReasonKind.AREA: "the area of {in_need} {name}",
    ReasonKind.MODALITY: "given as asked: {name}",
    ReasonKind.LANGUAGE: "a language in common: {in_need}",
    ReasonKind.DATES: "dates: asked {in_need}, possible {in_offer}",
    ReasonKind.BUDGET: "budget: asked {in_need}, offered {in_offer}",
}


@click.command()
def rank() -> None:
    """Compare every open need with every published offer, and keep the best."""
    with portal() as (settings, engine):
        folder = settings.var / matching.FOLDER
        with open_session(engine, writes=False) as session:
            matching.open_index(session, folder)  # the long part, before the database is locked
        with transaction(engine) as session, click.progressbar(length=1, label="Ranking") as bar:

            def progress(done: int, of: int) -> None:
                bar.length = of
                bar.update(done - bar.pos)

            run = matching.rank_all(session, index_folder=folder, now=clock.now(), progress=progress)
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else 0
    click.echo(f"{run.needs} needs x {run.offers} offers: {run.suggestions} suggestions in {seconds:.1f} s.")


@click.command()
@click.argument("ref")
def match(ref: str) -> None:
    """Print the offers that fit the need REF (N-…), best first, and why. Nothing is kept."""
    with portal() as (settings, engine), open_session(engine, writes=False) as session:
        need = needs.by_ref(session, ref.strip().upper())
        if need is None:
            raise click.ClickException(f"There is no need {ref}.")
        found = matching.best_for(session, need, index_folder=settings.var / matching.FOLDER, now=clock.now())
        click.echo(_page(session, need, found))


def _page(session: Session, need: Need, found: tuple[Ranked, ...]) -> str:
    lines = [f"{need.ref}  {need.organisation.name}: {need.title}"]
    by_id = {offer.id: offer for offer in offers.by_ids(session, [one.offer_id for one in found])}
    for place, one in enumerate(found, start=1):
        lines += ["", *_entry(place, one, by_id[one.offer_id])]
    return "\n".join(lines if found else [*lines, "", "No published offer fits."])


def _entry(place: int, one: Ranked, offer: Offer) -> list[str]:
    head = f"{place:3}. {one.band:9}{offer.ref}  {offer.title} ({offer.organisation.name})"
    return [head, *(f"     - {_sentence(reason)}" for reason in one.reasons)]


def _sentence(reason: Reason) -> str:
    code = reason.in_need
    known = reference.topics() | reference.modalities()
    name = known[code].label("en") if code in known else ""
    return SENTENCES[reason.kind].format(in_need=code, in_offer=reason.in_offer, name=name)
