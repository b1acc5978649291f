#!/usr/bin/env python3
"""What #[derive(LogRecord)] costs to compile, beside #[derive(serde::Serialize)].

    benches/compile-time/measure.py [--structs 100] [--columns 60] [--aliases 0] [--repetitions 5] [--keep FOLDER]

Makes two crates with the same structs, one whose rows are checked against a data collection rule, one for serde_json, and
measures in each: `cargo check` of the crate alone (its dependencies are there already), the same after a one-line
change with incremental compilation, and the code of the release build. Prints a Markdown table.

With --aliases N, of every ten columns N have types by other names. Of those the derive can't tell that they fit, so that it
writes a trait for each, by which the compiler says where the column is declared when one doesn't.
"""
import argparse, json, os, pathlib, resource, statistics, subprocess, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TYPES = [  # column type, Rust type
    ("string", "String"), ("string", "Option<String>"), ("int", "i32"), ("long", "i64"), ("real", "f64"), ("boolean", "bool"),
    ("string", "String"), ("long", "Option<i64>"), ("dynamic", "serde_json::Value"), ("string", "String"),
]

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--structs", type=int, default=100)
arguments.add_argument("--columns", type=int, default=60)
arguments.add_argument("--aliases", type=int, default=0, choices=range(len(TYPES) + 1), metavar="N")
arguments.add_argument("--repetitions", type=int, default=5)
arguments.add_argument("--keep", help="the folder for the crates; a temporary one without it")
arguments = arguments.parse_args()

DEPENDENCIES = {
    "azlogs": f'azlogs = {{ path = "{ROOT}/azlogs", default-features = false, features = ["derive"] }}',
    "serde": 'serde = { version = "1", features = ["derive"] }',
}
DERIVES = {
    "azlogs": '#[derive(azlogs::LogRecord)]\n#[log_record(dcr = "dcr.json", stream = "Custom-S{n}", rename_all = "PascalCase")]',
    "serde": '#[derive(serde::Serialize)]\n#[serde(rename_all = "PascalCase")]',
}
WRITES = {
    "azlogs": "azlogs::write_row(&row(), &mut out).unwrap();",
    "serde": "serde_json::to_writer(&mut out, &row()).unwrap();",
}


def columns(struct):
    """Names and types, the names of each struct its own, lest the linker makes one of all their functions. Beside them there's
    the instant that every stream has."""
    types = [(column, f"Alias{n}" if n < arguments.aliases else rust) for n, (column, rust) in enumerate(TYPES)]
    return [(f"column_{c}_of_{struct}", *types[c % len(types)]) for c in range(arguments.columns - 1)]


def pascal(name):
    return "".join(part.capitalize() for part in name.split("_"))


def declared(struct):
    """The columns as a rule declares them."""
    of_struct = [{"name": pascal(name), "type": column} for name, column, _ in columns(struct)]
    return [{"name": "TimeGenerated", "type": "datetime"}, *of_struct]


def make(folder, kind, structs):
    """Writes a crate of so many structs."""
    crate = folder / f"{kind}-{structs}"
    (crate / "src").mkdir(parents=True, exist_ok=True)
    (crate / "Cargo.toml").write_text(
        f'[package]\nname = "{kind}-{structs}"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n'
        f'[dependencies]\nserde_json = "1"\n{DEPENDENCIES[kind]}\n')
    when = "std::time::SystemTime" if kind == "azlogs" else "String"
    source = ["//! Generated.\n", "fn row<T>() -> T { std::hint::black_box(None).unwrap() }\n"]
    source += [f"pub type Alias{n} = {rust};\n" for n, (_, rust) in enumerate(TYPES[:arguments.aliases])]
    for n in range(structs):
        derive = DERIVES[kind].replace("{n}", str(n))
        fields = "".join(f"    pub {name}: {rust},\n" for name, _, rust in columns(n))
        source.append(f"{derive}\npub struct S{n} {{\n    pub time_generated: {when},\n{fields}}}\n")
    source.append("fn main() {\n    let mut out = Vec::new();\n")
    source += [f"    {{ let row = row::<S{n}>; {WRITES[kind]} }}\n" for n in range(structs)]
    source.append("    std::hint::black_box(out);\n}\n")
    (crate / "src/main.rs").write_text("".join(source))
    if kind == "azlogs":
        streams = {f"Custom-S{n}": {"columns": declared(n)} for n in range(structs)}
        (crate / "dcr.json").write_text(json.dumps({"streamDeclarations": streams}, indent=1))
    return crate


def cargo(crate, *command, **environment):
    """Runs cargo; gives the processor time of it and its children, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "CARGO_TARGET_DIR": str(crate.parent / "target"), **environment}
    subprocess.run(["cargo", *command, "--quiet"], cwd=crate, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def check(crates, change, **environment):
    """The median processor times of checks, each after a change. The crates take turns, as the processor's speed changes."""
    times = [[] for _ in crates]
    for crate in crates:
        cargo(crate, "check", **environment)
    for repetition in range(arguments.repetitions):
        for crate, taken in zip(crates, times):
            change(crate / "src/main.rs", repetition)
            taken.append(cargo(crate, "check", **environment))
    return [statistics.median(taken) for taken in times]


def touch(main, _):
    os.utime(main)


def change_a_line(main, repetition):
    text = main.read_text()
    line = text.index("\n", text.rindex("let mut out"))
    main.write_text(f"{text[:line]} let _ = {repetition};{text[line:]}")


def code(crate):
    """The bytes of code in the release build."""
    cargo(crate, "build", "--release")
    binary = crate.parent / "target/release" / crate.name
    line = subprocess.run(["size", str(binary)], capture_output=True, text=True, check=True).stdout.splitlines()[1]
    return int(line.split()[0])


def measure(folder):
    ones = [make(folder, kind, 1) for kind in DEPENDENCIES]
    manies = [make(folder, kind, arguments.structs) for kind in DEPENDENCIES]
    rows = [
        ("`cargo check` of the crate, CPU s", check(manies, touch, CARGO_INCREMENTAL="0")),
        ("`cargo check` after a changed line, CPU s", check(manies, change_a_line, CARGO_INCREMENTAL="1")),
        ("code a struct, bytes of text", [(code(many) - code(one)) / max(1, arguments.structs - 1) for one, many in zip(ones, manies)]),
    ]
    what = f"{arguments.structs} structs of {arguments.columns} columns"
    what += f", {arguments.aliases} of ten by other names" if arguments.aliases else ""
    print(f"{what}, median of {arguments.repetitions}\n")
    print("| | `LogRecord`, checked against a rule | `serde::Serialize` | ratio |\n|---|---|---|---|")
    for row, (ours, serde) in rows:
        print(f"| {row} | {ours:.2f} | {serde:.2f} | {ours / serde:.2f} |")


if arguments.keep:
    measure(pathlib.Path(arguments.keep))
else:
    with tempfile.TemporaryDirectory() as folder:
        measure(pathlib.Path(folder))
