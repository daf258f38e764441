"""A study whose results are on an object store: what shards put there, or a copy tool brought, is to the byte what a folder would hold.

    unshare --net python test_objects.py --binary target/release/huizhan

The program has to be built with the feature `cloud`. The store is a server on the loopback that speaks S3; it needs a network namespace of
its own, so that nobody outside reaches it.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import loopback  # noqa: E402  (beside the folders of the tests)

TABLES = ("captures", "daily", "losses", "replications")
PATIENCE = 240.0
PORT = 9000
BUCKET = "campaigns"
REPLICATIONS = 224
SHARDS = 3

STUDY = f"""
id = "objects"
title = "A study on an object store"
question = "Are results on an object store those of a folder?"
scenario = "wuhan1938"
design = "arms"
replications = {REPLICATIONS}
measures = ["capture.hankou", "losses.japan"]
daily = true

[[arm]]
id = "as documented"

[[arm]]
id = "no breach"
set = ["flood=off"]
"""


@contextmanager
def server(log: Path) -> Iterator[None]:
    """A server that speaks S3, and what a client has to know of it in the variables that clients read."""
    with log.open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(PORT)], stdout=said, stderr=said)
    address = f"http://127.0.0.1:{PORT}"
    # a proxy that the machine has is not in this namespace
    os.environ |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < end, f"the server does not answer:\n{log.read_text(errors='replace')}"
                time.sleep(0.1)
        os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
        os.environ |= {"AWS_ENDPOINT_URL": address, "AWS_ALLOW_HTTP": "true"}
        yield
    finally:
        process.kill()
        process.wait()


class Folder:
    """A folder on the store, seen with another client than the one under test."""

    def __init__(self, client, name: str) -> None:
        self.client, self.name, self.address = client, name, f"s3://{BUCKET}/{name}"

    def names(self) -> list[str]:
        """Names of the objects, from the folder on."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{self.name}/")
        return [entry["Key"].removeprefix(f"{self.name}/") for page in pages for entry in page.get("Contents", [])]

    def get(self, name: str) -> bytes:
        return self.client.get_object(Bucket=BUCKET, Key=f"{self.name}/{name}")["Body"].read()

    def put(self, name: str, body: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=f"{self.name}/{name}", Body=body)

    def delete(self, name: str) -> None:
        self.client.delete_object(Bucket=BUCKET, Key=f"{self.name}/{name}")

    def written(self, name: str):
        """When an object was last written."""
        return self.client.head_object(Bucket=BUCKET, Key=f"{self.name}/{name}")["LastModified"]


