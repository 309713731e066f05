#!/usr/bin/env python3
"""Runs ringfence and Checkov side by side on the same inputs and prints how long and how much memory each takes.

Standard library only. See README.md beside this file.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
GNU_TIME = "/usr/bin/time"
FRAMEWORKS = ("bicep", "arm", "terraform")


@dataclass
class Input:
    name: str
    path: Path
    framework: str


@dataclass
class Measured:
    """What one tool took for one input, over all runs."""

    seconds: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    peak_mb: float = 0.0
    exit_code: int = 0
    not_parsed: int = 0
    resources: int = 0
    answers: int = 0

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def processor(self):
        return statistics.median(self.cpu)


def ringfence_command(path, module_cache=None):
    modules = ["--module-cache", str(module_cache)] if module_cache else []
    return [str(binary()), "check", str(path), "--format", "json", *modules]


def checkov_command(path, framework):
    where = "-d" if path.is_dir() else "-f"
    # Without the download of guidelines, so that no network is timed.
    return [str(BIN / "checkov"), where, str(path), "--framework", framework, "--compact", "-o", "json", "--skip-download"]


def binary():
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "ringfence"


def run_once(command):
    """Seconds on the clock, seconds on the processor, peak megabytes, exit code and standard output of one run."""
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    # Kilobytes on Linux, bytes on macOS. The largest process of the tree counts, not their sum.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, child.returncode, text


def peak_of(command):
    """Peak megabytes of one run, which also fills the file cache.

    Linux counts what a process was before it became the command, which is this interpreter; GNU time is smaller than
    anything that is measured here.
    """
    if not Path(GNU_TIME).exists() or sys.platform == "darwin":
        return run_once(command)[2]
    with tempfile.NamedTemporaryFile() as out:
        run_once([GNU_TIME, "--format=%M", f"--output={out.name}", *command])
        return int(Path(out.name).read_text().split()[-1]) / 1024


def measure(command, runs, read):
    measured = Measured(peak_mb=peak_of(command))
    for _ in range(runs):
        seconds, cpu, _, code, text = run_once(command)
        measured.seconds.append(seconds)
        measured.cpu.append(cpu)
        measured.exit_code = code
    read(text, measured)
    return measured


def read_ringfence(text, measured):
    report = json.loads(text)
    wrong = {own["path"] for own in report["diagnostics"] if own["severity"] == "error"}
    measured.not_parsed = len(wrong)
    measured.resources = report["summary"]["resources"]
    measured.answers = len(report["judgements"])


def read_checkov(text, measured):
    try:
        reports = json.loads(text)
    except json.JSONDecodeError:
        return
    for report in reports if isinstance(reports, list) else [reports]:
        summary = report.get("summary", report)
        measured.not_parsed += summary.get("parsing_errors", 0)
        measured.resources += summary.get("resource_count", 0)
        measured.answers += summary.get("passed", 0) + summary.get("failed", 0)


def prepare():
    if not binary().exists():
        sys.exit(f"{binary()} is missing: run `cargo build --release` first")
    if not (BIN / "checkov").exists():
        print(f"installing Checkov into {VENV}", file=sys.stderr)
        venv.create(VENV, with_pip=True)
        pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "-r", str(HERE / "requirements.txt")]
        subprocess.run(pip, check=True)


def version(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().split()[-1]


def machine():
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GB, {platform.system()} {platform.release()}"


def staged(given, folder):
    """A copy of what the framework is about, so that both tools are given the same files.

    Bicep may use JSON files as modules and for parameters, and any file for its text.
    """
    if given.path.is_file():
        return given
    suffixes = {"bicep": ("",), "arm": (".json",), "terraform": (".tf", ".tfvars", ".json")}[given.framework]
    target = Path(folder) / given.name
    for file in given.path.rglob("*"):
        if file.is_file() and file.name.endswith(suffixes) and ".git" not in file.parts:
            copy = target / file.relative_to(given.path)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
    return Input(given.name, target, given.framework)


def size(given):
    suffixes = {"bicep": (".bicep", ".bicepparam"), "arm": (".json",), "terraform": (".tf",)}[given.framework]
    files = [given.path] if given.path.is_file() else [file for file in given.path.rglob("*") if file.suffix in suffixes]
    lines = sum(len(file.read_bytes().splitlines()) for file in files)
    return f"{len(files)} files, {lines:,} lines"


def inputs_of(arguments):
    if not arguments:
        examples = sorted(folder for folder in (ROOT / "examples").iterdir() if folder.is_dir())
        return [Input(folder.name, folder, "bicep") for folder in examples]
    inputs = []
    for argument in arguments:
        name, separator, path = argument.partition("=")
        if not separator:
            sys.exit(f"`{argument}`: write NAME=PATH or NAME=PATH:FRAMEWORK")
        head, _, framework = path.rpartition(":")
        if framework not in FRAMEWORKS or not head:
            head, framework = path, "bicep"
        if not Path(head).exists():
            sys.exit(f"`{head}` does not exist")
        inputs.append(Input(name, Path(head), framework))
    return inputs


def table(given, own, peer, start_up):
    """The rows of one input: each tool's figures, and by how much Checkov's are larger."""
    head = f"### {given.name}\n\n{given.framework}, {size(given)}\n\n"
    columns = ["", "median", "fastest–slowest", "without start-up", "processor", "peak memory", "files not parsed", "resources", "answers", "exit"]
    rows = [columns, ["---", *["---:"] * (len(columns) - 1)]]
    for name, measured in (("ringfence", own), ("Checkov", peer)):
        if measured is None:
            rows.append([name, "not read yet", *[""] * 8])
            continue
        net = measured.median - start_up[name].median
        spread = f"{milliseconds(min(measured.seconds))}–{milliseconds(max(measured.seconds))}"
        figures = [milliseconds(measured.median), spread, milliseconds(net), milliseconds(measured.processor), f"{measured.peak_mb:.0f} MB"]
        rows.append([name, *figures, measured.not_parsed, measured.resources, measured.answers, measured.exit_code])
    if own is not None:
        net = ratio(peer.median - start_up["Checkov"].median, own.median - start_up["ringfence"].median)
        rows.append(["ratio", ratio(peer.median, own.median), "", net, ratio(peer.processor, own.processor), ratio(peer.peak_mb, own.peak_mb), "", "", "", ""])
    return head + "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows) + "\n"


def milliseconds(seconds):
    if seconds <= 0:
        return "within the noise"
    return f"{seconds * 1000:,.1f} ms" if seconds < 0.1 else f"{seconds * 1000:,.0f} ms"


def ratio(peer, own):
    # Less than a tenth of a millisecond is not measured.
    return f"{peer / own:,.0f}×" if own > 1e-4 and peer > 0 else "–"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="*", metavar="NAME=PATH[:FRAMEWORK]", help="default: the examples of the repository")
    parser.add_argument("--module-cache", metavar="DIR", help="the registry modules for ringfence, laid out as ~/.bicep; Checkov reads none")
    parser.add_argument("--runs", type=int, default=5, help="how often each is run (default 5)")
    options = parser.parse_args()
    inputs = inputs_of(options.inputs)
    prepare()
    with tempfile.TemporaryDirectory() as empty:
        nothing = Path(empty)
        start_up = {
            "ringfence": measure(ringfence_command(nothing), options.runs, read_ringfence),
            "Checkov": measure(checkov_command(nothing, "bicep"), options.runs, read_checkov),
        }
    versions = f"ringfence {version([str(binary()), '--version'])}, Checkov {version([str(BIN / 'checkov'), '--version'])}"
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load not known"
    heading = f"{versions}; median of {options.runs} runs; {machine()}, {load}; {date.today()}\n\n"
    heading += "Start-up (an empty folder): " + ", ".join(
        f"{name} {milliseconds(measured.median)} and {measured.peak_mb:.0f} MB" for name, measured in start_up.items()
    )
    parts = [heading + "\n"]
    print(parts[0], flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for given in (staged(own, folder) for own in inputs):
            command = ringfence_command(given.path, options.module_cache)
            own = None if given.framework == "terraform" else measure(command, options.runs, read_ringfence)
            peer = measure(checkov_command(given.path, given.framework), options.runs, read_checkov)
            parts.append(table(given, own, peer, start_up))
            print(parts[-1], flush=True)
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / "latest.md").write_text("\n".join(parts), encoding="utf-8")
    print(f"written to {results / 'latest.md'}", file=sys.stderr)


if __name__ == "__main__":
    main()
