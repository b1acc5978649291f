#!/usr/bin/env bash
# Counts the instructions that writing a row takes, with callgrind, as a Markdown table. They're the same from run to run.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet --release -p azlogs-benches --bin instructions
program=${CARGO_TARGET_DIR:-target}/release/instructions

# What 3 passes take more than 1 is what 2 passes take.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>&1 >/dev/null | awk '/Collected/ { print $4 }'
}

echo '| shape | what writes | instructions a row | instructions a byte of JSON |'
echo '|---|---|---|---|'
for shape in small wide fat; do
    for what in azlogs serde_json chunker; do
        read -r rows bytes < <("$program" "$what" "$shape" 1)
        taken=$(($(count "$what" "$shape" 3) - $(count "$what" "$shape" 1)))
        awk -v taken="$taken" -v rows="$rows" -v bytes="$bytes" -v shape="$shape" -v what="$what" 'BEGIN {
            printf "| %s | %s | %d | %.2f |\n", shape, what, taken / 2 / rows, taken / 2 / bytes }'
    done
done