def huizhan(binary: Path, study: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([binary, "study", study, *more], capture_output=True, text=True, timeout=PATIENCE)


def succeeds(binary: Path, study: Path, *more: str) -> str:
    ended = huizhan(binary, study, *more)
    assert ended.returncode == 0, ended
    return ended.stdout


def fails(binary: Path, study: Path, *more: str) -> str:
    ended = huizhan(binary, study, *more)
    assert ended.returncode == 2, ended
    return ended.stderr


def files_of(whole: Path) -> dict[str, bytes]:
    return {f"{table}/{path.name}": path.read_bytes() for table in TABLES for path in sorted((whole / table).iterdir())}


def same(whole: Path, there: Folder) -> None:
    """Fails, with the names, where a folder on the store is not what the local one is."""
    one, two = files_of(whole), {name: there.get(name) for name in there.names() if "/" in name}
    names = [name for name in sorted(one.keys() | two.keys()) if one.get(name) != two.get(name)]
    assert not names, f"{there.address}: missing, left over or of other bytes: {names}"


def same_reports(binary: Path, study: Path, whole: Path, there: Folder, folder: Path) -> None:
    """The merge says and writes what the whole study did, into a folder and onto the store."""
    out = folder / f"report-{there.name.replace('/', '-')}"
    shown = succeeds(binary, study, "--merge", str(whole))
    assert succeeds(binary, study, "--merge", there.address) == shown, "a merge from the store shows other tables"
    succeeds(binary, study, "--merge", there.address, "--out", str(out))
    succeeds(binary, study, "--merge", there.address, "--out", there.address)
    wanted = (whole / "report.html").read_bytes()
    assert (out / "report.html").read_bytes() == wanted == there.get("report.html"), "reports differ"


def killed(binary: Path, study: Path, shard: str, there: Folder) -> None:
    """Kills a shard that has put some of its chunks and not all."""
    line = [binary, "study", study, "--shard", shard, "--out", there.address, "--threads", "1", "--resume"]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end and not any(name.startswith("replications/") for name in there.names()):
        time.sleep(0.01)
    assert process.poll() is None, "the shard ended before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait()


def shards_put_their_results(binary: Path, study: Path, whole: Path, there: Folder) -> None:
    """One shard is killed and gone on with, one played twice; together they are the whole."""
    killed(binary, study, f"1/{SHARDS}", there)
    kept = {name: there.written(name) for name in there.names() if name.startswith("replications/")}
    for shard in (1, 3, 1):
        succeeds(binary, study, "--shard", f"{shard}/{SHARDS}", "--out", there.address, "--resume")
    told = fails(binary, study, "--merge", there.address)
    assert f"of {2 * REPLICATIONS} replications" in told and "chunk 1, 4 missing" in told, told
    succeeds(binary, study, "--shard", f"2/{SHARDS}", "--out", there.address, "--resume")
    assert all(there.written(name) == moment for name, moment in kept.items()), "what was finished was put again"
    same(whole, there)
    print(f"put by {SHARDS} shards: to the byte what a folder holds; {len(kept)} chunks kept after a kill", flush=True)


def what_is_broken_is_told(binary: Path, study: Path, whole: Path, there: Folder) -> None:
    """A half of a file, and one that is missing: told by name, played again by the shard that they are of."""
    half, gone = "losses/part-000004.parquet", "daily/part-000001.parquet"
    there.put(half, there.get(half)[:-100])
    told = fails(binary, study, "--merge", there.address)
    assert f"{half}: is broken" in told and "--resume" in told, told
    there.delete(gone)
    succeeds(binary, study, "--shard", f"2/{SHARDS}", "--out", there.address, "--resume")
    same(whole, there)
    told = fails(binary, study, "--out", there.address)
    assert "holds results" in told, told
    other = study.with_name("other.toml")
    other.write_text(STUDY.replace("flood=off", "soviet_volunteers=off"), encoding="utf-8")
    for more in (["--merge", there.address], ["--out", there.address, "--resume"]):
        assert "another study" in fails(binary, other, *more), more
    same(whole, there)
    print("half a file, a file that is missing, another study: told, and nothing lost", flush=True)


def what_cannot_be_reached_is_told(binary: Path, study: Path) -> None:
    """No such bucket, no such folder, no such kind of store."""
    told = fails(binary, study, "--out", "s3://no-such-bucket/results")
    assert "s3://no-such-bucket/results/replications" in told and "cannot be read" in told, told
    assert "holds no results" in fails(binary, study, "--merge", f"s3://{BUCKET}/nothing")
    assert "s3://BUCKET/FOLDER" in fails(binary, study, "--merge", "gs://bucket/folder")


def main() -> None:
    """Everything above, on one study."""
    parser = argparse.ArgumentParser(description="Test of results on an object store.")
    parser.add_argument("--binary", type=Path, required=True)
    binary = parser.parse_args().binary.resolve()
    loopback.enter()
    with tempfile.TemporaryDirectory(prefix="huizhan-objects-") as name, server(Path(name) / "server.txt"):
        folder = Path(name)
        study, whole = folder / "objects.toml", folder / "whole"
        study.write_text(STUDY, encoding="utf-8")
        succeeds(binary, study, "--out", str(whole))
        client = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
        client.create_bucket(Bucket=BUCKET)
        put = Folder(client, "studies/put by shards")
        shards_put_their_results(binary, study, whole, put)
        same_reports(binary, study, whole, put, folder)
        what_is_broken_is_told(binary, study, whole, put)
        copied = Folder(client, "copied")
        for name, body in files_of(whole).items():
            copied.put(name, body)
        same_reports(binary, study, whole, copied, folder)
        print("copied by another client: merges to the tables and the report of the folder", flush=True)
        what_cannot_be_reached_is_told(binary, study)
    print(f"objects: {2 * REPLICATIONS} runs on a store that speaks S3, to the byte those of one machine")


if __name__ == "__main__":
    main()
