"""Bonafide beside fastmrz, PassportEye and RapidOCR: the same pictures, one core and one thread each, in one run.

    python3 bench/peers/run.py --dataset $BONAFIDE_DATASETS --bonafide target/release/bonafide

Needs python3 with venv, pip, taskset and Tesseract (Debian: tesseract-ocr). See README.md.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import venv
from pathlib import Path

import chart
import score

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ONE_THREAD = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
}
METRICS = {"mrz": score.zones, "resident-id-cn": score.cards}
# Name in the tables, reader of worker.py, tasks, whether it needs the model for machine-readable zones.
PEERS = [
    ("fastmrz (general model)", "fastmrz", ["mrz"], False),
    ("fastmrz", "fastmrz", ["mrz"], True),
    ("PassportEye", "passporteye", ["mrz"], False),
    ("PassportEye (MRZ model)", "passporteye", ["mrz"], True),
    ("RapidOCR", "rapidocr", ["mrz", "resident-id-cn"], False),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, default=os.environ.get("BONAFIDE_DATASETS"), help="folder with mrz.jsonl")
    parser.add_argument("--out", type=Path, default=ROOT / "target" / "peers", help="results, and the environment")
    parser.add_argument("--bonafide", type=Path, help="the binary; without it only the peers are run")
    parser.add_argument("--models", type=Path, default=ROOT / "target" / "models", help="Bonafide's networks")
    parser.add_argument("--tessdata", type=Path, help="folder with an mrz.traineddata, which no package brings")
    parser.add_argument("--peers", type=Path, help="take the peers' figures from an earlier peers.json")
    parser.add_argument("--limit", type=int, default=10**9, help="only the first pictures")
    parser.add_argument("--core", type=int, default=0, help="the core that everything runs on")
    chosen = parser.parse_args()
    if chosen.dataset is None:
        parser.error("say --dataset, or set BONAFIDE_DATASETS")
    return chosen


def cases(chosen, task):
    text = (chosen.dataset / f"{task}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()][: chosen.limit]


def environment(chosen):
    """The peers' own Python environment, made once."""
    folder = chosen.out / "venv"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
    return python


def tessdata(chosen, own_model):
    """A folder in which `mrz` is the model for machine-readable zones, or the general English one in its place."""
    if own_model:
        return chosen.tessdata.resolve()
    folder = chosen.out / "tessdata"
    folder.mkdir(parents=True, exist_ok=True)
    general = next(Path("/usr/share/tesseract-ocr").glob("*/tessdata/eng.traineddata"), None)
    if general is None:
        sys.exit("no eng.traineddata below /usr/share/tesseract-ocr: install tesseract-ocr")
    link = folder / "mrz.traineddata"
    if not link.exists():
        link.symlink_to(general)
    return folder


def alone(chosen, command):
    """A command on one core with one thread; gives its standard output."""
    full = ["taskset", "-c", str(chosen.core), *map(str, command)]
    done = subprocess.run(full, env={**os.environ, **ONE_THREAD}, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8")


def peer(chosen, python, reader, task, own_model):
    """One peer over one task."""
    known = cases(chosen, task)
    command = [python, "-W", "ignore", HERE / "worker.py", reader, "--tessdata", tessdata(chosen, own_model)]
    command += ["--own-model"] * own_model + [chosen.dataset / case["files"][0] for case in known]
    first, *readings = [json.loads(line) for line in alone(chosen, command).splitlines()]
    mean = lambda key: sum(reading[key] for reading in readings) / max(len(readings), 1)
    errors = sorted({reading["error"].split(":")[0] for reading in readings if reading["error"]})
    return first["version"], {
        "cases": len(known),
        "metrics": METRICS[task](known, readings),
        "seconds_per_case": mean("seconds"),
        "cpu_seconds_per_case": mean("cpu_seconds"),
        "errors": {kind: sum((r["error"] or "").startswith(kind) for r in readings) for kind in errors},
    }


def peers(chosen):
    python = environment(chosen)
    tools = {}
    for name, reader, tasks, own_model in PEERS:
        if own_model and chosen.tessdata is None:
            print(f"{name}: left out, --tessdata names no folder with mrz.traineddata", file=sys.stderr)
            continue
        tool = tools[name] = {"tasks": {}}
        for task in tasks:
            print(f"{name}: {task}", file=sys.stderr)
            tool["version"], tool["tasks"][task] = peer(chosen, python, reader, task, own_model)
    return tools


def bonafide(chosen):
    tool = {"version": alone(chosen, [chosen.bonafide, "--version"]).strip(), "tasks": {}}
    for task in METRICS:
        print(f"Bonafide: {task}", file=sys.stderr)
        command = [chosen.bonafide, "evaluate", "--dataset", chosen.dataset, "--task", task, "--json"]
        command += ["--threads", 1, "--jobs", 1, "--limit", chosen.limit, "--models", chosen.models]
        before = children_cpu_seconds()
        report = json.loads(alone(chosen, command))
        spent = children_cpu_seconds() - before
        found = tool["tasks"][task] = {key: report[key] for key in ("cases", "metrics", "seconds_per_case")}
        found["cpu_seconds_per_case"] = spent / max(report["cases"], 1)
    return tool


def children_cpu_seconds():
    """CPU time of the programs that have ended so far; of Bonafide it holds the loading too."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def percent(metric):
    if metric is None:
        return "–"
    low, high = metric["low"] * 100, metric["high"] * 100
    return f"{metric['value'] * 100:.1f} % [{low:.1f}, {high:.1f}], {metric['hits']} of {metric['trials']}"


def times(task):
    return f"{task['seconds_per_case']:.2f} | {task['cpu_seconds_per_case']:.2f}"


def table(tools):
    """The comparison as Markdown."""
    lines = [
        "| reader | every line exact | called valid | valid but wrong | seconds an image | of them CPU |",
        "|---|---|---|---|---|---|",
    ]
    for name, tool in tools.items():
        task = tool["tasks"]["mrz"]
        cells = [percent(task["metrics"].get(key)) for key in ("documents_exact", "valid", "valid_but_wrong")]
        lines.append(f"| {name} | {' | '.join(cells)} | {times(task)} |")
    lines += ["", "| reader | mainland ID: every value | seconds an image | of them CPU |", "|---|---|---|---|"]
    for name, tool in tools.items():
        task = tool["tasks"].get("resident-id-cn")
        if task:
            right, found = (task["metrics"].get(key) for key in ("all_fields_right", "all_fields_found"))
            what = "in its field" if right else "somewhere in the text"
            lines.append(f"| {name} | {percent(right or found)} {what} | {times(task)} |")
    return "\n".join(lines) + "\n"


def machine():
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return {"processor": model, "cores": os.cpu_count(), "python": platform.python_version()}


def main():
    chosen = arguments()
    chosen.out.mkdir(parents=True, exist_ok=True)
    if chosen.peers:
        tools = json.loads(chosen.peers.read_text())["tools"]
    else:
        tools = peers(chosen)
    if chosen.bonafide:
        tools = {"Bonafide": bonafide(chosen), **{name: tool for name, tool in tools.items() if name != "Bonafide"}}
    result = {"machine": machine(), "tools": tools}
    (chosen.out / "peers.json").write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    (chosen.out / "peers.md").write_text(table(tools))
    (chosen.out / "peers.svg").write_text(chart.draw(tools))
    print(table(tools))


if __name__ == "__main__":
    main()
