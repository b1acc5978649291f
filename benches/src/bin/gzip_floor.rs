//! What compressing costs by itself: the rows of files, made into bodies before the clock starts.
//!
//! `gzip_floor FILE.ndjson…` compresses each body by each library, into a buffer that is there already. Prints a table of medians.

#![expect(clippy::print_stdout, reason = "a program that prints")]

use std::error::Error;
use std::{env, fs};

use azlogs_benches::bodies;
use azlogs_benches::process::Usage;
use flate2::{Compress, Crc, FlushCompress};
use libdeflater::{CompressionLvl, Compressor};

const REPETITIONS: usize = 5;

/// The lengths of the bodies as they're sent, added up.
type Outcome = Result<usize, Box<dyn Error>>;

/// Compresses bodies at a level.
type Way = fn(i32, &[Vec<u8>]) -> Outcome;

const LIBRARIES: [(&str, Way, &[i32]); 2] = [
    ("zlib-rs", by_zlib_rs, &[1, 2, 3, 6]),
    ("libdeflate", by_libdeflate, &[1, 2, 6]),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("| file | library | level | MB/s of processor | MB sent | times smaller |");
    println!("|---|---|---|---|---|---|");
    for file in env::args().skip(1) {
        let bodies = bodies::of_lines(&fs::read_to_string(&file)?);
        let bytes = bodies.iter().map(Vec::len).sum();
        for (library, way, levels) in LIBRARIES {
            for &level in levels {
                let (seconds, sent) = measure(way, level, &bodies)?;
                let (json, sent) = (megabytes(bytes)?, megabytes(sent)?);
                println!(
                    "| {file} | {library} | {level} | {:.0} | {sent:.2} | {:.2} |",
                    json / seconds,
                    json / sent,
                );
            }
        }
    }
    Ok(())
}

/// The median of the seconds, and the bytes sent.
fn measure(way: Way, level: i32, bodies: &[Vec<u8>]) -> Result<(f64, usize), Box<dyn Error>> {
    let mut seconds = Vec::with_capacity(REPETITIONS);
    let mut sent = 0;
    for _ in 0..REPETITIONS {
        let usage = Usage::begin();
        sent = way(level, bodies)?;
        seconds.push(usage.end().cpu_seconds);
    }
    seconds.sort_by(f64::total_cmp);
    Ok((seconds[REPETITIONS / 2], sent))
}

fn by_zlib_rs(level: i32, bodies: &[Vec<u8>]) -> Outcome {
    let level = flate2::Compression::new(level.try_into()?);
    let mut deflate = Compress::new(level, false);
    let mut out = Vec::with_capacity(2 << 20);
    let mut sent = 0;
    for body in bodies {
        out.clear();
        let mut crc = Crc::new();
        crc.update(body);
        deflate.compress_vec(body, &mut out, FlushCompress::Finish)?;
        deflate.reset();
        // A header of 10 bytes, and a trailer of 8.
        sent += out.len() + 18;
    }
    Ok(sent)
}

fn by_libdeflate(level: i32, bodies: &[Vec<u8>]) -> Outcome {
    let level = CompressionLvl::new(level).map_err(|_| "no level of libdeflate's")?;
    let mut compressor = Compressor::new(level);
    let mut out = vec![0; 2 << 20];
    let mut sent = 0;
    for body in bodies {
        sent += compressor.gzip_compress(body, &mut out)?;
    }
    Ok(sent)
}

fn megabytes(bytes: usize) -> Result<f64, Box<dyn Error>> {
    Ok(f64::from(u32::try_from(bytes / 1_000)?) / 1e3)
}
