"""Results of a study as others read them, and what becomes of them when a process is killed or a disk is full.

    unshare --mount python test_results.py --binary target/release/huizhan

Needs a mount namespace of its own: a small file system is mounted in it and filled.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow.dataset
import pyarrow.parquet
import yaml

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("captures", "daily", "losses", "replications")
REPLICATIONS = 160
PATIENCE = 240.0
# that a small file system takes a chunk or two of, and not all
SMALL_KIB = 1024

STUDY = f"""
id = "results"
title = "Results that others read"
question = "Do DuckDB, Polars and pandas read what was written?"
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

MEANS = """
select label, count(*) as runs, avg("losses.japan") as losses, count("capture.hankou") as days
from '{}/replications/*.parquet' group by label order by label
"""


def play(binary: Path, study: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([binary, "study", study, "--out", out, "--threads", "2", *more], capture_output=True, text=True, timeout=PATIENCE)


def files_of(out: Path) -> dict[str, bytes]:
    """Every file of the results, temporary ones included: path from the folder, bytes."""
    return {str(path.relative_to(out)): path.read_bytes() for table in TABLES for path in sorted((out / table).iterdir())}


def same_files(whole: Path, other: Path) -> None:
    """Fails, with the names, where two folders of results differ."""
    one, two = files_of(whole), files_of(other)
    names = [name for name in sorted(one.keys() | two.keys()) if one.get(name) != two.get(name)]
    assert not names, f"{other.name}: missing, left over or of other bytes: {names}"


def readers_agree(out: Path) -> None:
    """Three libraries find the same rows, numbers, dates and gaps."""
    first = [(label, runs, losses, days) for label, runs, losses, days in duckdb.sql(MEANS.format(out)).fetchall()]
    frame = polars.read_parquet(f"{out}/replications/*.parquet")
    second = frame.group_by("label").agg(polars.len().alias("runs"), polars.col("losses.japan").mean().alias("losses"), polars.col("capture.hankou").count().alias("days")).sort("label").rows()
    table = pandas.read_parquet(out / "replications")
    grouped = table.groupby("label").agg(runs=("seed", "size"), losses=("losses.japan", "mean"), days=("capture.hankou", "count"))
    third = [tuple(row) for row in grouped.reset_index().itertuples(index=False)]
    assert [label for label, *_ in first] == ["as documented", "no breach"], first
    for one, two, three in zip(first, second, third, strict=True):
        assert one[:2] == two[:2] == three[:2] == (one[0], REPLICATIONS) and one[3] == two[3] == three[3], (one, two, three)
        assert math.isclose(one[2], two[2]) and math.isclose(one[2], three[2]), (one, two, three)
    # a measure in days is the day of the table of captures, joined by whoever reads them
    joined = f"""select count(*) from '{out}/replications/*.parquet' join '{out}/captures/*.parquet' c using (point, replication)
        where c.place = 'hankou' and c.day - (select min(date) from '{out}/daily/*.parquet') = "capture.hankou" """
    assert duckdb.sql(joined).fetchall()[0][0] == sum(days for *_, days in first) > 0
    daily = polars.read_parquet(f"{out}/daily/*.parquet")
    assert daily.schema["date"] == polars.Date and daily["date"].min() < datetime.date(1938, 7, 1), daily.schema
    schema = pyarrow.dataset.dataset(out / "replications").schema
    assert str(schema.field("losses.japan").type) == "double" and schema.field("capture.hankou").nullable, schema
    entries = {key.decode() for key in pyarrow.parquet.read_metadata(out / "replications" / "part-000000.parquet").metadata}
    assert {"study", "study_digest", "engine_version", "tasks", "seeds"} <= entries, entries


def rows_are_runs(binary: Path, out: Path, folder: Path) -> None:
    """A row of a study is the run of its seed, to the digest."""
    for seed in (0, 100):
        subprocess.run([binary, "run", "wuhan1938", "--seed", str(seed), "--quiet", "--out", folder / f"run-{seed}"], check=True, stdout=subprocess.DEVNULL)
        summary = json.loads((folder / f"run-{seed}" / "summary.json").read_text(encoding="utf-8"))
        rows = duckdb.sql(f"select digest from '{out}/replications/*.parquet' where point = 0 and seed = {seed}").fetchall()
        assert rows == [(summary["digest"],)], (seed, rows, summary["digest"])


def killed_at_any_moment(binary: Path, study: Path, out: Path) -> int:
    """Kills a study again and again, once for each chunk, then lets it finish; returns how often."""
    kills = 0
    # as from a process that was killed before its first chunk was finished
    (out / "captures").mkdir(parents=True)
    (out / "captures" / ".part-000000.parquet.0123456789abcdef.partial").write_bytes(b"half")
    chunks = math.ceil(2 * REPLICATIONS / 64)
    for wanted in range(chunks):
        line = [binary, "study", study, "--out", out, "--threads", "2", "--resume"]
        process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        # the first file of a chunk is there and its last not yet: the middle of writing it
        while process.poll() is None and time.monotonic() < end:
            begun, done = (len(list((out / table).glob("*part-*"))) if (out / table).is_dir() else 0 for table in ("captures", "replications"))
            if begun > wanted and begun > done:
                break
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    ended = play(binary, study, out, "--resume")
    assert ended.returncode == 0, ended.stderr
    return kills


def disk_full(binary: Path, study: Path, mount: Path) -> None:
    """A full disk is told; with room made, the study goes on. Needs the right to mount."""
    mount.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_KIB}k", "tmpfs", mount], check=True)
    out = mount / "out"
    ended = play(binary, study, out)
    assert ended.returncode == 2 and "No space left on device" in ended.stderr and "--resume" in ended.stderr, ended
    whole = {table: {path.name for path in (out / table).iterdir()} for table in TABLES if (out / table).is_dir()}
    counted = whole.get("replications", set())
    assert all(counted <= names for names in whole.values()), f"a chunk counts whose files are not all there: {whole}"
    told = subprocess.run([binary, "study", study, "--merge", out], capture_output=True, text=True, timeout=PATIENCE)
    assert told.returncode == 2, "results of a full disk passed as whole"
    subprocess.run(["mount", "-o", "remount,size=64m", mount], check=True)
    ended = play(binary, study, out, "--resume")
    assert ended.returncode == 0, ended.stderr
    print(f"disk full: {len(counted)} chunks were kept, the others played when there was room", flush=True)


