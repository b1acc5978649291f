//! The files that `dcr = "…"` and `table = "…"` name: where they are, and what they say, read once for all rows that name them.

use std::collections::HashMap;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::SystemTime;
use std::{env, fs, io};

use azlogs_dcr::{Code, Diagnostic, Document, Inputs, Quoted, ReadError, nearest};
use proc_macro2::Span;
use syn::LitStr;

use crate::attr::error;

/// A file that was read: a rule's, or a table's.
pub(crate) struct RuleFile {
    /// What it says; in findings it is called as the attribute calls it.
    pub(crate) document: Arc<Document>,
    /// Where it is: an absolute path, for the compiler to watch.
    pub(crate) path: String,
}

impl RuleFile {
    /// Reads the file that the literal of this word names.
    pub(crate) fn read(word: &str, literal: &LitStr) -> Result<Self, Box<Diagnostic>> {
        let named = literal.value();
        if named.is_empty() {
            let message = format!("`{word}` names no file");
            return Err(Box::new(error(Code::UnreadableFile, message)));
        }
        let source = local_file(literal.span());
        let places = Places {
            source: source.as_deref(),
            generated: env::var_os("OUT_DIR").map(PathBuf::from),
            package: env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
        };
        let candidates = places.candidates(Path::new(&named));
        let existing = candidates.iter().find(|path| path.exists());
        let Some(path) = existing else {
            return Err(Box::new(missing(&named, &candidates)));
        };
        let unreadable = |what: &dyn std::fmt::Display| {
            let message = format!("can't read {}: {what}", Quoted(&named));
            Box::new(error(Code::UnreadableFile, message))
        };
        let document = cached(path, &named).map_err(|error| unreadable(&error))?;
        let path = path
            .to_str()
            .ok_or_else(|| unreadable(&"the compiler can't watch it, as its path isn't UTF-8"))?;
        Ok(Self {
            document,
            path: path.to_owned(),
        })
    }
}

/// What decides where a file is.
struct Places<'a> {
    /// The source file that names it.
    source: Option<&'a Path>,
    /// Where the build script writes.
    generated: Option<PathBuf>,
    /// The package that is being compiled.
    package: Option<PathBuf>,
}

impl Places<'_> {
    /// The places where the file may be, the likeliest first.
    ///
    /// A path is relative to the package in which it is written: the nearest directory with a manifest above the source
    /// file. This also holds where a test harness compiles that file as part of another package. The package that is being
    /// compiled counts for source files outside of any, and for those that its build script wrote: above these is the
    /// target directory, and above that maybe the manifest of another package.
    fn candidates(&self, named: &Path) -> Vec<PathBuf> {
        let generated = self.generated.as_deref();
        let of_source = self
            .source
            .filter(|source| !generated.is_some_and(|dir| source.starts_with(dir)))
            .and_then(|source| {
                source
                    .ancestors()
                    .find(|dir| dir.join("Cargo.toml").is_file())
            });
        let mut candidates: Vec<_> = of_source
            .into_iter()
            .chain(self.package.as_deref())
            .map(|dir| dir.join(named))
            .collect();
        candidates.dedup();
        candidates
    }
}

/// The source file in which the span is; `None` where there is no compiler, as in this crate's own tests.
fn local_file(span: Span) -> Option<PathBuf> {
    if !proc_macro::is_available() {
        return None;
    }
    let file = span.unwrap().local_file()?;
    std::path::absolute(file).ok()
}

fn missing(named: &str, candidates: &[PathBuf]) -> Diagnostic {
    let message = format!("there is no file {}", Quoted(named));
    let finding = error(Code::UnreadableFile, message);
    let elsewhere = |path| further_up(named, path).or_else(|| beside(named, path));
    if let Some(elsewhere) = candidates.iter().find_map(|path| elsewhere(path)) {
        return finding.help(format!("did you mean {}?", Quoted(&elsewhere)));
    }
    match candidates.first() {
        Some(path) => finding.help(format!(
            "a path is relative to the directory of Cargo.toml; looked for {}",
            path.display()
        )),
        None => finding.help("give an absolute path: nothing says where the crate is"),
    }
}

/// A file of a like name in the same directory.
fn beside(named: &str, candidate: &Path) -> Option<String> {
    let (dir, name) = (candidate.parent()?, candidate.file_name()?.to_str()?);
    let entries = fs::read_dir(dir).ok()?.flatten();
    let mut files: Vec<_> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    files.sort_unstable();
    let near = nearest(name, files.iter().map(String::as_str))?;
    Some(format!("{}{near}", named.strip_suffix(name)?))
}

