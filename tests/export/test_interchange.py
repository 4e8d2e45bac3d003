"""Formats of other programs: each is accepted by a schema or reader that is not ours, and says what it should."""

from __future__ import annotations

import asyncio
import io
import json
import re
import socket
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from annotate.export import EXPORTERS, ExportOptions, load
from annotate.export.label_studio import CONFIGURATION, LABELS, RELATIONS
from annotate.export.options import VOCABULARY
from annotate.export.tables.definition import EXACT, TABLES
from annotate.export.tables.rows import View
from annotate.export.tables.rows import rows as table_rows
from annotate.models import Annotation
from annotate.problems import ReadError
from tests.support.places import SEED_ANNOTATIONS
from tests.support.programs import label_studio
from tests.support.shared import shared
from tests.support.strategies import annotations, random_annotation, several_annotations

_SCHEMA_ORG = "https://schema.org"
_AS = "http://www.w3.org/ns/activitystreams#"


def exported(name: str, annotation: Annotation, **options: Any) -> Any:
    """Return the parsed export of one article."""
    out = io.BytesIO()
    EXPORTERS[name].to_stream([annotation], out, ExportOptions(**options))
    return json.loads(out.getvalue().decode())


def texts_of(items: list[dict[str, Any]], meaning: str) -> list[str]:
    """Return the quoted words of the Web Annotations that are tagged so."""
    return [i["target"]["selector"][1]["exact"] for i in items if i["body"][0]["value"] == meaning]


@given(annotations())
@settings(max_examples=50, deadline=None)
def test_web_annotations_come_back(annotation: Annotation) -> None:
    """A collection gives the same annotation, field for field."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.anno.jsonld"
        EXPORTERS["webannotation"].to_file([annotation], path, ExportOptions())
        assert list(load(path)) == [annotation]


@given(several_annotations())
@settings(max_examples=10, deadline=None)
def test_parquet_comes_back(several: list[Annotation]) -> None:
    """A Parquet file gives the same annotations."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        EXPORTERS["parquet"].to_file(several, path, ExportOptions())
        assert list(load(path)) == several


def test_web_annotations_are_linked_data(seed: Annotation) -> None:
    """By the W3C's context every annotation has a typed target with offsets and words, and a speaker with identity."""
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is not installed")
    context = json.loads(shared("schemas/anno.jsonld").read_text(encoding="utf-8"))

    def offline(url: str, _: Any) -> dict[str, Any]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}

    collection = exported("webannotation", seed)
    expanded = jsonld.expand(collection, {"documentLoader": offline})
    page = expanded[0][_AS + "first"][0]
    items = page[_AS + "items"][0]["@list"]
    assert len(items) == collection["total"]
    oa = "http://www.w3.org/ns/oa#"
    assert all(item["@type"] == [oa + "Annotation"] and item[oa + "hasTarget"] for item in items)
    quotation = next(item for item in items if item[f"{VOCABULARY}at"][0]["@value"] == "/quotations/0/content/0")
    position, quote = quotation[oa + "hasTarget"][0][oa + "hasSelector"]
    assert position[oa + "start"][0]["@value"] == 65
    assert quote[oa + "exact"][0]["@value"].startswith("A spirit of multilateralism")
    sources = [body[oa + "hasSource"][0]["@id"] for body in quotation[oa + "hasBody"] if oa + "hasSource" in body]
    assert sources == [collection["id"] + ":p1"]
    assert len(jsonld.to_rdf(collection, {"documentLoader": offline})["@default"]) > 200


def test_web_annotations_quote_the_text(seed: Annotation) -> None:
    """Prefix, words and suffix stand in the text at the offsets."""
    items = exported("webannotation", seed)["first"]["items"]
    for item in items:
        position, quote = item["target"]["selector"]
        around = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
        start = position["start"] - len(quote.get("prefix", ""))
        assert seed.article.text[start : start + len(around)] == around
    assert texts_of(items, "pillar") == ["security", "economy", "humanity"]


def test_a_collection_of_others_is_a_sentence(tmp_path: Path) -> None:
    """Web Annotations without our record cannot be read back."""
    path = tmp_path / "a.jsonld"
    path.write_text('{"type": "AnnotationCollection"}', encoding="utf-8")
    with pytest.raises(ReadError, match="by this program"):
        list(load(path))


