"""The report: says what the run says, in Dutch, and lets nobody else's text do anything."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_run import CASES, EARLIER, OUTCOMES
from typer.testing import CliRunner

from assistant.evaluation import folder as runs
from assistant.evaluation.figures import compare
from assistant.evaluation.metrics import METRICS, Kind
from assistant.evaluation.types import RETRIEVAL, Case, Comparison, Metric, Outcome, Point, Run
from assistant.settings import Settings
from ui import report
from ui import texts_report as said
from ui.cli import app
from ui.report import figures
from ui.report.curve import curve
from ui.texts_evaluation import LABELS

HOSTILE = '</style></p><script>window.gehackt=1</script><img src=x onerror="window.gehackt=1">{{ 7*7 }}\u202e\ud800'


class Page(HTMLParser):
    """The tags and the words of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.fixture
def run(example_run: Path) -> Run:
    return runs.read(example_run)


@pytest.fixture
def earlier(earlier_run: Path) -> Run:
    return runs.read(earlier_run)


@pytest.fixture
def comparison(run: Run, earlier: Run) -> Comparison:
    return compare(run, earlier)


def _hostile(run: Run) -> Run:
    """Put the same hostile text in every place that holds somebody else's words."""

    def poison(value: object) -> object:
        if isinstance(value, str):
            return HOSTILE
        if isinstance(value, list):
            return [poison(one) for one in value]
        return {key: poison(one) for key, one in value.items()} if isinstance(value, dict) else value

    cases = tuple(
        Case(
            c.id,
            c.row,
            HOSTILE,
            c.answerable,
            tuple(replace(g, source=HOSTILE, quote=HOSTILE) for g in c.gold),
            ((HOSTILE, HOSTILE),),
            HOSTILE,
            HOSTILE,
            c.after,
        )
        for c in run.testset.cases
    )
    results = {id: replace(result, answer=poison(result.answer), query=HOSTILE) for id, result in run.results.items()}
    problems = tuple(replace(problem, detail=HOSTILE) for problem in run.testset.problems)
    about = replace(run.about, testset=HOSTILE, index=HOSTILE, mode=HOSTILE, legs=HOSTILE, created=HOSTILE)
    about = replace(about, settings={HOSTILE: HOSTILE}, versions={HOSTILE: HOSTILE}, commit=HOSTILE, left_out=HOSTILE)
    assert run.figures
    found = replace(run.figures, kinds={HOSTILE: run.figures.metrics, "x": run.figures.metrics})
    testset = replace(run.testset, name=HOSTILE, cases=cases, problems=problems)
    return Run(about, testset, results, found)


def test_the_file_stands_alone(run: Run, tmp_path: Path) -> None:
    report.write(run, tmp_path / "rapport.html")
    page = Page((tmp_path / "rapport.html").read_text("utf-8"))
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "form", "base", "video"}
    assert all(
        value.startswith("#") for _, found in page.tags for name, value in found.items() if name in ("href", "src")
    )
    assert not [name for _, found in page.tags for name in found if name.startswith("on") or name == "style"]
    assert "url(" not in (tmp_path / "rapport.html").read_text("utf-8")
    assert "@import" not in (tmp_path / "rapport.html").read_text("utf-8")
    policy = next(found["content"] for _, found in page.tags if found.get("http-equiv") == "Content-Security-Policy")
    assert policy == report.policy()
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_the_verdict_is_on_top_in_plain_words(run: Run) -> None:
    text = Page(report.html(run)).text
    assert text.index("Van de 8 vragen gaan er 2 goed.") < text.index(said.FIGURES_TEXT)
    assert "Dat is 25 %. Bij andere vragen van dit soort is dat waarschijnlijk tussen 5 % en 45 %." in text
    assert "Bij 4 vragen laat Vraagbaak een verkeerd antwoord zien." in text
    assert "Bij 2 vragen zegt Vraagbaak ten onrechte dat het antwoord niet in de bronnen staat." in text
    assert "2 regels van de vragenlijst kunnen niet kloppen en zijn niet gemeten." in text
    assert "maar 8 vragen" in text


def test_every_figure_has_a_name_a_sentence_and_its_uncertainty(run: Run) -> None:
    text = Page(report.html(run)).text
    assert said.MEANINGS.keys() == METRICS.keys()
    assert run.figures
    for name in run.figures.metrics:
        assert LABELS[name] in text
        assert said.MEANINGS[name] in text
    assert text.count("50 % (tussen 30 % en 70 %)") >= 8
    assert "0,09 seconden (tussen 0,05 en 0,12)" in text


def test_every_outcome_has_words() -> None:
    assert said.OUTCOMES.keys() == set(Outcome)
    assert said.REASONS.keys() == {outcome for outcome in Outcome if not outcome.passed}


