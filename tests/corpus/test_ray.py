"""Runs over a real cluster of Ray on this machine, to files and to a real S3 server on the loopback."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.archives import PATIENCE, archive, until
from tests.support.running import MAYOR, process, run

pytest.importorskip("ray", reason="Ray is not installed: pip install 'annotate-news[ray]'")

_BUCKET = "archive"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A cluster of two nodes with room for one worker each; runs use its address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_BACKEND_LOG_LEVEL", "fatal")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        with _s3() as endpoint:
            patch.setenv("AWS_ENDPOINT_URL", endpoint)
            from ray.cluster_utils import Cluster

            node = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_dashboard": False}
            nodes = Cluster(initialize_head=True, head_node_args=node)
            try:
                nodes.second = nodes.add_node(num_cpus=1, object_store_memory=80 << 20)
                patch.setenv("RAY_ADDRESS", nodes.address)
                yield nodes
            finally:
                nodes.shutdown()


@contextlib.contextmanager
def _s3() -> Iterator[str]:
    """Start moto's S3 server, with a bucket."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture(scope="module")
def bucket(cluster: Any) -> Any:
    """The file system of the S3 server, with an empty bucket."""
    import s3fs

    files = s3fs.S3FileSystem()
    files.mkdir(_BUCKET)
    return files


def shards(folder: Path) -> dict[str, bytes]:
    """Return the shards in a folder."""
    return {path.name: path.read_bytes() for path in folder.glob("part-*")}


def test_stopped_and_a_node_killed(tmp_path: Path, cluster: Any) -> None:
    """Ctrl-C keeps the finished shards; resumed while a node dies, the run makes the shards of a local run."""
    source = archive(tmp_path, 24, length=10)
    command = ["convert", source, "--to", "jsonl", "--shard-size", "3", "--engine", "ray", "-o", tmp_path / "out"]
    assert run("convert", source, "--jobs", "1", "-o", tmp_path / "all.jsonl").code == 0
    local = ["--as-is", "--to", "jsonl", "--shard-size", "3", "-o", tmp_path / "local"]
    assert run("convert", tmp_path / "all.jsonl", *local).code == 0
    done = tmp_path / "out/_annotate/done"
    running = process(*command)
    assert until(lambda: done.is_dir() and any(done.iterdir()), running)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130, err.decode()
    assert "--resume" in err.decode()
    kept = len(list(done.iterdir()))
    running = process(*command, "--resume")
    assert until(lambda: len(list(done.iterdir())) > kept, running)
    cluster.remove_node(cluster.second, allow_graceful=False)
    _, err = running.communicate(timeout=PATIENCE)
    cluster.second = cluster.add_node(num_cpus=1, object_store_memory=80 << 20)
    assert running.returncode == 0, err.decode()
    assert shards(tmp_path / "out") == shards(tmp_path / "local")
    report = json.loads((tmp_path / "out/_annotate/run.json").read_bytes())
    assert (report["articles"]["written"], report["articles"]["reused"]) == (24, 3 * kept)
    assert not (tmp_path / "out/_annotate/staged").exists()
    assert "finished" in run("status", tmp_path / "out").out


def test_s3(tmp_path: Path, cluster: Any, bucket: Any) -> None:
    """Inputs and outputs on S3: the shards equal those of a local run, and finished shards are not made again."""
    source = archive(tmp_path, 12)
    bucket.put_file(str(source), f"{_BUCKET}/in/archive.jsonl")
    command = ["convert", f"s3://{_BUCKET}/in", "--engine", "ray", "--shard-size", "5", "-o", f"s3://{_BUCKET}/out"]
    first = process(*command)
    _, err = first.communicate(timeout=PATIENCE)
    assert first.returncode == 0, err.decode()
    assert run("convert", source, "--jobs", "1", "-o", tmp_path / "local.jsonl").code == 0
    made = b"".join(bucket.cat_file(f"{_BUCKET}/out/part-0000{n}.jsonl") for n in range(3))
    local = (tmp_path / "local.jsonl").read_bytes()
    assert made.replace(f"s3://{_BUCKET}/in/".encode(), f"{tmp_path}/".encode()) == local
    again = run(*command)
    assert "--resume" in again.err
    assert again.code == 3
    bucket.rm_file(f"{_BUCKET}/out/part-00001.jsonl")
    resumed = process(*command, "--resume")
    _, err = resumed.communicate(timeout=PATIENCE)
    assert resumed.returncode == 0, err.decode()
    report = json.loads(bucket.cat_file(f"{_BUCKET}/out/_annotate/run.json"))
    assert report["articles"] == {"written": 12, "annotated": 5, "reused": 7, "changed": 0, "removed": 0}
    assert b"".join(bucket.cat_file(f"{_BUCKET}/out/part-0000{n}.jsonl") for n in range(3)) == made


def test_parquet_and_several_inputs(tmp_path: Path, cluster: Any) -> None:
    """Parquet shards, the numbers of repeated ids across files, and the problems are those of a local run."""
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        archive(tmp_path / name, 6)
    inputs = [tmp_path / "b/archive.jsonl", tmp_path / "a/archive.jsonl", tmp_path / "gone.jsonl"]
    options = ["--to", "parquet", "--shard-size", "4"]
    local = run("convert", *inputs, *options, "--jobs", "1", "-o", tmp_path / "local")
    running = process("convert", *inputs, *options, "--engine", "ray", "-o", tmp_path / "out")
    _, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, local.code) == (1, 1)
    assert shards(tmp_path / "out") == shards(tmp_path / "local")
    warnings = [line for line in err.decode().splitlines() if "warning" in line]
    assert warnings == [line for line in local.lines if "warning" in line]
    assert "gone.jsonl" in err.decode()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["-o", "out", "--to", "xlsx"], "parquet"),
        ([], "-o"),
        (["-o", "out", "--explain"], "--explain"),
        (["-o", "out", "--resume", "--prune"], "--prune"),
    ],
)
def test_what_cannot_be_done_there(options: list[str], word: str, tmp_path: Path) -> None:
    """Options that a cluster does not support are refused with a message."""
    (tmp_path / "a.txt").write_text(MAYOR, encoding="utf-8")
    done = run("convert", tmp_path / "a.txt", "--engine", "ray", *options)
    assert done.code == 2
    assert word in done.err


def test_without_the_library(tmp_path: Path) -> None:
    """Without Ray, the message says what to install."""
    (tmp_path / "ray.py").write_text("raise ImportError", encoding="utf-8")
    (tmp_path / "a.txt").write_text(MAYOR, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    running = process("convert", tmp_path / "a.txt", "--engine", "ray", "-o", tmp_path / "out", env=environment)
    _, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, err.count(b"\n")) == (3, 1)
    assert b"annotate-news[ray]" in err
