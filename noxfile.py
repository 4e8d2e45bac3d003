"""The tasks of this project; `nox -l` lists them, `nox` runs what CI runs.

They run in the environment that nox itself runs in: ``pip install -e '.[dev]'`` first.
"""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "schema", "exports", "docs", "tests"]
#: Where the project's prose stands.
PROSE = (
    "annotate",
    "docs",
    "training",
    "benchmarks",
    *(f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING", "SECURITY", "exports/README", "seeds/README")),
)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format, and the spelling of the prose."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell", *PROSE)


@nox.session
def types(session: nox.Session) -> None:
    """Static types, strict."""
    session.run("mypy")


@nox.session
def schema(session: nox.Session) -> None:
    """The published schema is what the models say, and valid by the meta-schema."""
    session.run("python", "-m", "tests.regenerate", "schema", "--check")
    session.run("check-jsonschema", "--check-metaschema", "schema/annotation-1.0.schema.json")


@nox.session
def exports(session: nox.Session) -> None:
    """The exports of the seeds are what the program makes of them."""
    session.run("python", "-m", "tests.regenerate", "exports", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation site builds without a warning."""
    session.run("mkdocs", "build", "--strict", "--quiet", env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def tests(session: nox.Session) -> None:
    """The test suite."""
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(default=False)
def roundtrips(session: nox.Session) -> None:
    """Two thousand generated annotations through every lossless format; prints the number of differences."""
    session.run("python", "benchmarks/roundtrips.py", *session.posargs)


@nox.session(default=False)
def regenerate(session: nox.Session) -> None:
    """Write `schema/` and `exports/` anew; read the diff before you commit it."""
    session.run("python", "-m", "tests.regenerate", "schema")
    session.run("python", "-m", "tests.regenerate", "exports")
    session.run("python", "-m", "tests.regenerate", "pages")


@nox.session(default=False)
def pictures(session: nox.Session) -> None:
    """Take the pictures of pages and terminal anew, from the seeds; needs Chromium."""
    session.run("python", "-m", "tests.regenerate", "pictures")


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """Broken files for every reader, damaged articles for the analysis, for some minutes; the suite does so briefly."""
    several = ("tests/read/test_fuzz.py", "tests/test_analysis_fuzz.py")
    session.run("python", "-m", "pytest", *several, *session.posargs, env={"ANNOTATE_FUZZ_EXAMPLES": "1500"})


@nox.session(default=False)
def hook(session: nox.Session) -> None:
    """The hook for pre-commit and the action, installed from this checkout; needs git and the package index."""
    session.run("python", "-m", "pytest", "tests/test_ci.py", "-k", "for_real", env={"ANNOTATE_HOOK": "1"})