def test_statements_of_a_language_model_are_there_only_when_measured(run: Run) -> None:
    assert "Zinnen met bewijs" not in report.html(run)
    assert run.figures
    more = {**run.figures.metrics, "supported_statements": Metric(0.9, 0.8, 1, 8), "nieuw": Metric(0.5, 0.4, 0.6, 8)}
    text = Page(report.html(replace(run, figures=replace(run.figures, metrics=more)))).text
    assert "Zinnen met bewijs" in text
    assert "90 % (tussen 80 % en 100 %)" in text
    assert f"{said.OTHER} nieuw 0,50" in text


def test_every_failed_question_tells_what_was_expected_what_was_shown_and_why(run: Run) -> None:
    html = report.html(run)
    part = html[html.index('id="fout"') : html.index('id="goed"')]
    articles = [Page(one).text for one in part.split("<article")[1:]]
    failed = [(case, outcome) for case, outcome in zip(CASES, OUTCOMES, strict=True) if not outcome.passed]
    assert len(articles) == len(failed) == 6
    for case, outcome in failed:
        text = next(one for one in articles if f"Regel {case.row} " in one)
        assert case.question in text
        assert said.REASONS[outcome] in text
        assert said.NO_ANSWER in text if not case.answerable else all(str(gold.source) in text for gold in case.gold)
        assert ("Dat staat niet in de bronnen." in text) is bool(run.results[case.id].answer["refused"])
        assert "bijdrage voor hulp bij het huishouden is € 20,60 per maand" in text
    follow_up = next(one for one in articles if "Regel 3 " in one)
    assert "Vervolg op: Hoe hoog is de eigen bijdrage?" in follow_up
    assert "Het CAK" in follow_up


def test_rows_that_cannot_be_right_are_named_by_number(run: Run) -> None:
    html = report.html(run)
    part = Page(html[html.index('id="regels"') :]).text
    assert "Regel 6: " in part
    assert "Dit staat nergens." in part
    assert "Regel 11: " in part
    assert "bronnen/weg.txt" in part


def test_what_changed_is_told_figure_by_figure_and_question_by_question(
    run: Run, earlier: Run, comparison: Comparison
) -> None:
    html = report.html(run, comparison, earlier)
    part = html[html.index('id="veranderd"') : html.index('id="fout"')]
    text = Page(part).text
    assert "gaan er 1 beter en 2 slechter" in text or "gaat er 1 beter en 2 slechter" in text
    assert "Dat verschil kan toeval zijn." in text
    assert said.CHANCE in text
    cards = [Page(one).text for one in part.split("<article")[1:]]
    assert len(cards) == sum(old != new for old, new in zip(EARLIER, OUTCOMES, strict=True))
    gone = next(one for one in cards if "Regel 3 " in one)
    assert said.OUTCOMES[Outcome.RIGHT] in gone
    assert said.OUTCOMES[Outcome.NOT_CHOSEN] in gone
    assert Page(report.html(run, comparison)).text.count("Regel 3") >= 1


def test_two_ways_of_answering_stand_side_by_side(run: Run, earlier: Run, comparison: Comparison) -> None:
    other = replace(run, about=replace(run.about, mode="llm"))
    html = report.html(other, comparison, earlier)
    heads = re.findall(r'<th scope="col">([^<]*)</th>', html[html.index('id="veranderd"') :])
    assert heads[:4] == [said.CHANGES_HEAD, said.MODES["extractive"], said.MODES["llm"], said.DIFFERENCE]


@pytest.mark.parametrize(
    ("change", "kind", "verdict"),
    [
        (Metric(0.1, 0.05, 0.2, 9), Kind(), said.BETTER),
        (Metric(0.1, 0.05, 0.2, 9), Kind(higher_is_better=False), said.WORSE),
        (Metric(-0.1, -0.2, -0.05, 9), Kind("seconds", higher_is_better=False), said.BETTER),
        (Metric(0.1, -0.01, 0.2, 9), Kind(), said.CHANCE),
        (Metric(0.1, 0.0, 0.2, 9), Kind(), said.CHANCE),
        (Metric(0.0, 0.0, 0.0, 9), Kind(), said.SAME),
    ],
)
def test_a_difference_is_only_better_or_worse_outside_chance(change: Metric, kind: Kind, verdict: str) -> None:
    assert figures.verdict(change, kind) == verdict


