"""A study on two Ray nodes of one machine, a worker and then a node killed in the middle: the results are those of one machine.

    unshare --net python test_two_nodes.py --binary target/release/huizhan [--replications 256]

Needs a network namespace of its own: a cluster listens on the addresses it finds, and here it finds the loopback alone.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import loopback  # noqa: E402  (beside the folders of the tests)

TABLES = ("captures", "daily", "losses", "replications")
SHARDS = 4
CHUNK = 64
PATIENCE = 240.0

STUDY = """
id = "two-nodes"
title = "A study on two nodes"
question = "Does a cluster that loses workers give the results of one machine?"
scenario = "wuhan1938"
design = "arms"
replications = {replications}
measures = ["captures", "last.hankou+wuchang+hanyang", "losses.japan", "losses.roc"]
daily = true

[[arm]]
id = "as documented"

[[arm]]
id = "no breach"
set = ["flood=off"]
"""


def files_of(out: Path) -> dict[str, bytes]:
    """Every file of the results, temporary ones included: path from the folder, bytes."""
    return {str(path.relative_to(out)): path.read_bytes() for table in TABLES for path in sorted((out / table).iterdir())}


def shard_processes(out: Path) -> dict[int, tuple[int, int]]:
    """The binaries that play shards into this folder, by number of shard: process, parent."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            line = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue  # it ended while it was looked at
        if "--shard" in line and str(out) in line:
            found[int(line[line.index("--shard") + 1].split("/")[0])] = (int(entry.name), parent)
    return found


def finished(out: Path, shard: int) -> dict[Path, int]:
    """Chunks of a shard that are there, with the moment at which they were written."""
    folder = out / "replications"
    names = sorted(folder.glob("part-*.parquet")) if folder.is_dir() else []
    return {path: path.stat().st_mtime_ns for path in names if int(path.stem[5:]) % SHARDS == shard - 1}


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def wait_for(what: str, condition, seconds: float = PATIENCE):
    """The first answer that is not empty, or a failure that says what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")


def in_the_middle(out: Path, but: int | None = None):
    """A shard under way that has finished a chunk and lacks others: number, process, worker, what is finished."""
    for shard, (process, worker) in sorted(shard_processes(out).items()):
        done = finished(out, shard)
        if shard != but and 0 < len(done) < CHUNKS_A_SHARD:
            return shard, process, worker, done
    return None


def kill_a_worker(out: Path) -> tuple[int, dict[Path, int]]:
    """Kills a worker whose shard is in the middle; its binary has to go with it, and what was finished has to stay."""
    shard, process, worker, done = wait_for("a shard in the middle", lambda: in_the_middle(out))
    os.kill(worker, signal.SIGKILL)
    wait_for("the binary of a killed worker to end", lambda: not alive(process), 10.0)
    print(f"killed: worker {worker}, with shard {shard} at {len(done)} of {CHUNKS_A_SHARD} chunks", flush=True)
    return shard, done


def play_on_cluster(binary: Path, study: Path, out: Path) -> list[tuple[int, dict[Path, int]]]:
    """Plays the study on two nodes of one core each; returns what was finished of the shards that were struck when they were."""
    from ray.cluster_utils import Cluster

    store = 200 * 1024 * 1024
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": store, "include_dashboard": False})
    try:
        second = cluster.add_node(num_cpus=1, object_store_memory=store)
        cluster.wait_for_nodes()
        line = [sys.executable, str(HERE / "huizhan_ray.py"), str(study), "--shards", str(SHARDS), "--out", str(out), "--address", cluster.address, "--binary", str(binary)]
        driver = subprocess.Popen(line)
        try:
            struck = [kill_a_worker(out)]
            again = wait_for("another shard in the middle", lambda: in_the_middle(out, but=struck[0][0]))
            struck.append((again[0], again[3]))
            cluster.remove_node(second, allow_graceful=False)
            print("removed: the second node", flush=True)
            code = driver.wait(timeout=PATIENCE)
        finally:
            driver.kill()
        assert code == 0, f"the driver ended with {code}"
        return struck
    finally:
        cluster.shutdown()


def compare(whole: Path, parts: Path) -> None:
    """Byte for byte; both folders have to hold the same names."""
    one, many = files_of(whole), files_of(parts)
    assert one.keys() == many.keys(), f"files differ: {sorted(one.keys() ^ many.keys())}"
    different = [name for name in one if one[name] != many[name]]
    assert not different, f"bytes differ: {different}"
    assert (whole / "report.html").read_bytes() == (parts / "report.html").read_bytes(), "reports differ"


def count(out: Path, tasks: int) -> None:
    """Each replication is there once."""
    import duckdb

    rows, distinct = duckdb.sql(f"select count(*), count(distinct (point, replication)) from '{out}/replications/*.parquet'").fetchall()[0]
    assert (rows, distinct) == (tasks, tasks), f"{rows} rows, {distinct} different ones, {tasks} wanted"


def refuses_bad_input(binary: Path, folder: Path) -> None:
    """What is wrong with the input is told once by the driver, and nothing is tried again."""
    bad = folder / "bad.toml"
    bad.write_text(STUDY.format(replications=1).replace("flood=off", "flod=off"), encoding="utf-8")
    line = [sys.executable, str(HERE / "huizhan_ray.py"), str(bad), "--shards", "1", "--out", str(folder / "bad"), "--binary", str(binary)]
    ended = subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 1 and "flod" in ended.stderr and "1 of 1 shards failed" in ended.stderr, ended
    gone = subprocess.run([*line[:-1], str(folder / "no-such-program")], capture_output=True, text=True, timeout=PATIENCE)
    assert gone.returncode == 2 and "no-such-program" in gone.stderr, gone


def main() -> None:
    """Plays once on one machine and once on two nodes, and compares."""
    global CHUNKS_A_SHARD
    parser = argparse.ArgumentParser(description="Test of the driver for Ray.")
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--replications", type=int, default=512, help="runs a point; a multiple of 256, so that shards have equal chunks")
    given = parser.parse_args()
    tasks = given.replications * len(tomllib.loads(STUDY.format(replications=1))["arm"])
    CHUNKS_A_SHARD, rest = divmod(tasks, SHARDS * CHUNK)
    assert CHUNKS_A_SHARD > 1 and not rest, "shards of several whole chunks are wanted"
    loopback.enter()
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    binary = given.binary.resolve()
    with tempfile.TemporaryDirectory(prefix="huizhan-two-nodes-") as name:
        folder = Path(name)
        study = folder / "two-nodes.toml"
        study.write_text(STUDY.format(replications=given.replications), encoding="utf-8")
        whole, parts = folder / "whole", folder / "parts"
        begun = time.monotonic()
        subprocess.run([binary, "study", study, "--out", whole, "--threads", "2"], check=True, stdout=subprocess.DEVNULL)
        print(f"one machine: {tasks} runs in {time.monotonic() - begun:.1f} s", flush=True)
        struck = play_on_cluster(binary, study, parts)
        compare(whole, parts)
        count(parts, tasks)
        for shard, done in struck:
            again = [path.name for path, moment in done.items() if path.stat().st_mtime_ns != moment]
            assert not again, f"shard {shard} played again what was finished: {again}"
        refuses_bad_input(binary, folder)
    print(f"two nodes, a worker and a node lost: {tasks} runs, byte for byte those of one machine; nothing lost, nothing repeated")


if __name__ == "__main__":
    main()
