//! Bodies of requests that are ready, for what is measured without azlogs.

use azlogs::CHUNK_LIMIT;

/// Arrays of the rows, which are lines of JSON; each as long as it may be.
pub fn of_lines(rows: &str) -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    let mut body = vec![b'['];
    for row in rows.lines() {
        if body.len() + row.len() > CHUNK_LIMIT {
            bodies.push(end(std::mem::replace(&mut body, vec![b'['])));
        }
        body.extend_from_slice(row.as_bytes());
        body.push(b',');
    }
    bodies.push(end(body));
    bodies
}

fn end(mut body: Vec<u8>) -> Vec<u8> {
    body.pop();
    body.push(b']');
    body
}
