#!/usr/bin/env python3
"""What each default feature of azlogs costs in a clean build: crates, and seconds of compiling.

    benches/compile-time/features.py [--profile dev|release]

Builds azlogs with its default features into an empty folder, once, and takes from cargo's timings what each crate took. A crate
counts for the first feature that needs it, in the order of the table.
"""
import argparse, collections, json, os, pathlib, re, subprocess, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
STEPS = [("none", ""), ("derive", "derive"), ("client", "derive,client"), ("reqwest", "derive,reqwest"),
         ("azure-identity", "derive,azure-identity"), ("libdeflate", "derive,azure-identity,libdeflate"), ("spool", "default")]

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--profile", default="dev", choices=["dev", "release"])
arguments = arguments.parse_args()


def crates(features):
    """The names and versions of what is built with these features."""
    command = ["cargo", "tree", "-p", "azlogs", "--no-default-features", "--features", features, "-e", "no-dev", "--prefix", "none"]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return {tuple(line.split()[:2]) for line in lines if line.strip()}


def timings(target):
    """The seconds that each crate took, by name and version, its build script included."""
    html = next((target / "cargo-timings").glob("cargo-timing.html")).read_text()
    units = json.loads(re.search(r"const UNIT_DATA = (\[.*?\]);\n", html, re.S).group(1))
    seconds = collections.Counter()
    for unit in units:
        seconds[unit["name"], f"v{unit['version']}"] += unit["duration"]
    return seconds


with tempfile.TemporaryDirectory() as folder:
    target = pathlib.Path(folder)
    began = time.monotonic()
    subprocess.run(["cargo", "build", "--quiet", "-p", "azlogs", "--profile", arguments.profile, "--timings"], cwd=ROOT,
                   env={**os.environ, "CARGO_TARGET_DIR": folder}, check=True)
    wall = time.monotonic() - began
    seconds = timings(target)

print(f"A clean build with the default features, profile {arguments.profile}: {wall:.0f} s on {os.cpu_count()} processors.\n")
print("| feature | crates more | seconds of compiling more | of these the most |\n|---|---|---|---|")
before = set()
for name, features in STEPS:
    now = crates(features)
    new = {crate: seconds[crate] for crate in now - before}
    most = ", ".join(f"{crate} {took:.1f}" for (crate, _), took in sorted(new.items(), key=lambda item: -item[1])[:3])
    print(f"| {name} | {len(new)} | {sum(new.values()):.1f} | {most} |")
    before |= now
