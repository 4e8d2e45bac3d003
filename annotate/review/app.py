"""The web app: a queue of annotations, a page for each, and the requests that change them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from annotate.check import check_annotation
from annotate.inputs import reason
from annotate.locate import json_path
from annotate.problems import ReadError
from annotate.review.changes import ChangeError, applied
from annotate.review.guard import Guard
from annotate.review.pages import article_page, queue_page, script, style
from annotate.review.queue import Queue
from annotate.review.store import ConflictError, Store, Stored

#: Largest accepted change, in bytes: a whole annotation, which restores an earlier state.
_LONGEST = 32 << 20


def app(folder: Path, *, token: str, hosts: frozenset[str], who: str) -> Starlette:
    """Return the app for a folder of annotations; `who` is the name recorded in the history of changes."""
    store = Store(folder)
    pages = _Pages(store, who)
    routes = [
        Route("/", pages.index),
        Route("/article/{name}", pages.article),
        Route("/api/{name}", pages.read),
        Route("/api/{name}", pages.change, methods=["POST"]),
        Route("/style/{kind}.css", pages.style),
        Route("/script/{kind}.js", pages.script),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, token=token, hosts=hosts)])


class _Pages:
    """The handlers of the app; they read and write files in threads, so that one editor does not block another."""

    def __init__(self, store: Store, who: str) -> None:
        self._store = store
        self._queue = Queue(store)
        self._who = who

    async def index(self, request: Request) -> Response:
        """Return the queue."""
        entries, unread = await run_in_threadpool(self._queue.entries)
        return HTMLResponse(queue_page(entries, unread))

    async def article(self, request: Request) -> Response:
        """Return the page of an annotation."""
        name = request.path_params["name"]
        try:
            stored = await run_in_threadpool(self._store.read, name)
        except (KeyError, ReadError) as error:
            return _missing(name, error)
        after = await run_in_threadpool(self._queue.after, name)
        return HTMLResponse(await run_in_threadpool(article_page, stored, name, after, self._who))

    async def read(self, request: Request) -> Response:
        """Return an annotation with its version and its problems, as JSON."""
        try:
            stored = await run_in_threadpool(self._store.read, request.path_params["name"])
        except (KeyError, ReadError) as error:
            return _missing(request.path_params["name"], error)
        return JSONResponse(_answer(stored))

    async def change(self, request: Request) -> Response:
        """Apply a change: {"version", "change"}; 409 if the file has another version, 422 if the change is invalid."""
        name = request.path_params["name"]
        data = bytearray()
        async for piece in request.stream():
            data += piece
            if len(data) > _LONGEST:
                return _refused(413, f"the change is longer than {_LONGEST >> 20} MiB")
        try:
            value = json.loads(data)
            version, change = str(value["version"]), dict(value["change"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return _refused(400, 'the body is not a change; send {"version": ..., "change": {"do": ...}}')
        try:
            stored, id_ = await run_in_threadpool(self._changed, name, version, change)
        except ConflictError as conflict:
            return JSONResponse({"error": str(conflict), "version": conflict.version}, 409)
        except ChangeError as error:
            return _refused(422, str(error))
        except (KeyError, ReadError) as error:
            return _missing(name, error)
        except OSError as error:
            return _refused(507, f"the file cannot be saved: {reason(error)}")
        return JSONResponse({**_answer(stored), "id": id_})

    def _changed(self, name: str, version: str, change: dict[str, Any]) -> tuple[Stored, str | None]:
        stored = self._store.read(name)
        if stored.version != version:
            raise ConflictError(stored.version)
        made = applied(stored.annotation, change)
        kept = self._store.save(name, made.annotation, version, who=self._who, path=made.path, note=made.note)
        return kept, made.id

    async def style(self, request: Request) -> Response:
        """Return a style sheet."""
        return _file(style(request.path_params["kind"]), "text/css")

    async def script(self, request: Request) -> Response:
        """Return a script."""
        return _file(script(request.path_params["kind"]), "text/javascript")


def _answer(stored: Stored) -> dict[str, Any]:
    faults = check_annotation(stored.annotation)
    problems = [
        {"rule": fault.rule, "severity": fault.severity, "message": fault.message, "path": json_path(fault.path)}
        for fault in faults
    ]
    annotation = stored.annotation.model_dump(mode="json")
    return {"version": stored.version, "annotation": annotation, "problems": problems}


def _missing(name: str, error: KeyError | ReadError) -> Response:
    if isinstance(error, ReadError):
        return _refused(422, str(error.problem))
    return _refused(404, f"there is no annotation called {name!r} in the folder")


def _refused(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)


def _file(content: str | None, kind: str) -> Response:
    if content is None:
        return _refused(404, "there is no such file")
    return Response(content, media_type=f"{kind}; charset=utf-8")
