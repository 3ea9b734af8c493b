"""The chat page: a question box, a log of answers with their quotes, and examples to click."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from assistant.errors import VraagbaakError
from assistant.types import Answer, Turn
from ui import render, texts
from ui.examples import Examples
from ui.feedback import NOT_USEFUL, REFUSED, Feedback

if TYPE_CHECKING:
    import gradio as gr

    from assistant.chat import Assistant

KEPT = 50  # exchanges that stay on the page
STATE_SECONDS = 4 * 3600
AT_ONCE = 16
View = tuple[Any, ...]
_AS_IT_IS = gr.skip()
_UNCHANGED: View = (_AS_IT_IS,) * 6


@dataclass(frozen=True, slots=True)
class Talk:
    """What one browser session has asked so far, the HTML that shows it, and the question that has no answer yet.

    `not_useful` is what the person said of the newest answer.
    """

    turns: tuple[Turn, ...] = ()
    shown: tuple[Markup, ...] = ()
    asking: str = ""
    not_useful: bool = False

    def add(self, answer: Answer, *, judged: bool = False) -> Talk:
        """Return the talk with this answer at its end; the oldest exchange drops off the page.

        `judged` says that the person may say whether the answer was useful.
        """
        turn = Turn(answer.question, answer.query, answer.text)
        shown = (*self.shown, render.exchange(answer.question, answer, judged=judged))
        return Talk((*self.turns, turn)[-KEPT:], shown[-KEPT:])

    def newest(self) -> tuple[str, str]:
        """Return the last question, and the one before it when it leans on that (else an empty text)."""
        *before, last = self.turns
        leans = before and last.query.strip() != last.question.strip()
        return last.question, before[-1].question if leans else ""


def complaint(question: str) -> str:
    """Say why this question cannot be asked, or nothing."""
    if not question:
        return texts.QUESTION_EMPTY
    return texts.question_too_long(len(question)) if len(question) > texts.QUESTION_LIMIT else ""


class Page:
    """The page's events; it holds the assistant, and nothing of any person."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant, self.examples = assistant, Examples(assistant)
        self.feedback = Feedback.of(assistant.settings)

    def respond(self, typed: str, talk: Talk) -> Iterator[View]:
        """Answer a question: yield (log, question box, alert, talk, examples, clear button) as it grows."""
        question = typed.strip()
        if wrong := complaint(question):
            yield self._view(talk, typed, wrong)
            return
        waiting = render.log((*talk.shown, render.exchange(question, None)), busy=True)
        asking = replace(talk, asking=question)
        yield waiting, "", render.alert(), asking, _group(visible=False), _button(visible=True)
        try:
            grown, shown = talk, None
            for answer in self.assistant.stream(question, talk.turns):
                if (seen := _visible(answer)) == shown:
                    yield _UNCHANGED  # Gradio notices between two of these that a person left
                    continue
                grown, shown = talk.add(answer, judged=self.feedback is not None), seen
                yield self._view(replace(grown, asking=question), busy=True)
            if self.feedback and answer.refused:
                self.feedback.keep(*grown.newest(), REFUSED)
        except VraagbaakError as error:
            yield self._view(talk, typed, texts.message(error))

    def rest(self, talk: Talk) -> View:
        """Say that the answer is whole, in an event of its own: before `respond` ends Gradio drops a next question."""
        return self._view(replace(talk, asking="")) if talk.asking else _UNCHANGED

    def failed(self, talk: Talk) -> View:
        """Put the question that met a bug back in its box, and say so; one that was cleared away is no failure."""
        if not talk.asking:
            return self._view(talk)
        return self._view(replace(talk, asking=""), talk.asking, texts.CHAT_FAILED)

    def judge(self, talk: Talk, *, useful: bool) -> tuple[Markup, Talk]:
        """Keep the newest question when its answer was not useful; take that back when it was useful after all."""
        if self.feedback and talk.turns and talk.not_useful is useful:
            (self.feedback.drop if useful else self.feedback.keep)(*talk.newest(), NOT_USEFUL)
        return render.alert(thanks=texts.THANKS), replace(talk, not_useful=not useful)

    def clear(self) -> View:
        """Forget the conversation."""
        return self._view(Talk(), "")

    def offer(self) -> list[Any]:
        """Give the example buttons, as they fit the index of this moment."""
        try:
            found = self.examples.find()
        except VraagbaakError:  # the first question will say what is wrong
            found = ()
        padded = [*found, *[""] * (Examples.SHOWN - len(found))]
        return [render.template("welcome.html", found=found), *(gr.Button(text, visible=bool(text)) for text in padded)]

    def _view(self, talk: Talk, typed: Any = _AS_IT_IS, wrong: str = "", *, busy: bool = False) -> View:
        begun = bool(talk.shown)
        log = render.log(talk.shown, busy=busy)
        return log, typed, render.alert(wrong), talk, _group(visible=not begun), _button(visible=begun)


