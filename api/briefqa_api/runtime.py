"""Everything that the routes share, put together once per application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from briefqa.settings import Settings
from briefqa_api.access import Access, make_rates
from briefqa_api.builds import Builds
from briefqa_api.examples import Examples
from briefqa_api.keys import KEYS_FILE, KeyStore
from briefqa_api.logs import QuestionLog
from briefqa_api.metrics import Metrics
from briefqa_api.opened import AssistantLike, OpenIndex
from briefqa_api.rates import Rates
from briefqa_api.recorder import Recorder
from briefqa_api.records import RECORDS_FILE, RecordStore
from briefqa_api.rendering import AnswerCache
from briefqa_api.tokens import Sealer, TokenVerifier, read_secret
from briefqa_api.work import WorkPool

SECRET_FILE = "secret"


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts of one running application."""

    settings: Settings
    metrics: Metrics
    rates: Rates
    access: Access
    index: OpenIndex
    pool: WorkPool
    cache: AnswerCache
    store: RecordStore
    recorder: Recorder
    builds: Builds
    examples: Examples

    def close(self) -> None:
        """Let running work finish, write what waits, close the files."""
        self.pool.close()
        self.recorder.close()
        self.store.close()
        self.rates.close()


def make_runtime(settings: Settings, open_assistant: Callable[[], AssistantLike], metrics: Metrics) -> Runtime:
    """Build the parts that `settings` ask for.

    Raises:
        SettingsError: a setting cannot be used.
    """
    server = settings.server
    server.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    rates = make_rates(settings)
    keys = KeyStore(server.state / KEYS_FILE)
    sealer = Sealer(read_secret(server.state / SECRET_FILE))
    store = RecordStore(server.state / RECORDS_FILE)
    index = OpenIndex(open_assistant, server.refresh_seconds)
    questions = QuestionLog(server.state / "questions", server.log_questions_days)
    return Runtime(
        settings=settings,
        metrics=metrics,
        rates=rates,
        access=Access(settings, keys, rates, TokenVerifier(server), sealer, metrics),
        index=index,
        pool=WorkPool(server.concurrency, server.queue, metrics),
        cache=AnswerCache(server.cache_bytes),
        store=store,
        recorder=Recorder(store, questions, metrics, server.keep_answers_days),
        builds=Builds(settings, store, metrics, index.refresh),
        examples=Examples(server.examples),
    )


async def runtime_of(request: Request) -> Runtime:
    """The parts of the application that this request reached."""
    runtime: Runtime = request.app.state.runtime
    return runtime


Running = Annotated[Runtime, Depends(runtime_of)]
