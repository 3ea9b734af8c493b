"""The manage page: evaluate with a test set, watch that, open the report, and see to the questions that are kept."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from pydantic import SecretStr

from assistant.evaluation import folder as runs
from assistant.settings import Settings
from ui import report, sources, texts
from ui import texts_manage as said
from ui.feedback import Feedback, Kept
from ui.manage import pages
from ui.manage.door import Door
from ui.manage.measuring import Busy, Job, Measuring, Phase
from ui.manage.upload import KINDS, LARGEST_MB, Unusable, received
from ui.report import questions, verdict
from ui.texts_evaluation import problem

WATCH_SECONDS = 0.5
STEPS = "<!-- steps -->"
UNSEEN = {"Content-Security-Policy": f"{report.policy()}; frame-ancestors 'none'; sandbox"}
"""A report holds the text of others: it may not even be part of our own site."""


def router(settings: Settings, password: SecretStr, measuring: Measuring) -> APIRouter:
    """Make the routes; each asks the door first, before anything of a request is read."""
    routes = APIRouter(prefix=pages.PATH, dependencies=[Depends(Door(password))], include_in_schema=False)
    _overview(routes, settings, measuring)
    _evaluations(routes, settings, measuring)
    _reports(routes, measuring)
    _questions(routes, settings)
    return routes


def _overview(routes: APIRouter, settings: Settings, measuring: Measuring) -> None:
    @routes.get("")
    @routes.get("/")
    def overview(request: Request) -> Response:
        return _index(request, settings, measuring)

    @routes.get(f"/{said.TEMPLATE_NAME}")
    def template() -> Response:
        return pages.sheet(said.TEMPLATE_NAME)


def _evaluations(routes: APIRouter, settings: Settings, measuring: Measuring) -> None:
    @routes.post("/metingen")
    async def start(request: Request) -> Response:
        try:
            testset, earlier = await received(request)
        except Unusable as error:
            return _index(request, settings, measuring, str(error))
        try:
            job = measuring.start(testset, earlier)
        except Busy:
            shutil.rmtree(testset.parent)
            return _index(request, settings, measuring, said.BUSY)
        return pages.to(request, f"/metingen/{job.id}")

    @routes.get("/metingen/{id}")
    def watch(request: Request, id: str) -> Response:
        job, folder = measuring.job, measuring.folder(id)
        if job and job.id == id and job.running:
            headers = pages.HEADERS | {"X-Accel-Buffering": "no"}
            return StreamingResponse(_growing(request, measuring, job), media_type="text/html", headers=headers)
        if folder:
            return _result(request, folder)
        ended = job and job.id == id and job.phase in (Phase.STOPPED, Phase.FAILED)
        return _over(request, job) if job and ended else _absent(request)

    @routes.post("/metingen/{id}/stop")
    def stop(request: Request, id: str) -> Response:
        if measuring.job and measuring.job.id == id:
            measuring.stop()
        return pages.to(request, f"/metingen/{id}")


def _reports(routes: APIRouter, measuring: Measuring) -> None:
    @routes.get(f"/metingen/{{id}}/{report.FILE}")
    def open_report(request: Request, id: str, download: bool = False) -> Response:
        folder = measuring.folder(id)
        if folder is None or not (folder / report.FILE).is_file():
            return _absent(request)
        attached = {"Content-Disposition": f'attachment; filename="rapport-{id}.html"'} if download else {}
        return HTMLResponse((folder / report.FILE).read_bytes(), headers=pages.HEADERS | UNSEEN | attached)

    @routes.post("/metingen/{id}/weg")
    def remove(request: Request, id: str) -> Response:
        measuring.remove(id)
        return pages.to(request)


def _questions(routes: APIRouter, settings: Settings) -> None:
    @routes.get(f"/{said.KEPT_NAME}")
    def export() -> Response:
        return pages.sheet(said.KEPT_NAME, _kept(settings))

    @routes.post("/vragen/weg")
    def empty(request: Request) -> Response:
        feedback = Feedback.left(settings)
        if feedback:
            feedback.empty()
            feedback.close()
        return pages.to(request)


def _index(request: Request, settings: Settings, measuring: Measuring, wrong: str = "") -> Response:
    listed = measuring.listed()
    return pages.page(
        request,
        "index.html",
        400 if wrong else 200,
        wrong=wrong,
        kinds=KINDS,
        largest=LARGEST_MB,
        running=measuring.job if measuring.job and measuring.job.running else None,
        runs=listed,
        keeps=settings.keep_questions,
        days=settings.keep_days,
        kept=_kept(settings),
    )


async def _growing(request: Request, measuring: Measuring, job: Job) -> AsyncIterator[str]:
    """Send the page that grows while the evaluation goes on: no script, and no reloading under a screen reader."""
    head, _, tail = pages.html(request, "watch.html", job=job).partition(STEPS)
    yield head
    shown = None
    while (now := measuring.job) and now.id == job.id and now.running and not request.app.state.stop.is_set():
        if now != shown:
            yield pages.html(request, "step.html", job=now, asking=now.phase is Phase.ASKING)
            shown = now
        await asyncio.sleep(WATCH_SECONDS)
    yield tail


def _result(request: Request, folder: Path) -> Response:
    run, comparison = runs.read(folder), runs.read_comparison(folder)
    asked = questions.asked(run)
    return pages.page(
        request,
        "result.html",
        id=folder.name,
        name=run.testset.name,
        headline=verdict.headline(run, asked),
        meaning=verdict.meaning(run),
        points=verdict.points(run, asked, report.changes(run, comparison) if comparison else None),
        problems=list(map(problem, run.testset.problems)),
        finished=(folder / report.FILE).is_file(),
    )


def _over(request: Request, job: Job) -> Response:
    stopped = job.phase is Phase.STOPPED
    title, text = (said.STOPPED, said.STOPPED_TEXT) if stopped else (said.FAILED, job.sentence)
    return pages.page(request, "over.html", title=title, text=text, problems=list(map(problem, job.problems)))


def _absent(request: Request) -> Response:
    return sources.sorry(request, 404, texts.PAGE_ABSENT, texts.PAGE_ABSENT_TEXT)


def _kept(settings: Settings) -> Sequence[Kept]:
    feedback = Feedback.left(settings)
    if feedback is None:
        return ()
    try:
        return feedback.rows()
    finally:
        feedback.close()