@cache
def _ninjs() -> Draft202012Validator:
    geo = json.loads(shared("schemas/GeoJSON-schema.json").read_text(encoding="utf-8"))
    registry: Any = Registry().with_resource(
        "https://geojson.org/schema/GeoJSON.json", Resource.from_contents(geo, default_specification=DRAFT7)
    )
    schema = json.loads(shared("schemas/ninjs-schema_3.1.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())


@cache
def _ninjs_1() -> Draft7Validator:
    schema = json.loads(shared("schemas/ninjs-schema_1.6.json").read_text(encoding="utf-8"))
    return Draft7Validator(schema, format_checker=FormatChecker())


@given(annotations())
@settings(max_examples=25, deadline=None)
def test_ninjs_is_valid(annotation: Annotation) -> None:
    """IPTC's schemas accept both versions of any article."""
    assert [error.message for error in _ninjs().iter_errors(exported("ninjs", annotation))] == []
    assert [error.message for error in _ninjs_1().iter_errors(exported("ninjs-1.6", annotation))] == []


def test_ninjs_holds_who_said_what(seed: Annotation) -> None:
    """A quotation is a component with its words, its speaker and its offsets; a list holds its items."""
    associations = {item["uri"].rpartition(":")[2]: item for item in exported("ninjs", seed)["associations"]}
    assert associations["q1"]["infoSources"][0]["name"] == "Zhang Hanhui"
    assert {"role": "start", "value": "65"} in associations["q1"]["altIds"]
    assert associations["q2"]["infoSources"] == [{"name": "the blue book", "role": "speaker"}]
    assert [i["bodies"][0]["value"] for i in associations["g1"]["associations"]] == ["security", "economy", "humanity"]
    assert associations["e1"]["eventDetails"]["dates"] == {"expectedStartDate": "2020-11-10"}


def test_ninjs_1_holds_what_superdesk_reads(seed: Annotation) -> None:
    """Headline, paragraphs and subjects with scheme and code; a date without a zone is left out, not invented."""
    value = exported("ninjs-1.6", seed)
    assert value["headline"] == "Cooperation more vital than ever, diplomat says"
    assert value["body_html"].startswith(
        "<p>Cooperation more vital than ever, diplomat says</p><p>2020-11-12 10:09</p>"
    )
    assert {subject["code"] for subject in value["subject"]} == {"p1", "p2", "p3", "p4", "p5", "e1", "e2"}
    assert "contentcreated" not in value


def test_schema_org_is_linked_data(seed: Annotation) -> None:
    """With schema.org's names as vocabulary the graph says who said what and who hosts the event."""
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is not installed")
    value = exported("schemaorg", seed)
    assert value["@context"] == _SCHEMA_ORG
    graph = jsonld.flatten({**value, "@context": {"@vocab": f"{_SCHEMA_ORG}/"}})
    nodes = {node["@id"]: node for node in graph}
    quotation = nodes[value["@id"] + ":q1"]
    speaker = nodes[quotation[f"{_SCHEMA_ORG}/creator"][0]["@id"]]
    assert speaker[f"{_SCHEMA_ORG}/name"][0]["@value"] == "Zhang Hanhui"
    event = nodes[value["@id"] + ":e1"]
    assert nodes[event[f"{_SCHEMA_ORG}/organizer"][0]["@id"]]["@type"] == [f"{_SCHEMA_ORG}/Country"]
    assert nodes[value["@id"] + ":s1"][f"{_SCHEMA_ORG}/numberOfItems"][0]["@value"] == 4


def test_brat_files_obey_its_rules(tmp_path: Path) -> None:
    """Every fragment is the text at its offsets within one line, every argument exists, every type is configured."""
    several = [random_annotation(seed, 9, f"a{seed}") for seed in range(30)]
    EXPORTERS["brat"].to_folder(several, tmp_path / "x", ExportOptions())
    configured = set(re.findall(r"^(\w+)", (tmp_path / "x" / "annotation.conf").read_text(encoding="utf-8"), re.M))
    bound = 0
    for path in sorted((tmp_path / "x").glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode()
        lines = path.read_bytes().decode().split("\n")[:-1]
        ids = [line.split("\t", 1)[0] for line in lines]
        assert len(set(ids)) == len(ids)
        for line in lines:
            name, kind, *rest = line.split("\t", 2)
            assert kind.split(" ")[0] in configured | {"AnnotatorNotes"}
            if name.startswith("T"):
                bound += 1
                fragments = [pair.split(" ") for pair in kind.partition(" ")[2].split(";")]
                pieces = [text[int(start) : int(end)] for start, end in fragments]
                assert not any(set(piece) & {"\r", "\n"} for piece in pieces)
                assert " ".join(pieces) == rest[0]
            for target in re.findall(r"\b[TR]\d+\b", kind if not name.startswith("T") else ""):
                assert target in ids
    assert bound > 100


def test_label_studio_tasks_fit_the_interface() -> None:
    """Every region lies in the text, its label and every relation are configured, and relations join regions."""
    several = [random_annotation(seed, 9, f"a{seed}") for seed in range(30)]
    out = io.BytesIO()
    EXPORTERS["labelstudio"].to_stream(several, out, ExportOptions())
    tasks = json.loads(out.getvalue().decode())
    assert len(tasks) == len(several)
    for task in tasks:
        (prediction,) = task["predictions"]
        regions = [item for item in prediction["result"] if item["type"] == "labels"]
        ids = {region["id"] for region in regions}
        assert len(ids) == len(regions)
        for region in regions:
            value = region["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
            assert set(value["labels"]) <= set(LABELS)
        for relation in (item for item in prediction["result"] if item["type"] == "relation"):
            assert {relation["from_id"], relation["to_id"]} <= ids
            assert set(relation["labels"]) <= set(RELATIONS)


#: Asks Label Studio's library whether interface, tasks and predictions are its own, and whether it would notice damage.
_LABEL_STUDIO = """
import json, sys
from label_studio_sdk.label_interface import LabelInterface
interface = LabelInterface(open(sys.argv[1], encoding="utf-8").read())
interface.validate()
for task in json.load(open(sys.argv[2], encoding="utf-8")):
    (prediction,) = task["predictions"]
    assert interface.validate_task({"data": task["data"]})
    assert not interface.validate_task({"data": {}})
    assert interface.validate_prediction(prediction)
    for item in prediction["result"]:
        item["from_name"] = "other"
    assert not interface.validate_prediction(prediction) or not prediction["result"]
print("checked")
"""


def test_label_studio_reads_the_interface_and_the_tasks(tmp_path: Path, seed: Annotation) -> None:
    """Label Studio's own library accepts the interface, the tasks and the predictions."""
    python = label_studio()
    EXPORTERS["labelstudio"].to_file([seed, *load(SEED_ANNOTATIONS)], tmp_path / "tasks.json", ExportOptions())
    (tmp_path / "interface.xml").write_text(CONFIGURATION, encoding="utf-8")
    command = [python, "-c", _LABEL_STUDIO, str(tmp_path / "interface.xml"), str(tmp_path / "tasks.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.split()) == (0, ["checked"]), done.stderr


def test_duckdb_reads_parquet(tmp_path: Path, seed: Annotation) -> None:
    """DuckDB unnests who said what."""
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    EXPORTERS["parquet"].to_file([seed], tmp_path / "a.parquet", ExportOptions())
    found = duckdb.sql(
        f"SELECT q.kind, q.speakers FROM (SELECT unnest(quotations) q FROM '{tmp_path / 'a.parquet'}')"
    ).fetchall()
    assert found == [("indirect", ["p1"]), ("indirect", []), ("mixed", ["p1", "p2"])]


def test_duckdb_reads_the_database(tmp_path: Path, seed: Annotation) -> None:
    """DuckDB attaches the database, reads every table with our number of rows, and joins speakers to quotations."""
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    scanner = pytest.importorskip("duckdb_extension_sqlite_scanner", reason="DuckDB's SQLite reader is not installed")
    several = [seed, *load(SEED_ANNOTATIONS)]
    EXPORTERS["sqlite"].to_file(several, tmp_path / "a.sqlite", ExportOptions())
    (extension,) = Path(scanner.__file__).parent.rglob("*.duckdb_extension")
    database = duckdb.connect()
    database.execute(f"LOAD '{extension}'")
    database.execute(f"ATTACH '{tmp_path / 'a.sqlite'}' AS news (TYPE sqlite)")
    for definition in (*TABLES, EXACT):
        if definition.name != "text":
            rows = sum(len(list(table_rows(definition, View(annotation)))) for annotation in several)
            found = database.execute(f'SELECT count(*) FROM news."{definition.name}"').fetchone()
            assert found == (rows,), definition.name
    named = database.execute(
        "SELECT quotation_id, participant_name FROM news.quotation_speakers WHERE article_id = 'seed' ORDER BY ALL"
    ).fetchall()
    assert named == [("q1", "Zhang Hanhui"), ("q3", "Xi Jinping"), ("q3", "Zhang Hanhui")]


def test_datasette_opens_the_database(tmp_path: Path, seed: Annotation) -> None:
    """Datasette shows every table, finds words by the full-text index and follows the foreign key to the article."""
    datasette = pytest.importorskip("datasette.app", reason="datasette is not installed")
    EXPORTERS["sqlite"].to_file([seed, *load(SEED_ANNOTATIONS)], tmp_path / "news.sqlite", ExportOptions())

    async def ask(*addresses: str) -> list[Any]:
        application = datasette.Datasette([], immutables=[str(tmp_path / "news.sqlite")])
        await application.invoke_startup()
        answers = [await application.client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        return [answer.json() if ".json" in str(answer.url) else answer.text for answer in answers]

    tables, search, page = asyncio.run(
        ask("/news.json", "/news/articles.json?_search=multilateralism&_shape=array", "/news/quotations")
    )
    shown = {table["name"]: table for table in tables["tables"] if not table["hidden"]}
    assert set(shown) == {table.name for table in (*TABLES, EXACT)} - {"text"}
    assert (shown["articles"]["fts_table"], shown["quotations"]["fts_table"]) == ("articles_fts", "quotations_fts")
    assert all(table["foreign_keys"]["outgoing"] for name, table in shown.items() if name not in ("articles", "exact"))
    assert {row["article_id"] for row in search} == {"seed", "000_cb216ce5513ace95"}
    assert 'href="/news/articles/seed"' in page


def test_pandas_reads_tables_and_parquet(tmp_path: Path, seed: Annotation) -> None:
    """pandas joins the CSV tables on their keys, and reads the nested columns of Parquet."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    EXPORTERS["csv"].to_folder([seed], tmp_path / "x", ExportOptions())
    speakers, people = (pandas.read_csv(tmp_path / "x" / f"{n}.csv") for n in ("quotation_speakers", "participants"))
    joined = speakers.merge(people, on=["article_id", "participant_id"])
    assert list(joined["name"]) == list(joined["participant_name"]) == ["Zhang Hanhui", "Zhang Hanhui", "Xi Jinping"]
    EXPORTERS["parquet"].to_file([seed], tmp_path / "a.parquet", ExportOptions())
    frame = pandas.read_parquet(tmp_path / "a.parquet")
    assert [quotation["id"] for quotation in frame.quotations[0]] == ["q1", "q2", "q3"]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every connection fail."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def graph(document: dict[str, Any]) -> Any:
    """Return the statements of a JSON-LD document, read by rdflib."""
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    return rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("name", ["webannotation", "schemaorg"])
def test_an_inline_context_is_read_offline(name: str, seed: Annotation) -> None:
    """Rdflib reads an export that carries its context without the network, and not one that links to it."""
    found = graph(exported(name, seed, jsonld_context="inline"))
    assert len(found) > 80
    names = {str(p) for p in found.predicates()}
    wanted = {"webannotation": "http://www.w3.org/ns/oa#hasTarget", "schemaorg": "http://schema.org/creator"}
    assert wanted[name] in names
    assert not [n for n in names if n.startswith(("file:", "_:"))]
    with pytest.raises(AssertionError, match="connection"):
        graph(exported(name, seed))


@pytest.mark.usefixtures("no_network")
def test_the_inline_context_says_what_that_of_the_w3c_says(seed: Annotation) -> None:
    """With either context a collection is the same statements."""
    compare = pytest.importorskip("rdflib.compare", reason="rdflib is not installed")
    linked = exported("webannotation", seed)
    linked["@context"][0] = json.loads(shared("schemas/anno.jsonld").read_text(encoding="utf-8"))["@context"]
    assert compare.isomorphic(graph(linked), graph(exported("webannotation", seed, jsonld_context="inline")))


@given(annotations())
@settings(max_examples=10, deadline=None)
def test_every_term_of_a_collection_is_in_the_inline_context(annotation: Annotation) -> None:
    """No key and no type of an export is unknown to the context that it carries; it comes back, too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.anno.jsonld"
        EXPORTERS["webannotation"].to_file([annotation], path, ExportOptions(jsonld_context="inline"))
        assert list(load(path)) == [annotation]
        collection = json.loads(path.read_text(encoding="utf-8"))
    known = {*collection.pop("@context")[0], "ann:record", "ann:at"}
    del collection["ann:record"]
    waiting: list[Any] = [collection]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            assert set(value) | {value.get("type", "id"), value.get("motivation", "id")} <= known
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
