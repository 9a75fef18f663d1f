"""The picture: where needs and offers stand, how they flow and when, of what this reader may read."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.queries.picture import PictureFilter
from matchmaker.web import charts, filters
from matchmaker.web.access import actor, allows
from matchmaker.web.charts import Chart
from matchmaker.web.csv_file import csv_answer
from matchmaker.web.session import session

bp = Blueprint("picture", __name__, url_prefix="/picture")


@bp.get("/")
@allows(Action.READ_FIGURES)
def show() -> ResponseReturnValue:
    """The page, or with `csv` in the address the numbers of one chart as a file."""
    wanted = filters.wanted(PictureFilter, request.args)
    counted = charts.counted(session, actor(), wanted, on=clock.now().date())
    tables = {chart: charts.table_of(chart, counted) for chart in Chart}
    if request.args.get("csv") in tables:
        chart = Chart(request.args["csv"])
        return csv_answer(chart, charts.lines_of(tables[chart]))
    return render_template(
        "picture/show.html",
        wanted=wanted,
        counted=counted,
        tables=tables,
        bare=charts.bare(counted),
        Chart=Chart,
    )
