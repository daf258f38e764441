#!/usr/bin/env python3
"""Plays a study of huizhan on a Ray cluster: one task a shard, each the installed binary.

    python huizhan_ray.py studies/rival-claims.toml --shards 64 --out /shared/results --address auto

A task runs `huizhan study FILE --shard I/N --out DIR --resume`. DIR is on a file system that every node sees, or an
address such as s3://BUCKET/FOLDER (a program built with the feature `cloud`; every node has the variables AWS_*). A shard follows from the
study, the engine and its number alone, and what is finished of it stays: when a worker or a node dies, Ray gives the shard to another,
which goes on from the last finished chunk, and the results are the bytes that one machine would have written. When all shards are there,
`--merge` reads them, refuses what is missing or there twice, and writes `report.html`.

Exit codes: 0 the results are whole, 1 shards failed (the same command goes on where it was), 2 the input is at fault.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import ray

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Job:
    """What every shard has in common; texts travel with the task, so that a node needs the binary and the folder of results alone."""

    binary: str
    version: str
    study_name: str
    study_text: str
    posterior_text: str | None
    replications: int | None
    threads: int
    yes: bool
    shards: int
    out: str


@dataclass(frozen=True)
class Played:
    """What a shard says of itself; seconds are of the attempt that finished it."""

    node: str
    seconds: float
    said: str


class ShardKilled(Exception):
    """The binary was ended by a signal (out of memory, a node that is taken away): the shard is worth another try."""


class ShardFailed(Exception):
    """The binary said what is wrong: another try would say the same."""


def die_with_parent() -> None:
    """A worker that is killed takes its binary along: two of one shard shall not write at the same time."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def version_of(binary: str) -> str:
    """What the binary calls itself, such as `huizhan 0.1.0`."""
    return subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout.strip()


def command(job: Job, folder: Path) -> list[str]:
    """The command line that all shards and the merge begin with; writes the study where it is to be read."""
    study = folder / job.study_name
    study.write_text(job.study_text, encoding="utf-8")
    line = [job.binary, "study", str(study), "--threads", str(job.threads), "--out", job.out]
    if job.posterior_text is not None:
        posterior = folder / "posterior.csv"
        posterior.write_text(job.posterior_text, encoding="utf-8")
        line += ["--posterior", str(posterior)]
    if job.replications is not None:
        line += ["--replications", str(job.replications)]
    return line + (["--yes"] if job.yes else [])


def play(job: Job, shard: int) -> Played:
    """Plays a shard, or what is missing of it, on the node it is called on.

    Raises ShardKilled where a signal ended the binary, ShardFailed where it ended by itself with an error.
    """
    begun = time.monotonic()
    node = ray.get_runtime_context().get_node_id()
    try:
        version = version_of(job.binary)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ShardFailed(f"shard {shard}/{job.shards}: `{job.binary}` does not run on node {node}: {error}; install it there") from error
    if version != job.version:
        raise ShardFailed(f"shard {shard}/{job.shards}: node {node} has {version}, the driver {job.version}; install one version everywhere")
    with tempfile.TemporaryDirectory(prefix="huizhan-") as folder:
        line = [*command(job, Path(folder)), "--shard", f"{shard}/{job.shards}", "--resume"]
        process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        said, wrong = process.communicate()
    if process.returncode < 0:
        raise ShardKilled(f"shard {shard}/{job.shards}: ended by signal {-process.returncode} on node {node}")
    if process.returncode > 0:
        raise ShardFailed(f"shard {shard}/{job.shards} on node {node}: {wrong.strip()}")
    return Played(node, time.monotonic() - begun, said.strip())


