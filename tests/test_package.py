"""The package as users get it: built, installed without extras on the oldest and the newest Python, and typed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.places import ROOT

#: By version of Python: the folder of programs, and the installer that fills it.
Installing = dict[str, tuple[Path, subprocess.Popen[bytes]]]
#: The oldest and the newest Python that are supported.
PYTHONS = ("3.11", "3.13")
SCRIPT = """
from annotate import annotate
from annotate.models import Annotation, Quotation
from annotate.problems import Problem
from annotate.read import read

def first(path: str) -> Quotation | None:
    for item in read([path]):
        if isinstance(item, Problem):
            raise ValueError(item.message)
        annotation: Annotation = annotate(item)
        return annotation.quotations[0] if annotation.quotations else None
    return None
"""


def python(version: str) -> str | None:
    """Return an interpreter of a version; None if there is none."""
    if sys.version.startswith(f"{version}."):
        return sys.executable
    found = [shutil.which(f"python{version}"), *map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))]
    for program in found:
        if program and subprocess.run([program, "-V"], capture_output=True, check=False).returncode == 0:
            return program
    return None


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the source distribution."""
    if not os.environ.get("ANNOTATE_PACKAGE"):
        pytest.skip("building and installing takes minutes; ANNOTATE_PACKAGE=1 does it")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def environments(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Installing:
    """Start to install the wheel without extras, into a new environment for each version."""
    (wheel,) = built.glob("*.whl")
    started = {}
    for version in PYTHONS:
        program = python(version)
        if program:
            folder = tmp_path_factory.mktemp("env")
            subprocess.run([program, "-m", "venv", "--without-pip", folder], check=True)
            pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "-q", "--no-compile"]
            started[version] = folder / "bin", subprocess.Popen([*pip, wheel])
    return started


@pytest.mark.parametrize("version", PYTHONS)
def test_the_wheel_works_alone(environments: Installing, version: str, tmp_path: Path) -> None:
    """Installed without extras, it annotates the seed, far from the checkout."""
    if version not in environments:
        pytest.skip(f"Python {version} is not on this machine")
    programs, installer = environments[version]
    assert installer.wait() == 0
    seed = shutil.copy(ROOT / "seeds" / "000_cb216ce5513ace95.txt", tmp_path)
    command = [programs / "annotate", "convert", seed, "--to", "newsml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "<newsMessage" in done.stdout


@pytest.fixture(scope="session")
def new_environment(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs of an environment that is made as the first command of the README makes it."""
    folder = tmp_path_factory.mktemp("new")
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = set(re.findall(r"^(python3 -m venv [^&]*\.venv) && \.venv/bin/pip install", page, re.MULTILINE))
    subprocess.run([sys.executable, *command.split()[1:]], cwd=folder, check=True, capture_output=True)
    return folder / ".venv" / "bin"


@pytest.mark.parametrize("what", [".", "-e .[test]", "-e .[dev]", "*.whl", "*.tar.gz"])
def test_pip_installs_without_a_warning_of_an_extra(new_environment: Path, built: Path, what: str) -> None:
    """The checkout, wheel and source distribution: no dependency asks another for an extra that pip does not find."""
    asked = [str(path) for path in built.glob(what)] if what.startswith("*") else what.split()
    command = [new_environment / "pip", "install", "--dry-run", "--ignore-installed", *asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "lxml" in done.stdout
    assert "does not provide the extra" not in done.stdout + done.stderr


def test_the_wheel_holds_the_package(built: Path) -> None:
    """The wheel, which `build` makes from the source distribution, holds every file of the package."""
    (wheel,) = built.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("annotate/")}
    files = (path for path in (ROOT / "annotate").rglob("*") if path.is_file() and path.suffix != ".pyc")
    assert held == {str(path.relative_to(ROOT)) for path in files}


def test_a_typed_script_checks(tmp_path: Path) -> None:
    """`py.typed` is there and true: a user's script passes mypy in strict mode, and a wrong one does not."""
    (tmp_path / "right.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(f"{SCRIPT}first(3)\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "right.py", "wrong.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    (error,) = (line for line in done.stdout.splitlines() if ": error: " in line)
    assert error.startswith("wrong.py:")
    assert "arg-type" in error
