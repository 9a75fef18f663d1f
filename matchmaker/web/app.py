"""The portal as a WSGI application."""

from flask import Flask

from matchmaker.services.marking import paragraphs
from matchmaker.settings import Settings
from matchmaker.web import (
    access,
    accounts,
    announcing,
    assets,
    charts,
    colleagues,
    doorstep,
    errors,
    files,
    filters,
    gate,
    glossary,
    guides,
    headers,
    health,
    languages,
    listing,
    saved,
    second_step,
    session,
    tours,
    words,
)
from matchmaker.web.engaged import feedback_is_due, use_is_due, value_of
from matchmaker.web.fit import misfits_of, warnings_of
from matchmaker.web.forms import choices
from matchmaker.web.forms.filled import differences, new_sheet, pressed, typed_into, with_start
from matchmaker.web.manner import step_of
from matchmaker.web.reasons import reasons_of
from matchmaker.web.shares import chart_of
from matchmaker.web.stages import knows_both, knows_need, knows_offer, stage
from matchmaker.web.views import (
    account,
    agreements,
    announcements,
    appointments,
    attachments,
    desk,
    factors,
    help,
    home,
    invitations,
    lessons,
    letters,
    lexicon,
    matches,
    need_files,
    need_sheets,
    needs,
    offer_files,
    offer_sheets,
    offers,
    organisations,
    passkeys,
    passwords,
    people,
    picture,
    pools,
    preferences,
    profiles,
    review,
    search,
    searches,
    settings,
    steps,
    tour,
    trail,
    visits,
)

VIEWS = (
    home, search, need_sheets, needs, need_files, offer_sheets, offers, offer_files, attachments, matches, review,
    agreements, desk, letters, preferences, account, factors, passkeys, lexicon, lessons, steps, trail, organisations,
    people, appointments, announcements, settings, searches, profiles, pools, invitations, help, picture, visits,
    passwords,
)  # fmt: skip


def create_app(settings: Settings) -> Flask:
    """A portal with *settings*; its database must be migrated."""
    app = session.Portal("matchmaker.web")
    app.extensions["settings"] = settings
    _name_for_templates(app, settings)
    session.init(app, settings)
    headers.init(app)
    doorstep.init(app, settings)
    gate.init(app)
    accounts.init(app, settings)
    second_step.init(app)
    languages.init(app)
    assets.init(app)
    words.init(app)
    guides.init(app)
    filters.init(app)
    files.init(app)
    charts.init(app)
    listing.init(app)
    saved.init(app)
    colleagues.init(app)
    announcing.init(app)
    errors.init(app)
    app.register_blueprint(health.bp)
    for view in VIEWS:
        app.register_blueprint(view.bp)
    if settings.provider:
        from matchmaker.web.views import identities  # it needs the extra sso, and takes a while

        app.register_blueprint(identities.bp)
    if settings.demo:
        tours.init(app)
        app.register_blueprint(tour.bp)
    return app


def _name_for_templates(app: Flask, settings: Settings) -> None:
    """What a template may ask, beside what the modules below give it themselves."""
    app.jinja_env.globals.update(
        may=access.may,
        choices=choices,
        differences=differences,
        with_start=with_start,
        new_sheet=new_sheet,
        pressed=pressed,
        step_of=step_of,
        typed_into=typed_into,
        stage=stage,
        knows_both=knows_both,
        knows_need=knows_need,
        knows_offer=knows_offer,
        reasons_of=reasons_of,
        warnings_of=warnings_of,
        misfits_of=misfits_of,
        feedback_is_due=feedback_is_due,
        use_is_due=use_is_due,
        value_of=value_of,
        chart_of=chart_of,
        paragraphs=paragraphs,
        demonstration=settings.demo,
        contact=settings.contact,
        provider=settings.provider,
        word=glossary.word,
    )
