"""`rank`, `match` and `why`: what fits, for all needs, for one, and for one pair."""

import gc

import click
from sqlmodel import Session

from matchmaker import clock, jobs, reference
from matchmaker.commands.places import portal
from matchmaker.database import open_session
from matchmaker.engine.ranking.eligibility import Bar
from matchmaker.engine.ranking.rank import TOP, Ranked
from matchmaker.engine.ranking.reasons import Reason, ReasonKind
from matchmaker.engine.ranking.verdict import Limit, Verdict
from matchmaker.models import Need, Offer
from matchmaker.queries import needs, offers
from matchmaker.services import matching, runs

BARS = {
    Bar.PLACE: "it is for other States",
    Bar.DATES: "no day is left on which it can be given while the need lasts",
    Bar.LANGUAGE: "no working language in common",
    Bar.CAPACITY: "its capacity is used up",
    Bar.NOT_NAMED: "the need is open to named donors, and this is none of them",
    Bar.EXCLUDED: "the requester excludes this donor",
    Bar.SAME_ORGANISATION: "both belong to one organisation",
}
LIMITS = {
    Limit.COMMON: "too little in common",
    Limit.WORDS: "no topic and no area in common, and too little in words",
    Limit.SUITABLE: "no offer has a topic in common, and none has enough else",
}
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
    gc.disable()  # hundreds of thousands of rows live until the end: to search them for garbage is time lost
    with portal() as (settings, engine):
        with open_session(engine, writes=False) as session:
            matching.open_index(session, settings.var / matching.FOLDER)  # before there is progress to tell
        with click.progressbar(length=1, label="Ranking") as bar:

            def progress(done: int, of: int) -> None:
                bar.length = of
                bar.update(done - bar.pos)

            try:
                run = jobs.rank_all(engine, settings, progress=progress)
            except runs.Replaced as error:
                raise click.ClickException(
                    "Another process has begun to rank everything meanwhile."
                ) from error
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


@click.command()
@click.argument("need_ref", metavar="NEED")
@click.argument("offer_ref", metavar="OFFER")
def why(need_ref: str, offer_ref: str) -> None:
    """Say why OFFER (F-…) is suggested for NEED (N-…), or why it is not."""
    with portal() as (settings, engine), open_session(engine, writes=False) as session:
        need = needs.by_ref(session, need_ref.strip().upper())
        offer = offers.by_ref(session, offer_ref.strip().upper())
        if need is None or offer is None:
            raise click.ClickException(
                f"There is no {'need' if need is None else 'offer'} of this reference."
            )
        try:
            folder = settings.var / matching.FOLDER
            verdict = matching.why(session, need, offer, index_folder=folder, now=clock.now())
        except KeyError as error:
            raise click.ClickException(
                f"{offer.ref} is not published: it is compared with nothing."
            ) from error
        click.echo("\n".join(_verdict(need, offer, verdict)))


def _verdict(need: Need, offer: Offer, verdict: Verdict) -> list[str]:
    lines = [f"{need.ref}  {need.title}", f"{offer.ref}  {offer.title}", ""]
    if verdict.bars:
        lines += ["Never suggested:", *(f"     - {BARS[bar]}" for bar in verdict.bars)]
    if verdict.shortfall:
        short = verdict.shortfall
        lines += [f"Not suggested: {LIMITS[short.limit]} ({short.has:.4f}, of {short.needs} at least)."]
    elif verdict.is_suggested:
        lines += [f"Suggested, in place {verdict.place} ({verdict.pair.band})."]
    elif verdict.bars:
        lines += [f"Else it would have place {verdict.place} ({verdict.pair.band})."]
    else:
        lines += [f"Not suggested: {verdict.place - 1} offers fit better, and {TOP} are shown."]
    shares = [f"{one.share:8.4f}  {_sentence(one)}" for one in verdict.pair.reasons]
    return [*lines, "In common:", *shares, f"{verdict.pair.score:8.4f}  in all"]


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
