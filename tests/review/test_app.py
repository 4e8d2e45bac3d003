"""The app over HTTP, without a browser: who may talk to it, what it answers, and that it loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from annotate.export import load
from annotate.review.app import app
from annotate.review.queue import Queue
from annotate.review.store import ConflictError, Store
from tests.support.annotations import annotation, quotation, seed_annotations

TOKEN = "a-token"
HOST = "127.0.0.1:8000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The seeds as a folder of annotations."""
    for found in seed_annotations():
        (tmp_path / f"{found.article.id}.json").write_text(found.to_json(indent=2), encoding="utf-8", newline="")
    return tmp_path


@pytest.fixture
def web(folder: Path) -> Iterator[Any]:
    """A client that has shown the token."""
    from starlette.testclient import TestClient

    made = app(folder, token=TOKEN, hosts=frozenset({HOST}), who="Ada")
    with TestClient(made, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"}) as client:
        client.get("/", params={"token": TOKEN})
        yield client


def post(web: Any, name: str, change: dict[str, Any], version: str = "", **headers: str) -> Any:
    """Send a change to the version that is there, or another."""
    version = version or web.get(f"/api/{name}").json()["version"]
    return web.post(f"/api/{name}", json={"version": version, "change": change}, headers=headers)


def test_the_token(web: Any) -> None:
    """It leaves the address at once for a cookie that no script reads; without it nothing is answered."""
    answer = web.get("/", params={"token": TOKEN}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    web.cookies.clear()
    for path in ("/", "/article/ferry_inquiry", "/api/ferry_inquiry", "/script/review.js", "/none", "/?token=wrong"):
        assert web.get(path).status_code == 401
    assert web.post("/api/ferry_inquiry", json={}).status_code == 401


def test_other_hosts_and_origins(web: Any) -> None:
    """A name that was rebound to this machine and a page of another site are refused, cookie or not."""
    assert web.get("/", headers={"Host": "evil.example"}).status_code == 421
    assert web.get("/", headers={"Host": "127.0.0.1:8001"}).status_code == 421
    assert web.get("/", headers={"Origin": "http://evil.example"}).status_code == 403
    assert post(web, "ferry_inquiry", {"do": "confirm"}, Origin="http://evil.example").status_code == 403
    assert post(web, "ferry_inquiry", {"do": "confirm"}, Origin="null").status_code == 403
    del web.headers["Origin"]
    assert post(web, "ferry_inquiry", {"do": "confirm"}).status_code == 403


def test_headers(web: Any) -> None:
    """Every answer keeps the browser from running or fetching anything of others."""
    for path in ("/", "/article/ferry_inquiry", "/api/ferry_inquiry", "/none", "/script/review.js"):
        headers = web.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["none", "../secret", "..%2fsecret", ".hidden", "a%00b", "%2e%2e%5csecret"])
def test_only_the_folder(web: Any, folder: Path, name: str) -> None:
    """A name leads to nothing but the annotations of the folder."""
    (folder.parent / "secret.json").write_bytes((folder / "ferry_inquiry.json").read_bytes())
    (folder / ".hidden.json").write_bytes((folder / "ferry_inquiry.json").read_bytes())
    assert web.get(f"/api/{name}").status_code == 404
    assert web.get(f"/article/{name}").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"version": "1"}', 400),
        (b"[" * 100_000, 400),
        (b'{"version": "1", "change": {}}', 409),
        (b"\xff", 400),
    ],
)
def test_bodies_that_are_none(web: Any, body: bytes, status: int) -> None:
    """What is no change is answered with a sentence."""
    answer = web.post("/api/ferry_inquiry", content=body)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_change_and_a_conflict(web: Any, folder: Path) -> None:
    """A change names the version that it was made to; a second one to the same version is refused."""
    before = web.get("/api/ferry_inquiry").json()
    first = post(web, "ferry_inquiry", {"do": "accept", "id": "q1"}, before["version"])
    assert first.status_code == 200
    assert first.json()["version"] != before["version"]
    second = post(web, "ferry_inquiry", {"do": "remove", "id": "q1"}, before["version"])
    assert second.status_code == 409
    assert second.json()["version"] == first.json()["version"]
    (found,) = load(folder / "ferry_inquiry.json")
    assert found.quotations[0].confidence == 1
    (edit,) = found.provenance.edits
    assert (edit.who, edit.path, edit.note) == ("Ada", "$.quotations[0]", "accepted")


