import math
from pathlib import Path

import pytest

from matchmaker.engine.measuring.evaluate import (
    Evaluation,
    Figures,
    Silence,
    evaluate,
    examine,
    figures,
    ndcg,
)
from matchmaker.engine.measuring.judged import BrokenCollection
from matchmaker.engine.offers.index import Index
from tests.engine.samples import EVIDENCE, FORENSICS, VICTIMS, need, offer
from tests.engine.test_judged import written

DOCS = """
{"id": "forensics", "title": "", "text": "A laboratory for digital forensics with write blockers."}
{"id": "victims", "title": "Victims", "text": "A helpline and counsellors."}
{"id": "tea", "title": "Tea", "text": "Markets for tea and honey."}
"""
NEEDS = """
{"id": "q1", "text": "We need a digital forensics laboratory."}
{"id": "q2", "text": "Counsellors for victims, and tea."}
{"id": "q3", "text": "Nobody graded anything for this one."}
"""
GRADES = "q1\tforensics\t1\nq2\tvictims\t2\nq2\tgone\t2\nq2\ttea\t0\n"


def collection(folder: Path, **changed: str) -> Path:
    return written(
        folder,
        **{"docs_jsonl": DOCS, "queries_jsonl": NEEDS, "qrels_tsv": GRADES, "meta_json": "{}", **changed},
    )


def test_a_collection_is_ranked_and_measured(tmp_path: Path) -> None:
    found = evaluate(collection(tmp_path), Index())
    half_found = 2 / (2 + 2 / math.log2(3))
    assert found == Evaluation(tmp_path.name, found.each, found.seconds)
    assert found.figures == Figures(
        ndcg=pytest.approx((1 + half_found) / 2), mrr=1.0, recall=0.75, average_precision=0.75
    )
    assert {need: one.ndcg for need, one in found.each.items()} == {"q1": 1.0, "q2": half_found}
    assert found.seconds > 0


def test_a_need_that_is_an_offer_does_not_find_itself(tmp_path: Path) -> None:
    meta = '{"language": "en", "self_exclude": true}'
    folder = collection(
        tmp_path, queries_jsonl=DOCS, qrels_tsv="tea\ttea\t1\ntea\tvictims\t1\n", meta_json=meta
    )
    assert evaluate(folder, Index()).figures == Figures(0, 0, 0, 0)


def test_only_what_is_judged_is_ranked_where_the_collection_says_so(tmp_path: Path) -> None:
    grades = "q2\ttea\t1\n"
    with_all = evaluate(collection(tmp_path, qrels_tsv=grades), Index()).figures.mrr
    judged = evaluate(
        collection(tmp_path, qrels_tsv=grades, meta_json='{"judged_only": true}'), Index()
    ).figures.mrr
    assert (with_all, judged) == (0.5, 1.0)


def test_a_collection_without_anything_to_find_has_zeros(tmp_path: Path) -> None:
    found = evaluate(collection(tmp_path, docs_jsonl="", qrels_tsv=""), Index())
    assert (found.figures, found.each) == (Figures(0, 0, 0, 0), {})


def test_a_broken_collection_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(BrokenCollection, match=r"qrels.tsv, line 1"):
        evaluate(collection(tmp_path, qrels_tsv="q1\n"), Index())


def test_a_perfect_order_has_full_figures_and_an_empty_one_none() -> None:
    grades = {"a": 3, "b": 1, "c": 0}
    assert figures(["a", "b", "c"], grades, 1) == Figures(1, 1, 1, 1)
    assert figures([], grades, 1) == Figures(0, 0, 0, 0)


def test_the_figures_of_a_known_order() -> None:
    found = figures(["x", "b", "a"], {"a": 3, "b": 1}, relevant_from=1)
    assert found == Figures(
        ndcg=pytest.approx((1 / math.log2(3) + 3 / 2) / (3 + 1 / math.log2(3))),
        mrr=0.5,
        recall=1.0,
        average_precision=pytest.approx((1 / 2 + 2 / 3) / 2),
    )


def test_what_stands_below_the_depth_does_not_count() -> None:
    order = [*(f"x{n}" for n in range(20)), "a"]
    assert figures(order, {"a": 1}, 1) == Figures(0, 0, 0, pytest.approx(1 / 21))


def test_gain_agrees_with_scikit_learn() -> None:
    from sklearn.metrics import ndcg_score

    found, ideal = [0, 3, 1, 0, 2, 0, 0, 0, 0, 0, 3], [0, 3, 1, 0, 2, 0, 0, 0, 0, 0, 3]
    scores = [list(range(len(found), 0, -1))]
    assert ndcg(found, ideal) == pytest.approx(ndcg_score([found], scores, k=10))


def test_the_exam_ranks_with_everything_the_engine_knows() -> None:
    offers = {
        "lab": offer(1, text=FORENSICS),
        "course": offer(2),
        "far": offer(3, countries=frozenset({"LAO"})),
    }
    needs = {"asks-course": need(5), "asks-help": need(6, text=VICTIMS), "asks-nothing": need(7, text="")}
    grades = {"asks-course": {"course": 3, "lab": 0}, "asks-help": {"far": 2}, "asks-nothing": {"lab": 0}}
    found, silence = examine(Index().fit(offers.values()), {**needs, "ungraded": need(8)}, offers, grades)
    assert (found.collection, found.each) == ("exam", {"asks-course": Figures(1, 1, 1, 1)})
    assert silence == Silence(said=2, due=2, rightly=2)  # what would help is for another State
    assert (silence.precision, silence.recall) == (1.0, 1.0)
    assert EVIDENCE in offers["course"].text