def play_all(job: Job, retries: int) -> tuple[list[Played], list[str]]:
    """Plays every shard on the cluster; what failed does not stop the others. Returns what was played and what went wrong."""
    task = ray.remote(num_cpus=job.threads, max_retries=retries, retry_exceptions=[ShardKilled])(play)
    waiting = {task.options(name=f"shard {shard}/{job.shards}").remote(job, shard): shard for shard in range(1, job.shards + 1)}
    played: list[Played] = []
    faults: list[str] = []
    while waiting:
        ready, _ = ray.wait(list(waiting), num_returns=1)
        for one in ready:
            shard = waiting.pop(one)
            try:
                result = ray.get(one)
            except ray.exceptions.RayTaskError as error:
                faults.append(str(error.cause) if error.cause is not None else str(error))
            except ray.exceptions.RayError as error:
                faults.append(f"shard {shard}/{job.shards}: {error}")
            else:
                played.append(result)
                print(f"{len(played)} of {job.shards}: {result.said} ({result.seconds:.1f} s, node {result.node[:8]})", flush=True)
    return played, faults


def merge(job: Job) -> int:
    """Reads all results, writes the report; the exit code of the binary."""
    with tempfile.TemporaryDirectory(prefix="huizhan-") as folder:
        return subprocess.run([*command(job, Path(folder)), "--merge", job.out], check=False).returncode


def arguments(given: list[str] | None) -> argparse.Namespace:
    """The command line of the driver."""
    parser = argparse.ArgumentParser(description="Play a study of huizhan on a Ray cluster, one task a shard.")
    parser.add_argument("study", type=Path, help="the study, a TOML file")
    parser.add_argument("--out", required=True, help="folder for the results, seen by every node under this path, or its address on an object store")
    parser.add_argument("--shards", type=int, required=True, help="parts to split into; several for each core of the cluster")
    parser.add_argument("--address", default=None, help="the cluster, `auto` on one of its nodes; without it one is begun here")
    parser.add_argument("--binary", default="huizhan", help="the program as every node finds it (default: huizhan)")
    parser.add_argument("--threads", type=int, default=1, help="cores a shard (default: 1)")
    parser.add_argument("--retries", type=int, default=5, help="further tries of a shard whose worker died (default: 5)")
    parser.add_argument("--replications", type=int, default=None, help="seeds a point, instead of the file's")
    parser.add_argument("--posterior", type=Path, default=None, help="posterior that the seeds draw numbers from")
    parser.add_argument("--yes", action="store_true", help="play even more than a million runs")
    parsed = parser.parse_args(given)
    for name in ("shards", "threads"):
        if getattr(parsed, name) < 1:
            parser.error(f"--{name}: must be at least 1")
    if parsed.retries < 0:
        parser.error("--retries: must be at least 0")
    return parsed


def job_of(parsed: argparse.Namespace) -> Job:
    """Reads what the shards need. Raises OSError where a file is missing, CalledProcessError where the binary does not run."""
    binary = shutil.which(parsed.binary)
    if binary is None:
        raise FileNotFoundError(f"--binary: `{parsed.binary}` is not a program here; install it, or give its path")
    # a name stays a name, so that each node may have it somewhere else
    named = parsed.binary if os.sep not in parsed.binary else str(Path(binary).resolve())
    return Job(
        binary=named,
        version=version_of(binary),
        study_name=parsed.study.name,
        study_text=parsed.study.read_text(encoding="utf-8"),
        posterior_text=None if parsed.posterior is None else parsed.posterior.read_text(encoding="utf-8"),
        replications=parsed.replications,
        threads=parsed.threads,
        yes=parsed.yes,
        shards=parsed.shards,
        out=parsed.out if "://" in parsed.out else str(Path(parsed.out).resolve()),
    )


def main(given: list[str] | None = None) -> int:
    """Plays and merges; see the top of the file for exit codes."""
    parsed = arguments(given)
    try:
        job = job_of(parsed)
        if "://" not in job.out:
            Path(job.out).mkdir(parents=True, exist_ok=True)
    except (OSError, UnicodeDecodeError, subprocess.CalledProcessError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if not ray.is_initialized():
        ray.init(address=parsed.address, include_dashboard=False if parsed.address is None else None, log_to_driver=False)
    played, faults = play_all(job, parsed.retries)
    if faults:
        for fault in faults:
            print(f"error: {fault}", file=sys.stderr)
        print(f"error: {len(faults)} of {job.shards} shards failed; the same command goes on where they were", file=sys.stderr)
        return 1
    return 2 if merge(job) else 0


if __name__ == "__main__":
    sys.exit(main())
