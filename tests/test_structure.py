"""The structure of the package: each part imports only earlier parts, and heavy libraries load on first use."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import ROOT, TESTS

PACKAGE = ROOT / "annotate"
#: The parts in order: the first may import only the shelf, the last may import all before it.
ROOMS = [
    "read",
    "clean",
    "analyse",
    "repair",
    "fold",
    "pipeline",
    "check",
    "report",
    "export",
    "view",
    "evaluate",
    "review",
    "validate",
    "corpus",
    "cli",
    "__main__",
]
#: The same inside the large rooms: each package imports only itself and those before it.
FLOORS = {
    "analyse": [
        "findings", "words", "text", "weights", "model", "page", "decisions", "names", "quotations", "lists", "cast",
        "events", "participants", "steps",
    ],
    "read": [
        "sizes", "options", "documents", "article", "records", "readers", "sources", "page", "containers",
        "formats", "compose", "run",
    ],
    "export": [
        "options", "settings", "files", "loading", "json", "tables", "csv", "newsml", "ninjs", "sqlite", "xlsx",
        "parquet", "web_annotation", "schema_org", "label_studio", "brat", "published", "readable",
    ],
    "view": [
        "fields", "characters", "marks", "blocks", "tree", "panels", "plain", "console", "web", "site", "notebook",
        "opened",
    ],
    "review": ["order", "changes", "store", "queue", "guard", "pages", "app", "server", "imports"],
    "corpus": [
        "stop", "cores", "extent", "outcome", "job", "tally", "kept", "work", "worker", "workers", "here", "feed",
        "ledger", "order", "outputs", "corrected", "output", "runfile", "state", "archive", "reading", "ray", "run",
        "status", "stream",
    ],
}  # fmt: skip
#: Modules that all parts may import.
SHELF = {
    "models", "problems", "rules", "schema", "locate", "first_bytes", "inputs", "spool", "libraries", "scratch",
    "word_edges", "json_text", "frames",
}  # fmt: skip
HEAVY = {
    "lxml",
    "pydantic",
    "onnxruntime",
    "numpy",
    "pyarrow",
    "jsonschema",
    "dateparser",
    "trafilatura",
    "jinja2",
    "starlette",
    "uvicorn",
}
#: Imports against the order, each inside one function and for a reason.
UPWARD = {
    # A notebook asks an object how it looks (`_repr_html_`), and this object is drawn by the room that draws.
    ("models", "view"),
}


def room(module: str) -> str:
    """Return the part of a module: the name after `annotate.`, empty for the package itself."""
    return module.split(".")[1] if "." in module else ""


def imports(file: Path) -> set[str]:
    """Return the parts that a file imports at any level."""
    rooms = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}: relative import"
            names = [f"annotate.{a.name}" for a in node.names] if node.module == "annotate" else [node.module]
        rooms |= {room(name) for name in names if name.split(".")[0] == "annotate"}
    return rooms - {"", "__version__"}


def imports_on_loading(file: Path) -> set[str]:
    """Return the parts that a file imports outside functions."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    inside = {id(node) for made in ast.walk(tree) if isinstance(made, ast.FunctionDef) for node in ast.walk(made)}
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and id(node) not in inside]
    return {room(node.module) for node in nodes if node.module and node.module.startswith("annotate.")}


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_up_the_list(file: Path) -> None:
    """A part imports only itself, the shelf and the parts before it."""
    own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    allowed = SHELF | {own}
    if own not in SHELF:
        assert own in ROOMS, f"{own} has no place in the order of rooms"
        allowed |= set(ROOMS[: ROOMS.index(own)])
    beyond = imports(file) - allowed
    assert beyond == {to for by, to in UPWARD if by == own and file.parent == PACKAGE}
    assert not beyond & imports_on_loading(file), "an import against the order stands inside a function"


@pytest.mark.parametrize(("own", "floors"), FLOORS.items(), ids=FLOORS)
def test_packages_import_from_those_before_them(own: str, floors: list[str]) -> None:
    """Inside a large part no import points backwards, and every package has its place in the order."""
    for file in sorted((PACKAGE / own).rglob("*.py")):
        here = file.relative_to(PACKAGE / own).parts[0].removesuffix(".py")
        if here == "__init__":
            continue
        assert here in floors, f"{file} has no place in the order of {own}"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"annotate.{own}."):
                there = node.module.split(".")[2]
                assert floors.index(there) <= floors.index(here), f"{file} imports {node.module}"


def test_help_loads_nothing_heavy() -> None:
    """`annotate --help` imports neither lxml nor pydantic nor any model."""
    program = (
        "import sys; from annotate.cli import main; code = main(['--help']);"
        f"found = sorted(set(sys.modules) & {HEAVY!r}); print(found, file=sys.stderr); sys.exit(code or bool(found))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "convert" in done.stdout


def private_names(file: Path) -> set[str]:
    """Return the private names of this project that a test uses: imported, or as an attribute of an imported module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    taken = [
        alias
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"annotate", "tests", "benchmarks"}
        for alias in node.names
    ]
    modules = {alias.asname or alias.name for alias in taken}
    names = {alias.name for alias in taken} | {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules
    }
    return {name for name in names if name.startswith("_") and not name.startswith("__")}


@pytest.mark.parametrize("file", sorted(TESTS.rglob("*.py")), ids=lambda p: str(p.relative_to(TESTS)))
def test_tests_use_public_names_and_one_way_to_import(file: Path) -> None:
    """No test uses a private name; only `tests.support` and the tools in `tests` are shared."""
    assert private_names(file) == set()
    assert file == Path(__file__) or "sys.path" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["analyse", "read", "export"])
def test_tests_mirror_the_packages(folder: str) -> None:
    """A folder of tests stands for a package of the same name, or holds files that tests read."""
    data = {"cases", "files", "pages", "__pycache__"}
    folders = {path.name for path in (TESTS / folder).iterdir() if path.is_dir()} - data
    assert folders <= {path.name for path in (PACKAGE / folder).iterdir() if path.is_dir()}


#: Most lines of a module and of a function.
LONGEST_MODULE, LONGEST_FUNCTION = 350, 40
#: Modules and functions that may be longer, with the reason.
LONGER = {
    "annotate/cli/evaluate.py evaluate": "most of it declares the options",
    "annotate/cli/show.py show": "most of it declares the options",
    "annotate/cli/view.py view": "most of it declares the options",
}


def lengths(file: Path) -> dict[str, int]:
    """Return by how many lines a module and its functions exceed the limits."""
    text = file.read_text(encoding="utf-8")
    name = str(file.relative_to(ROOT))
    functions = {
        f"{name} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1 - LONGEST_FUNCTION
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    found = {name: text.count("\n") - LONGEST_MODULE, **functions}
    return {name: lines for name, lines in found.items() if lines > 0}


def test_modules_and_functions_are_short() -> None:
    """The table gives a reason for everything that is longer, and lists nothing else."""
    longer = {name for file in sorted(PACKAGE.rglob("*.py")) for name in lengths(file)}
    assert sorted(longer) == sorted(LONGER)