def merges(binary: Path, study: Path, out: Path) -> None:
    """Reads by path and by address give the same tables on the terminal; a part that is missing is told."""
    shown = [subprocess.run([binary, "study", study, "--merge", where], capture_output=True, text=True, timeout=PATIENCE) for where in (str(out), out.as_uri())]
    assert shown[0].returncode == shown[1].returncode == 0 and shown[0].stdout == shown[1].stdout, shown
    gone = out / "replications" / "part-000001.parquet"
    kept = gone.read_bytes()
    gone.unlink()
    told = subprocess.run([binary, "study", study, "--merge", out], capture_output=True, text=True, timeout=PATIENCE)
    gone.write_bytes(kept)
    assert told.returncode == 2 and f"of {2 * REPLICATIONS} replications" in told.stderr, told


def schedulers(binary: Path, study: Path, folder: Path) -> list[Path]:
    """The scripts for Slurm and Kubernetes, with the variables that the schedulers would set: three shards each, one begun twice, then merged."""
    search = f"{binary.parent}{os.pathsep}{os.environ['PATH']}"
    slurm = folder / "slurm"
    script = ROOT / "tools/slurm/study.sbatch"
    given = os.environ | {"PATH": search, "STUDY": str(study), "OUT": str(slurm), "SLURM_CPUS_PER_TASK": "2"}
    array = {"SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "3", "SLURM_ARRAY_TASK_COUNT": "3"}
    for task in ("2", "1", "3", "1"):
        subprocess.run(["bash", script], env=given | array | {"SLURM_ARRAY_TASK_ID": task}, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)
    gaps = subprocess.run(["bash", script], env=given | array | {"SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "0"}, capture_output=True, text=True, timeout=PATIENCE)
    assert gaps.returncode == 2 and "without gaps" in gaps.stderr, gaps
    subprocess.run(["bash", script], env=given | {"MERGE": "yes"}, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)

    pods = folder / "kubernetes"
    shard, merge = (yaml.safe_load((ROOT / f"tools/kubernetes/{name}.yaml").read_text(encoding="utf-8"))["spec"] for name in ("study", "merge"))
    container = shard["template"]["spec"]["containers"][0]
    shards = {entry["name"]: entry["value"] for entry in container["env"]}
    assert shards["SHARDS"] == str(shard["completions"]) == str(shard["parallelism"]), "shards, completions and parallelism differ"

    def inside(words: list[str]) -> list[str]:
        return [word.replace("/results", str(pods)).replace("/study/study.toml", str(study)) for word in words]

    for index in range(3):
        given = os.environ | {"PATH": search, "SHARDS": "3", "JOB_COMPLETION_INDEX": str(index)}
        subprocess.run(container["command"] + inside(container["args"]), env=given, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)
    subprocess.run(inside(merge["template"]["spec"]["containers"][0]["command"]), env=os.environ | {"PATH": search}, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)
    return [slurm, pods]


def main() -> None:
    """Everything above, on one study."""
    parser = argparse.ArgumentParser(description="Test of the results of a study.")
    parser.add_argument("--binary", type=Path, required=True)
    binary = parser.parse_args().binary.resolve()
    with tempfile.TemporaryDirectory(prefix="huizhan-results-") as name:
        folder = Path(name)
        study = folder / "results.toml"
        study.write_text(STUDY, encoding="utf-8")
        whole = folder / "whole"
        ended = play(binary, study, whole)
        assert ended.returncode == 0, ended.stderr
        readers_agree(whole)
        rows_are_runs(binary, whole, folder)
        print("readers: DuckDB, Polars and pandas agree, and rows are the runs of their seeds", flush=True)
        merges(binary, study, whole)
        for out in schedulers(binary, study, folder):
            same_files(whole, out)
            assert (whole / "report.html").read_bytes() == (out / "report.html").read_bytes(), f"{out.name}: reports differ"
        print("schedulers: what the scripts for Slurm and Kubernetes run adds up to the whole", flush=True)
        kills = killed_at_any_moment(binary, study, folder / "killed")
        assert kills > 0, "no kill came in time"
        same_files(whole, folder / "killed")
        print(f"killed {kills} times in the middle of writing: the same bytes", flush=True)
        mount = folder / "small"
        try:
            disk_full(binary, study, mount)
            same_files(whole, mount / "out")
        finally:
            if mount.is_mount():
                subprocess.run(["umount", mount], check=True)
    print(f"results: {2 * REPLICATIONS} runs, whole after kills and a full disk")


if __name__ == "__main__":
    main()