/// The same path, from a directory above: rules often are beside the crates of a workspace rather than in one.
fn further_up(named: &str, candidate: &Path) -> Option<String> {
    const LEVELS: usize = 4;
    let mut dir = candidate.to_str()?.strip_suffix(named).map(Path::new)?;
    let mut path = named.to_owned();
    for _ in 0..LEVELS {
        dir = dir.parent()?;
        path.insert_str(0, "../");
        if dir.join(named).is_file() {
            return Some(path);
        }
    }
    None
}

/// A file at a moment: while these stay the same, its content is taken to be the same.
#[derive(PartialEq)]
struct Stamp {
    modified: Option<SystemTime>,
    len: u64,
}

type Cache = HashMap<(PathBuf, String), (Stamp, Arc<Document>)>;

/// The files read by this process. A compiler expands every row of a crate in one process, and an editor's process lives
/// for days: so nothing is read twice, and nothing is kept for longer than it is true.
static CACHE: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);

fn cached(path: &Path, named: &str) -> io::Result<Arc<Document>> {
    // The stamp is from before the reading, so that a change in between is noticed the next time.
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let stamp = Stamp {
        modified: metadata.modified().ok(),
        len: metadata.len(),
    };
    let key = (path.to_path_buf(), named.to_owned());
    // A panic elsewhere can't have left half an entry: entries are made before they are put in.
    let lock = || CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, document)) = lock().get(&key).filter(|(known, _)| *known == stamp) {
        return Ok(Arc::clone(document));
    }
    let document = Document::read_with(named, File::open(path)?, &Inputs::new());
    let document = document.map_err(ReadError::into_source)?;
    let document = Arc::new(document.with_built_in_streams());
    lock().insert(key, (stamp, Arc::clone(&document)));
    Ok(document)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::ErrorKind;
    use std::path::Path;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    use azlogs_dcr::DOCUMENT_MAX;

    use super::{Places, cached, further_up};

    #[test]
    fn a_file_is_read_once_until_it_changes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("dcr.json");
        fs::write(&path, "{}").unwrap();
        let first = cached(&path, "dcr.json").unwrap();
        assert!(Arc::ptr_eq(&first, &cached(&path, "dcr.json").unwrap()));

        fs::write(&path, "{ }").unwrap();
        let longer = cached(&path, "dcr.json").unwrap();
        assert_eq!(longer.text(), "{ }");

        fs::write(&path, "[ ]").unwrap();
        let later = SystemTime::now() + Duration::from_secs(60);
        let file = File::options().write(true).open(&path).unwrap();
        file.set_modified(later).unwrap();
        assert_eq!(cached(&path, "dcr.json").unwrap().text(), "[ ]");
    }

    #[test]
    fn a_file_beyond_all_rules_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("dcr.json");
        File::create(&path)
            .unwrap()
            .set_len(DOCUMENT_MAX + 1)
            .unwrap();
        let error = cached(&path, "dcr.json").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
    }

    /// A workspace whose member has a source file and a build script's output.
    fn workspace() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("Cargo.toml"), "").unwrap();
        fs::create_dir_all(dir.path().join("member")).unwrap();
        fs::write(dir.path().join("member/Cargo.toml"), "").unwrap();
        dir
    }

    #[test]
    fn a_path_is_relative_to_the_package_of_the_source_file() {
        let dir = workspace();
        let source = dir.path().join("member/src/rows/order.rs");
        let places = Places {
            source: Some(&source),
            generated: None,
            package: Some(dir.path().join("target/tests/harness")),
        };
        assert_eq!(
            places.candidates(Path::new("infra/dcr.json")),
            [
                dir.path().join("member/infra/dcr.json"),
                dir.path().join("target/tests/harness/infra/dcr.json"),
            ]
        );
    }

    #[test]
    fn a_path_in_generated_code_is_relative_to_the_package_that_is_compiled() {
        let dir = workspace();
        let source = dir.path().join("target/debug/build/member-0/out/dcr.rs");
        let places = Places {
            source: Some(&source),
            generated: source.parent().map(Path::to_path_buf),
            package: Some(dir.path().join("member")),
        };
        assert_eq!(
            places.candidates(Path::new("infra/dcr.json")),
            [dir.path().join("member/infra/dcr.json")]
        );
    }

    #[test]
    fn an_absolute_path_is_taken_as_it_is() {
        let dir = workspace();
        let source = dir.path().join("member/src/lib.rs");
        let places = Places {
            source: Some(&source),
            generated: None,
            package: Some(dir.path().join("member")),
        };
        let file = dir.path().join("elsewhere/dcr.json");
        assert_eq!(places.candidates(&file), [file]);
    }

    #[test]
    fn a_file_beside_the_crate_is_suggested() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("infra")).unwrap();
        fs::write(dir.path().join("infra/dcr.json"), "{}").unwrap();
        let candidate = dir.path().join("services/orders/infra/dcr.json");
        let suggested = further_up("infra/dcr.json", &candidate);
        assert_eq!(suggested.as_deref(), Some("../../infra/dcr.json"));
    }
}
