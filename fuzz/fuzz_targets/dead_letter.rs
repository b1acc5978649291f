//! Reads any bytes as a file of dead letters.

#![no_main]

use azlogs::{DeadLetterReader, JsonRow};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let lines = bytes.split(|byte| *byte == b'\n');
    let filled = lines.filter(|line| !line.trim_ascii().is_empty()).count();
    let mut read = 0;
    for letter in DeadLetterReader::new(bytes) {
        read += 1;
        match letter {
            // A row is what JSON there is, whatever comes of it then.
            Ok(letter) => drop(letter.row.as_deref().map(JsonRow::parse)),
            Err(error) => assert!(error.line() > 0 && !error.to_string().is_empty()),
        }
    }
    assert_eq!(read, filled, "each line is a letter or an error");
});