def test_a_disk_that_is_full(web: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written is not half written, and the answer says so."""
    import os

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    before = (folder / "ferry_inquiry.json").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        answer = post(web, "ferry_inquiry", {"do": "accept", "id": "q1"})
    assert answer.status_code == 507
    assert "no space left" in answer.json()["error"]
    assert (folder / "ferry_inquiry.json").read_bytes() == before
    assert list(folder.glob(".*")) == []


def test_files_that_are_no_annotations(web: Any, folder: Path) -> None:
    """They are listed with what is wrong, and the others can be worked on."""
    (folder / "broken.json").write_text("{", encoding="utf-8")
    (folder / "other.json").write_text('{"a": 1}', encoding="utf-8")
    page = web.get("/").text
    assert "broken.json" in page
    assert "is not an annotation" in page
    assert web.get("/article/broken").status_code == 422
    assert web.get("/article/ferry_inquiry").status_code == 200


def test_the_queue(folder: Path) -> None:
    """Open problems come first, then doubtful findings; what was worked on comes last, and next is never that."""
    text = "One said two."
    wrong = annotation(text, quotations=(quotation(text, 1, "two", confidence=0.99, speakers=("p7",)),))
    (folder / "wrong.json").write_text(wrong.to_json(), encoding="utf-8")
    store = Store(folder)
    queue = Queue(store)
    entries, unread = queue.entries()
    assert unread == []
    assert entries[0].name == "wrong"
    assert entries[0].problems
    rest = [(-entry.doubtful, entry.least) for entry in entries[1:]]
    assert rest == sorted(rest)
    second = entries[1].name
    stored = store.read(second)
    store.save(second, stored.annotation, stored.version, who="Ada", path="$", note="looked through")
    assert queue.entries()[0][-1].name == second
    assert queue.after(second) == "wrong"
    assert queue.after("wrong") == entries[2].name


def test_many_at_once(folder: Path) -> None:
    """Of editors who save at the same time each one either has its change in the history or is told of the conflict."""
    store = Store(folder)

    def edit(number: int) -> int:
        kept = 0
        for turn in range(6):
            stored = store.read("ferry_inquiry")
            note = f"{number}.{turn}"
            try:
                store.save("ferry_inquiry", stored.annotation, stored.version, who="x", path="$", note=note)
                kept += 1
            except ConflictError:
                continue
        return kept

    with ThreadPoolExecutor(12) as pool:
        kept = sum(pool.map(edit, range(12)))
    (found,) = load(folder / "ferry_inquiry.json")
    assert len({edit.note for edit in found.provenance.edits}) == kept > 0


def test_what_a_killed_server_left(folder: Path) -> None:
    """Half-written files are removed at the next start, and nothing else."""
    (folder / ".ferry_inquiry.json.0123456789abcdef.part").write_text("{", encoding="utf-8")
    (folder / ".mine.part").write_text("x", encoding="utf-8")
    assert Store(folder).sweep() == 1
    assert [path.name for path in folder.glob(".*")] == [".mine.part"]
    assert len(Store(folder).names()) == len(seed_annotations())


def test_json_in_a_page_cannot_end_its_element(web: Any, folder: Path) -> None:
    """The state of a page is JSON that holds no angle bracket."""
    text = 'He said "</script><script>alert(1)</script><!-- x".'
    found = annotation(text, fields={"metadata": {"title": "</script><b>"}})
    (folder / "odd.json").write_text(found.to_json(), encoding="utf-8")
    page = web.get("/article/odd").text
    state = page.partition('id="state">')[2].partition("</script>")[0]
    assert "<" not in state
    assert json.loads(state)["annotation"]["article"]["text"] == text