def test_text_of_others_stays_text(run: Run, earlier: Run, comparison: Comparison, tmp_path: Path) -> None:
    hostile = _hostile(run)
    comparison = replace(comparison, earlier=replace(comparison.earlier, mode=HOSTILE, created=HOSTILE))
    report.write(hostile, tmp_path / "rapport.html", comparison, _hostile(earlier))
    page = Page((tmp_path / "rapport.html").read_text("utf-8"))
    assert not {tag for tag, _ in page.tags} & {"script", "img"}
    assert [tag for tag, _ in page.tags].count("style") == 1
    assert page.text.count("<script>window.gehackt=1</script>") > 30
    assert "49" not in page.text


def test_a_run_that_was_stopped_says_so(example_run: Path) -> None:
    lines = (example_run / runs.RESULTS).read_text("utf-8").splitlines(keepends=True)
    (example_run / runs.RESULTS).write_text("".join(lines[:3]), "utf-8")
    (example_run / runs.METRICS).unlink()
    text = Page(report.html(runs.read(example_run))).text
    assert said.UNFINISHED in text
    assert "De meting is gestopt na 3 van de 8 vragen." in text


def test_a_run_of_rankings_names_the_documents_that_were_found(run: Run) -> None:
    results = {id: replace(one, answer=None, ranking=("doc-1", "doc-2")) for id, one in run.results.items()}
    ranked = replace(run, about=replace(run.about, kind=RETRIEVAL), results=results)
    text = Page(report.html(ranked)).text
    assert "Bij 2 van de 8 vragen staat een goed document bij de eerste 10." in text
    assert said.RANKING in text
    assert "doc-2" in text
    assert "verkeerd antwoord" not in text
    assert said.NOT_IN_TEN in text
    assert said.MEANINGS["passed"] not in text


def test_the_curve_marks_the_threshold_of_the_run() -> None:
    points = [Point(round(t / 100, 2), (100 - t) / 100, 0.5 + t / 200) for t in range(100, -1, -1)]
    drawn = curve(points, 0.5)
    assert drawn
    assert [row.threshold for row in drawn.rows if row.now] == ["0,50"]
    assert len(drawn.rows) <= 12
    assert drawn.now
    assert all(
        drawn.left <= float(x) <= drawn.right and drawn.top <= float(y) <= drawn.bottom
        for x, y in re.findall(r"([\d.]+) ([\d.]+)", drawn.line)
    )
    assert curve([], 0.5) is None
    assert curve(points[:30], 0.5) is not None


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.0, "100 %"), (0.0, "0 %"), (0.9999, "99,9 %"), (0.0001, "0,1 %"), (0.874, "87 %"), (0.996, "99,6 %")],
)
def test_only_what_is_whole_is_written_as_whole(value: float, written: str) -> None:
    assert said.share(value).replace(said.NBSP, " ") == written


def test_the_command_writes_the_report_again(example_run: Path, earlier_run: Path, tmp_path: Path) -> None:
    command = ["report", str(example_run), "--compare", str(earlier_run), "--out", str(tmp_path / "r.html")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0
    assert str(tmp_path / "r.html") in done.output.replace("\n", "")
    assert said.CHANGES in (tmp_path / "r.html").read_text("utf-8")
    assert CliRunner().invoke(app, ["report", str(example_run)]).exit_code == 0
    assert said.CHANGES_TEXT not in (example_run / report.FILE).read_text("utf-8")


def test_an_evaluation_writes_its_report(web_settings: Settings, tmp_path: Path) -> None:
    row = {"question": "Waar woont Ria de Vries?", "needed": [["Meerwolde"]]}
    (tmp_path / "een.jsonl").write_text(json.dumps(row), "utf-8")
    command = ["evaluate", str(tmp_path / "een.jsonl"), "--index", str(web_settings.index), "--out"]
    for name, more in (("a", []), ("b", ["--compare", str(tmp_path / "a")])):
        done = CliRunner().invoke(app, [*command, str(tmp_path / name), *more])
        assert done.exit_code == 0
        assert report.FILE in done.output
    assert "De enige vraag gaat goed." in (tmp_path / "a" / report.FILE).read_text("utf-8")
    assert said.CHANGES_TEXT in (tmp_path / "b" / report.FILE).read_text("utf-8")


def test_what_a_language_model_left_out_is_told(run: Run) -> None:
    phrased = {"mode": "llm", "dropped": 2, "statements": [], "notice": "Het taalmodel gaf geen antwoord."}
    results = {}
    for id, result in run.results.items():
        answer = {name: value for name, value in (result.answer or {}).items() if name != "confidence"}
        results[id] = replace(result, answer=answer | phrased)
    text = Page(report.html(replace(run, about=replace(run.about, mode="llm"), results=results))).text
    assert said.dropped(2) in text
    assert phrased["notice"] in text
    assert "met taalmodel" in text
    assert said.CONFIDENCE not in text
