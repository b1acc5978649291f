//! Reads Bicep, as far as it is written: resources whose bodies are objects, lists, strings, numbers and expressions.
//!
//! A compiler isn't at hand everywhere, and this knows nothing of how the writer works: it follows "Bicep language
//! specification".

use std::iter::Peekable;
use std::str::Chars;

use serde_json::{Map, Value};

use crate::properties::expression;

/// The properties of each resource, but for assignments of roles.
pub(crate) fn properties(file: &str) -> Vec<Value> {
    let lines: Vec<&str> = file.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| {
        line.starts_with("resource ") && line.ends_with("= {") && !line.contains(" existing ")
    });
    starts
        .map(|(index, _)| {
            let text = lines[index..].join("\n");
            let (_, body) = text.split_once(" = ").unwrap();
            let mut reader = Reader(body.chars().peekable());
            reader.value()["properties"].clone()
        })
        .collect()
}

struct Reader<'t>(Peekable<Chars<'t>>);

impl Reader<'_> {
    fn value(&mut self) -> Value {
        match self.0.peek().unwrap() {
            '{' => self.object(),
            '[' => self.list(),
            '\'' => Value::from(self.text()),
            '0'..='9' => Value::from(self.word().parse::<u32>().unwrap()),
            _ => {
                while self.0.peek() != Some(&'\n') {
                    self.0.next();
                }
                expression()
            }
        }
    }

    fn object(&mut self) -> Value {
        let mut members = Map::new();
        while let Some(first) = self.next_part('{', '}') {
            let key = if first == '\'' {
                self.text()
            } else {
                self.word()
            };
            assert_eq!((self.0.next(), self.0.next()), (Some(':'), Some(' ')));
            assert!(members.insert(key, self.value()).is_none());
        }
        Value::Object(members)
    }

    fn list(&mut self) -> Value {
        let mut items = Vec::new();
        while self.next_part('[', ']').is_some() {
            items.push(self.value());
        }
        Value::Array(items)
    }

    /// Goes to the next part, each on a line of its own; past the closing bracket where there is none.
    fn next_part(&mut self, open: char, close: char) -> Option<char> {
        if self.0.peek() == Some(&open) {
            self.0.next();
        }
        assert_eq!(self.0.next(), Some('\n'), "parts are separated by lines");
        while self.0.peek() == Some(&' ') {
            self.0.next();
        }
        let first = *self.0.peek().unwrap();
        if first == close {
            self.0.next();
            return None;
        }
        Some(first)
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while self
            .0
            .peek()
            .is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_')
        {
            word.extend(self.0.next());
        }
        word
    }

    fn text(&mut self) -> String {
        assert_eq!(self.0.next(), Some('\''));
        let mut text = String::new();
        loop {
            match self.0.next().unwrap() {
                '\'' => return text,
                '\\' => text.push(self.escaped()),
                '\n' | '\r' => panic!("a string is on one line"),
                '$' => {
                    assert_ne!(self.0.peek(), Some(&'{'), "an interpolation");
                    text.push('$');
                }
                c => text.push(c),
            }
        }
    }

    fn escaped(&mut self) -> char {
        match self.0.next().unwrap() {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            c @ ('\'' | '\\' | '$') => c,
            'u' => {
                assert_eq!(self.0.next(), Some('{'));
                let code = self.word();
                assert_eq!(self.0.next(), Some('}'));
                char::from_u32(u32::from_str_radix(&code, 16).unwrap()).unwrap()
            }
            c => panic!("no escape sequence begins with {c}"),
        }
    }
}
