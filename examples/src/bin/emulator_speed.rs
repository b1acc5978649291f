//! How fast the emulator takes rows, with transforms of several kinds and lengths; as lines of JSON.
//!
//! One client sends bodies that are ready, one after the other on one connection. `BENCHMARKS.md` says how it's run on one core.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use azlogs_benches::data;
use azlogs_benches::process::Usage;
use azlogs_benches::rows::{Small, Stamp};
use azlogs_emulator::{Emulator, Limits};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

/// How many rows are sent for each transform.
const ROWS: usize = 500_000;

/// A body's length before it is compressed, which is what the client's chunks have.
const BODY_BYTES: usize = 1_000_000;

const STREAM: &str = "Custom-Bench_CL";

fn main() -> Result<(), Box<dyn Error>> {
    let rows: Vec<Small<Stamp>> = data::retyped(&data::small(50_000));
    let bodies = bodies(&rows)?;
    let operator = " | extend Message = strcat(substring(Message, 1), 'x')";
    for (name, transform) in [
        ("none", None),
        ("where", Some("source | where Level > 3 and Message !has 'health'".to_owned())),
        ("conversions", Some(
            "source | project TimeGenerated, Host = tolower(Computer), Severity = tostring(Level), Message, Failed = not(Ok)".to_owned(),
        )),
        ("parse", Some("source | parse Message with First ' ' Second ' ' Rest | project-away Message".to_owned())),
        ("1 operator", Some(format!("source{operator}"))),
        ("10 operators", Some(format!("source{}", operator.repeat(10)))),
        ("100 operators", Some(format!("source{}", operator.repeat(100)))),
    ] {
        measure(name, transform.as_deref(), &bodies)?;
    }
    Ok(())
}

/// A body ready to be sent, and how many rows are in it.
struct Body {
    bytes: Vec<u8>,
    rows: usize,
}

fn bodies(rows: &[Small<Stamp>]) -> Result<Vec<Body>, Box<dyn Error>> {
    let mut bodies = Vec::new();
    let (mut text, mut count) = (String::from("["), 0);
    for (number, row) in rows.iter().enumerate() {
        if count > 0 {
            text.push(',');
        }
        text.push_str(&azlogs::to_json(row)?);
        count += 1;
        if text.len() > BODY_BYTES || number + 1 == rows.len() {
            text.push(']');
            let mut gzip = GzEncoder::new(Vec::new(), Compression::new(2));
            gzip.write_all(text.as_bytes())?;
            bodies.push(Body {
                bytes: gzip.finish()?,
                rows: count,
            });
            (text, count) = (String::from("["), 0);
        }
    }
    Ok(bodies)
}

fn measure(name: &str, transform: Option<&str>, bodies: &[Body]) -> Result<(), Box<dyn Error>> {
    let emulator = emulator(transform)?;
    let mut client = Client::connect(&emulator)?;
    let before = Usage::begin();
    let started = Instant::now();
    let mut rows = 0;
    for body in bodies.iter().cycle() {
        client.send(&body.bytes)?;
        rows += body.rows;
        if rows >= ROWS {
            break;
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let used = before.end();
    let stats = emulator.stats();
    let accepted = stats
        .streams
        .first()
        .map_or(0, |stream| stream.rows_accepted);
    if usize::try_from(accepted)? != rows {
        return Err(format!("{rows} rows were sent, and {accepted} accepted").into());
    }
    let count = f64::from(u32::try_from(rows)?);
    let line = json!({
        "transform": name,
        "rows": rows,
        "seconds": seconds,
        "rows_per_s": count / seconds,
        "rows_per_cpu_s": count / used.cpu_seconds,
    });
    println!("{line}");
    Ok(())
}

fn emulator(transform: Option<&str>) -> Result<Emulator, Box<dyn Error>> {
    let column = |(name, column_type): (&str, &str)| json!({ "name": name, "type": column_type });
    let columns = [
        ("TimeGenerated", "datetime"),
        ("Computer", "string"),
        ("Level", "int"),
        ("Message", "string"),
        ("Ok", "boolean"),
    ];
    let columns: Vec<Value> = columns.into_iter().map(column).collect();
    let mut flow = json!({ "streams": [STREAM], "destinations": ["w"], "outputStream": STREAM });
    if let Some(transform) = transform {
        flow["transformKql"] = transform.into();
    }
    let rule = json!({
        "streamDeclarations": { STREAM: { "columns": columns } },
        "dataFlows": [flow],
    });
    // The rows' times are long ago.
    let limits = Limits {
        oldest_time: None,
        ..Limits::default()
    };
    let emulator = Emulator::builder().dcr("rule.json", rule.to_string());
    Ok(emulator.strict().limits(limits).start_blocking()?)
}

/// A connection to the emulator.
struct Client {
    reader: BufReader<TcpStream>,
    path: String,
}

impl Client {
    fn connect(emulator: &Emulator) -> Result<Self, Box<dyn Error>> {
        let rule = emulator.rules().first().ok_or("there is no rule")?;
        let id = &rule.immutable_id;
        let connection = TcpStream::connect(emulator.address())?;
        connection.set_nodelay(true)?;
        Ok(Self {
            reader: BufReader::new(connection),
            path: format!("/dataCollectionRules/{id}/streams/{STREAM}?api-version=2023-01-01"),
        })
    }

    /// Sends a body, and waits for its 204.
    fn send(&mut self, body: &[u8]) -> Result<(), Box<dyn Error>> {
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\n\
             Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            self.path,
            body.len()
        );
        let connection = self.reader.get_mut();
        connection.write_all(head.as_bytes())?;
        connection.write_all(body)?;
        let mut status = String::new();
        self.reader.read_line(&mut status)?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.reader.read_line(&mut line)?;
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse()?;
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut answer = vec![0; length];
        self.reader.read_exact(&mut answer)?;
        if status.contains(" 204 ") {
            return Ok(());
        }
        Err(format!("{status}{}", String::from_utf8_lossy(&answer)).into())
    }
}
