"""The parts for the CI of others: the hook for pre-commit, the action, and the page that documents them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.places import ROOT
from tests.support.running import COMMAND, run, write

PAGE = ROOT / "docs" / "formats" / "validation.md"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
BASE = (ROOT / "tests" / "cases" / "check" / "base.json").read_text(encoding="utf-8")
BAD = BASE.replace('"p1"', '"p9"', 1)


def blocks(language: str) -> list[str]:
    """Return the code blocks of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def shim(folder: Path) -> Path:
    """Make the command `annotate` in a folder; return it."""
    (folder / "bin").mkdir(exist_ok=True)
    program = folder / "bin" / "annotate"
    program.write_text(f'#!/bin/sh\nexec "{COMMAND[0]}" -c "{COMMAND[2]}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("number", range(len(blocks("sh"))))
def test_commands_of_the_page(number: int, tmp_path: Path) -> None:
    """Each command succeeds in a copy of the folder of exports."""
    shutil.copytree(ROOT / "exports", tmp_path / "exports")
    shim(tmp_path)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    script = ["bash", "-euo", "pipefail", "-c", blocks("sh")[number]]
    done = subprocess.run(script, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_of_the_page() -> None:
    """The list on the page is the output of the command."""
    (listed,) = blocks("text")
    assert listed == run("validate", "--rules").out


def test_inputs_of_the_page() -> None:
    """The table of inputs names those of the action, and no others."""
    table = PAGE.read_text(encoding="utf-8").split("| input | what |")[1].split("\n\n")[0]
    named = {
        name for row in table.splitlines() for name in re.findall(r"`([a-z-]+)`", row.split("|")[1] if row else "")
    }
    assert named == set(ACTION["inputs"])


def check_jsonschema(schema: str, file: Path) -> None:
    """Check a file against a built-in schema of check-jsonschema; skip if that is not installed."""
    pytest.importorskip("check_jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_action_is_one() -> None:
    """GitHub's schema of actions accepts it."""
    check_jsonschema("vendor.github-actions", ROOT / "action.yml")


def test_workflow_of_the_page(tmp_path: Path) -> None:
    """GitHub's schema of workflows accepts it, and it uses only existing inputs of the action."""
    config, workflow = blocks("yaml")
    check_jsonschema("vendor.github-workflows", write(tmp_path, {"w.yml": workflow}) / "w.yml")
    steps = yaml.safe_load(workflow)["jobs"]["validate"]["steps"]
    ours = [step for step in steps if "annotate@" in step["uses"]]
    assert len(ours) == 2
    assert all(set(step["with"]) <= set(ACTION["inputs"]) for step in ours)
    (repo,) = yaml.safe_load(config)["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == [hook["id"] for hook in HOOKS]


def step(name: str, folder: Path, **given: str) -> tuple[int, str, str]:
    """Run the script of a step of the action as GitHub does; return code, output and what it set."""
    (found,) = (s for s in ACTION["runs"]["steps"] if s.get("name") == name)
    inputs = {
        f"inputs.{key}": given.get(key.replace("-", "_"), value.get("default", ""))
        for key, value in ACTION["inputs"].items()
    }
    contexts = {**inputs, "github.action_path": str(ROOT)}
    values = {k: re.sub(r"\$\{\{ (\S+) \}\}", lambda m: contexts[m[1]], v) for k, v in found["env"].items()}
    files = [folder / "github_output", folder / "github_env"]
    known = {file.name.upper(): str(file) for file in files}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],
        cwd=folder,
        env={**os.environ, **values, **known, "RUNNER_TEMP": str(folder), "ANNOTATE": str(shim(folder))},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr, "".join(f.read_text() for f in files if f.exists())


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a good file and a bad one, whose names contain shell syntax."""
    return write(tmp_path, {"in/good one.json": BASE, "in/bad $(touch x) *.json": BAD, "-dash.json": BASE})


def test_action_shows_problems(here: Path) -> None:
    """The step fails and prints workflow commands; no file name is executed."""
    code, out, made = step("Validate", here, files="in/\n-dash.json\n\n")
    assert code == 1
    assert out.startswith("::error title=annotate reference,file=in/bad $(touch x) *.json,line=")
    assert "3 documents in 3 files" in out
    assert made == "report=\n"
    assert not (here / "x").exists()


def test_action_writes_sarif(here: Path) -> None:
    """The report is a file whose name is an output; with fail-on never, the step succeeds."""
    code, out, made = step("Validate", here, files="in/", format="sarif", fail_on="never")
    assert (code, made) == (0, "report=annotate.sarif\n")
    assert "::" not in out
    assert len(json.loads((here / "annotate.sarif").read_bytes())["runs"][0]["results"]) == 1


@pytest.mark.parametrize("output", ["a.json\nreport=b", "a\r", "\n", "a<<END\nb\nEND"])
def test_a_line_break_in_output_sets_nothing(output: str, here: Path) -> None:
    """The name of a file cannot set another output of the step, nor a variable of the job."""
    code, out, made = step("Validate", here, files="in/good one.json", format="json", output=output)
    assert (code, made) == (2, "")
    assert out.startswith("::error title=annotate::")
    assert out.count("\n") == 1


def test_what_the_action_uses_is_pinned() -> None:
    """Actions of others are named by a commit, with its release beside it: a tag can be moved."""
    for path in (ROOT / "action.yml", ROOT / ".github" / "workflows" / "ci.yml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "uses: " in line:
                assert re.search(r"@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"files": "in/good one.json"}, 0),
        ({"files": "in/*one.json\r\n"}, 0),
        ({"files": "in/", "ignore": "reference"}, 0),
        ({"files": "in/", "select": "json"}, 0),
        ({"files": "in/", "baseline": "none.json"}, 2),
        ({"files": ""}, 2),
        ({"files": "in/", "format": "sarif", "output": "no/such/folder.sarif"}, 3),
    ],
)
def test_inputs_of_the_action(given: dict[str, str], code: int, here: Path) -> None:
    """Each input does what the option of its name does."""
    ended, out, _ = step("Validate", here, **given)
    assert ended == code, out


def test_hook_is_well_formed() -> None:
    """The hook runs our command; pre-commit accepts the manifest, if it is installed."""
    (hook,) = HOOKS
    assert hook["entry"].split()[:2] == ["annotate", "validate"]
    wanted = re.compile(hook["files"])
    assert all(wanted.search(name) for name in ("a.json", "b/c.jsonl", "d.xml", "t/articles.csv", "e.anno.jsonld"))
    assert not any(wanted.search(name) for name in ("a.py", "json", "README.md"))
    if shutil.which("pre-commit"):
        subprocess.run(["pre-commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], check=True)


installs = pytest.mark.skipif(
    os.environ.get("ANNOTATE_HOOK") != "1", reason="it installs the package anew: run `nox -s hook`"
)


@installs
def test_action_for_real(tmp_path: Path) -> None:
    """The first step installs this checkout in an environment of its own, and tells the next one where."""
    code, out, made = step("Install annotate", tmp_path)
    assert code == 0, out
    program = made.strip().removeprefix("ANNOTATE=")
    shown = subprocess.run([program, "validate", "--rules"], capture_output=True, text=True, check=True).stdout
    assert shown == run("validate", "--rules").out


@installs
def test_hook_for_real(tmp_path: Path) -> None:
    """pre-commit installs the project from this checkout, and lets a good commit pass and a bad one not."""

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
        return subprocess.run(
            arguments, cwd=tmp_path / "repo", env=environment, capture_output=True, text=True, check=False
        )

    def tried() -> tuple[int, str]:
        command("git", "add", "-A")
        done = command("pre-commit", "run", "--all-files", "--verbose")
        return done.returncode, done.stdout + done.stderr

    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    hook: dict[str, Any] = {"id": HOOKS[0]["id"], "files": "^in/"}
    config = {"repos": [{"repo": str(ROOT), "rev": head, "hooks": [hook]}]}
    write(tmp_path / "repo", {"in/a.json": BASE, ".pre-commit-config.yaml": yaml.safe_dump(config)})
    shutil.copytree(ROOT / "exports" / "csv", tmp_path / "repo" / "in" / "csv")
    assert command("git", "init", "-q").returncode == 0
    code, out = tried()
    assert code == 0, out
    assert "Passed" in out
    write(tmp_path / "repo", {"in/a.json": BAD})
    code, out = tried()
    assert code == 1, out
    assert re.search(r"^in/a\.json:\d+:\d+: error: .* \[reference\]", out, re.MULTILINE)
