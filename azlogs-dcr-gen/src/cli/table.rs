//! Lays text out in columns.

use crate::cli::output::{BOLD, RESET};

/// On which side a column is filled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// Lines of cells; a cell is a text, and the sequence that colours it.
pub(super) struct Table {
    heads: Vec<(String, Align)>,
    lines: Vec<Vec<(String, &'static str)>>,
}

impl Table {
    pub(super) fn new(heads: &[(&str, Align)]) -> Self {
        let heads = heads
            .iter()
            .map(|(head, align)| ((*head).to_owned(), *align));
        Self {
            heads: heads.collect(),
            lines: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, line: Vec<(String, &'static str)>) {
        self.lines.push(line);
    }

    /// The lines below their heads; nothing where there are none. Columns are as wide as their widest cell, in characters.
    pub(super) fn show(&self) -> String {
        if self.lines.is_empty() {
            return String::new();
        }
        let heads: Vec<_> = self
            .heads
            .iter()
            .map(|(head, _)| (head.clone(), BOLD))
            .collect();
        let lines = || std::iter::once(&heads).chain(&self.lines);
        let widths: Vec<usize> = (0..heads.len())
            .map(|place| {
                let cells = lines().filter_map(|line| line.get(place));
                cells
                    .map(|(text, _)| text.chars().count())
                    .max()
                    .unwrap_or_default()
            })
            .collect();
        lines().map(|line| self.line(line, &widths)).collect()
    }

    fn line(&self, cells: &[(String, &'static str)], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((text, colour), ((_, align), width)) in cells.iter().zip(self.heads.iter().zip(widths))
        {
            let blanks = " ".repeat(width - text.chars().count());
            let reset = if colour.is_empty() { "" } else { RESET };
            let parts = match align {
                Align::Left => [*colour, text, reset, &blanks],
                Align::Right => [&blanks, *colour, text, reset],
            };
            if !line.is_empty() {
                line.push_str("  ");
            }
            line.extend(parts);
        }
        line.truncate(line.trim_end().len());
        line.push('\n');
        line
    }
}
