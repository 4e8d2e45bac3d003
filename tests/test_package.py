"""The package as users get it: built, installed alone on the oldest and the newest Python, and typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support.places import ROOT

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


def python(version: str) -> str:
    """Return an interpreter of that version; skip where there is none."""
    if sys.version.startswith(f"{version}."):
        return sys.executable
    found = [shutil.which(f"python{version}"), *map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))]
    for program in found:
        if program and subprocess.run([program, "-V"], capture_output=True, check=False).returncode == 0:
            return program
    pytest.skip(f"Python {version} is not on this machine")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the source distribution."""
    if not os.environ.get("ANNOTATE_PACKAGE"):
        pytest.skip("building and installing takes minutes; ANNOTATE_PACKAGE=1 does it")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True)
    return folder


def installed(program: str, what: Path, folder: Path) -> Path:
    """Install a distribution into a new environment; return its folder of programs."""
    subprocess.run([program, "-m", "venv", str(folder)], check=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", str(what)], check=True, capture_output=True)
    return folder / "bin"


@pytest.mark.parametrize("version", PYTHONS)
def test_the_wheel_works_alone(built: Path, version: str, tmp_path: Path) -> None:
    """Installed without extras it annotates the seed, far from the checkout."""
    (wheel,) = built.glob("*.whl")
    programs = installed(python(version), wheel, tmp_path / "env")
    seed = shutil.copy(ROOT / "seeds" / "000_cb216ce5513ace95.txt", tmp_path)
    command = [programs / "annotate", "convert", seed, "--to", "newsml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "<newsMessage" in done.stdout


def test_the_source_distribution_builds_the_same_wheel(built: Path, tmp_path: Path) -> None:
    """It holds all that the wheel needs."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (again,), (wheel,) = (tmp_path / "out").glob("*.whl"), built.glob("*.whl")
    assert zipfile.ZipFile(again).namelist() == zipfile.ZipFile(wheel).namelist()


def test_a_typed_script_checks(tmp_path: Path) -> None:
    """`py.typed` is there and true: a user's script passes mypy in strict mode, and a wrong one does not."""
    for name, text, code in (("right.py", SCRIPT, 0), ("wrong.py", SCRIPT + "first(3)\n", 1)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, name]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
