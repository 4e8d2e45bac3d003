"""The tasks of this project; `nox -l` lists them, `nox` runs those that CI runs.

They run in the environment that nox itself runs in: ``pip install -e '.[dev]'`` first.
"""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "schema", "exports", "docs", "tests"]
#: Files and folders whose spelling is checked.
PROSE = (
    "annotate",
    "docs",
    "training",
    "benchmarks",
    *(f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING", "SECURITY", "exports/README", "seeds/README")),
)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and spelling."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell", *PROSE)


@nox.session
def types(session: nox.Session) -> None:
    """Check static types, strictly."""
    session.run("mypy")


@nox.session
def schema(session: nox.Session) -> None:
    """Check that the published schema matches the models and is valid by the meta-schema."""
    session.run("python", "-m", "tests.regenerate", "schema", "--check")
    session.run("check-jsonschema", "--check-metaschema", "schema/annotation-1.0.schema.json")


@nox.session
def exports(session: nox.Session) -> None:
    """Check that the exports of the seeds are up to date."""
    session.run("python", "-m", "tests.regenerate", "exports", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation site; warnings are errors."""
    session.run("mkdocs", "build", "--strict", "--quiet", env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def tests(session: nox.Session) -> None:
    """Run the test suite."""
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(default=False)
def roundtrips(session: nox.Session) -> None:
    """Convert two thousand generated annotations to every lossless format and back; print the number of differences."""
    session.run("python", "benchmarks/roundtrips.py", *session.posargs)


@nox.session(default=False)
def regenerate(session: nox.Session) -> None:
    """Regenerate `schema/`, `exports/` and the generated pages; read the diff before you commit it."""
    session.run("python", "-m", "tests.regenerate", "schema")
    session.run("python", "-m", "tests.regenerate", "exports")
    session.run("python", "-m", "tests.regenerate", "pages")


@nox.session(default=False)
def pictures(session: nox.Session) -> None:
    """Regenerate the pictures of pages and terminal from the seeds; needs Chromium."""
    session.run("python", "-m", "tests.regenerate", "pictures")


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """Test the readers with broken files and the analysis with damaged articles, for longer than the suite does."""
    several = ("tests/read/test_fuzz.py", "tests/test_analysis_fuzz.py")
    session.run("python", "-m", "pytest", *several, *session.posargs, env={"ANNOTATE_FUZZ_EXAMPLES": "1500"})


@nox.session(default=False)
def hook(session: nox.Session) -> None:
    """Test the hook for pre-commit and the action, installed from this checkout; needs git and the package index."""
    session.run("python", "-m", "pytest", "tests/test_ci.py", "-k", "for_real", env={"ANNOTATE_HOOK": "1"})
