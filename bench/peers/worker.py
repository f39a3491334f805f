"""Runs one peer over a task's pictures, in its own environment; prints a JSON line for each picture.

Imports and the loading of networks are not timed. From the path of the file to the result everything is.
"""

import argparse
import contextlib
import importlib.metadata
import json
import resource
import signal
import sys
import time
from pathlib import Path

import score

SECONDS_MAX = 60
NOTHING = {"lines": [], "valid": False, "texts": []}


def fastmrz(arguments):
    from fastmrz import FastMRZ

    reader = FastMRZ(tessdata_path=arguments.tessdata)

    def read(path):
        text = reader.get_details(path, ignore_parse=True)
        verdict = reader.get_details(text, input_type="text") if text else {}
        return {"lines": text.split("\n") if text else [], "valid": verdict.get("status") == "SUCCESS", "texts": []}

    return read, importlib.metadata.version("fastmrz")


def passporteye(arguments):
    from passporteye import read_mrz
    from passporteye.mrz.text import MRZOCRCleaner

    parameters = f"--tessdata-dir {arguments.tessdata} -l mrz" if arguments.own_model else ""

    def read(path):
        zone = read_mrz(path, extra_cmdline_params=parameters)
        if zone is None:
            return NOTHING
        return {"lines": MRZOCRCleaner.apply(zone.aux["raw_text"]), "valid": bool(zone.valid), "texts": []}

    return read, importlib.metadata.version("PassportEye")


def rapidocr(_):
    from rapidocr_onnxruntime import RapidOCR

    engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)

    def read(path):
        found, _ = engine(path)
        texts = [text for _, text, _ in found or []]
        lines = score.pick_zone(texts)
        return {"lines": lines, "valid": bool(lines) and score.checks_hold(lines), "texts": texts}

    return read, importlib.metadata.version("rapidocr-onnxruntime")


READERS = {"fastmrz": fastmrz, "passporteye": passporteye, "rapidocr": rapidocr}


class Late(Exception):
    """A picture took longer than SECONDS_MAX."""


def late(*_):
    raise Late(f"no result within {SECONDS_MAX} s")


def cpu_seconds():
    """CPU time of this process and of the programs that it has run, such as Tesseract."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measure(read, path):
    signal.alarm(SECONDS_MAX)
    started, spent = time.perf_counter(), cpu_seconds()
    error = None
    try:
        with contextlib.redirect_stdout(sys.stderr):
            reading = read(str(path))
    except Exception as problem:  # a peer's crash is a result
        reading, error = NOTHING, f"{type(problem).__name__}: {problem}"
    finally:
        signal.alarm(0)
    seconds, cpu = time.perf_counter() - started, cpu_seconds() - spent
    return {**reading, "seconds": seconds, "cpu_seconds": cpu, "error": error}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--tessdata", default="")
    parser.add_argument("--own-model", action="store_true")
    parser.add_argument("pictures", nargs="+", type=Path)
    arguments = parser.parse_args()
    signal.signal(signal.SIGALRM, late)
    with contextlib.redirect_stdout(sys.stderr):
        read, version = READERS[arguments.reader](arguments)
    print(json.dumps({"version": version}), flush=True)
    for path in arguments.pictures:
        print(json.dumps(measure(read, path), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