def _visible(answer: Answer) -> tuple[object, ...]:
    """What the page shows of an answer that grows."""
    return answer.query, answer.text, answer.mode, answer.notice, bool(answer.hits)


def _group(*, visible: bool) -> Any:
    return gr.Column(visible=visible)


def _button(*, visible: bool) -> Any:
    return gr.Button(visible=visible)


def _html(value: Markup, **named: Any) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, js_on_load=None, **named)


def _judging(page: Page, alert: gr.HTML, talk: gr.State) -> None:
    """Give the buttons under the newest answer something to press: they are HTML, and only Gradio's own reach us."""
    for useful, name in ((True, "vb-useful"), (False, "vb-not-useful")):
        button = gr.Button(name, elem_id=name, elem_classes="vb-behind")
        button.click(
            partial(page.judge, useful=useful),
            inputs=[talk],
            outputs=[alert, talk],
            api_visibility="private",
            show_progress="hidden",
        )


def blocks(assistant: Assistant) -> gr.Blocks:
    """Lay out the page and wire its events; nothing is kept between sessions."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    page = Page(assistant)
    with gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True) as made:
        talk = gr.State(Talk(), time_to_live=STATE_SECONDS)
        _html(render.template("banner.html"), elem_id="vb-banner")
        log = _html(render.log(()), elem_id="vb-conversation")
        with gr.Column(elem_id="vb-welcome") as welcome:
            intro = _html(render.template("welcome.html", found=()))
            offered = [gr.Button("", visible=False, elem_classes="vb-example") for _ in range(Examples.SHOWN)]
        with gr.Column(elem_id="vb-ask"):
            alert = _html(render.alert())
            with gr.Row(elem_id="vb-box"):
                question = gr.Textbox(
                    label=texts.QUESTION_LABEL,
                    elem_id="vb-question",
                    lines=1,
                    max_lines=6,
                    scale=1,
                    html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=True),
                )
                ask = gr.Button(texts.ASK, variant="primary", elem_id="vb-submit", scale=0)
                clear = gr.Button(texts.CLEAR, elem_id="vb-clear", scale=0, visible=False)
            kept_days = assistant.settings.keep_days if page.feedback else 0
            _html(render.template("notice.html", kept_days=kept_days), elem_id="vb-notice")
        outputs = [log, question, alert, talk, welcome, clear]
        event: dict[str, Any] = {"outputs": outputs, "api_visibility": "private", "show_progress": "hidden"}
        busy = []
        for triggers, source in (
            ([question.submit, ask.click], question),
            *(([button.click], button) for button in offered),
        ):
            asked = gr.on(triggers, page.respond, inputs=[source, talk], trigger_mode="once", **event)
            asked.failure(page.failed, inputs=[talk], **event)
            asked.success(page.rest, inputs=[talk], **event)
            busy.append(asked)
        clear.click(page.clear, cancels=busy, **event)
        if page.feedback:
            _judging(page, alert, talk)
        made.load(page.offer, outputs=[intro, *offered], api_visibility="private", show_progress="hidden")
    made.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    return made
