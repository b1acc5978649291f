//! Over a real directory.

use std::fs::{self, File};

use super::super::name::{self, Kind};
use super::super::{Spool, SpoolErrorKind};
use super::{append, body, drain, header};

#[test]
fn chunks_outlive_the_spool_and_files_are_its_owners_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a/b/spool");
    let spool = Spool::open(&path).unwrap();
    append(&spool, 0).unwrap();
    append(&spool, 1).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode =
            |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o700);
        assert_eq!(mode(&home.path().join("a")), 0o700);
        for entry in fs::read_dir(&path).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()), 0o600);
        }
    }
    drop(spool);
    let spool = Spool::open(&path).unwrap();
    assert_eq!(drain(&spool), [0, 1]);
    let left: Vec<_> = fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["lock"]);
}

#[test]
fn a_directory_belongs_to_one_at_a_time() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("spool");
    let first = Spool::open(&path).unwrap();
    let error = Spool::open(&path).unwrap_err();
    assert_eq!(error.kind(), SpoolErrorKind::InUse);
    assert_eq!(error.path(), path);
    assert!(
        error.to_string().contains("is in use: give each process"),
        "{error}"
    );
    // Nor by any other way to it.
    let other = home.path().join("spool/../spool");
    assert_eq!(
        Spool::open(other).unwrap_err().kind(),
        SpoolErrorKind::InUse
    );
    #[cfg(unix)]
    {
        let link = home.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(Spool::open(link).unwrap_err().kind(), SpoolErrorKind::InUse);
    }
    drop(first);
    Spool::open(&path).unwrap();
}

#[cfg(unix)]
#[test]
fn a_directory_that_others_can_write_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("spool");
    fs::create_dir(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
    let error = Spool::open(&path).unwrap_err();
    assert_eq!(error.kind(), SpoolErrorKind::OpenToOthers);
    assert!(error.to_string().contains("`chmod 700`"), "{error}");
    Spool::open(path.join("ours")).unwrap();
}

#[test]
fn what_is_no_directory_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("file");
    File::create(&path).unwrap();
    let error = Spool::open(&path).unwrap_err();
    assert_eq!(error.kind(), SpoolErrorKind::Io);
    assert!(
        error.to_string().contains("cannot create the directory"),
        "{error}"
    );
}

/// Where nobody can make directories, root neither.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_made_or_written_is_refused_with_the_place_and_the_reason() {
    let error = Spool::open("/proc/azlogs/spool").unwrap_err();
    assert_eq!(error.kind(), SpoolErrorKind::Io);
    let expected = "spool: cannot create the directory `/proc/azlogs/spool`: ";
    assert!(error.to_string().starts_with(expected), "{error}");
    let error = Spool::open("/proc/self").unwrap_err();
    assert_eq!(error.kind(), SpoolErrorKind::Io);
    assert!(
        error
            .to_string()
            .starts_with("spool: cannot open `/proc/self/lock`: "),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn a_directory_that_vanished_takes_no_more_chunks_even_if_another_is_in_its_place() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("spool");
    let spool = Spool::open(&path).unwrap();
    append(&spool, 0).unwrap();
    fs::remove_dir_all(&path).unwrap();
    assert_eq!(
        append(&spool, 1).unwrap_err().kind(),
        SpoolErrorKind::Vanished
    );
    let other = Spool::open(&path).unwrap();
    assert_eq!(
        append(&spool, 2).unwrap_err().kind(),
        SpoolErrorKind::Vanished
    );
    assert_eq!(drain(&spool), [0_u64; 0]);
    assert_eq!(spool.usage().set_aside.chunks, 1);
    append(&other, 3).unwrap();
    assert_eq!(drain(&other), [3]);
}

/// A file may say that it's as long as it likes: what is read of it is bounded.
#[cfg(unix)]
#[test]
fn a_file_of_a_terabyte_is_set_aside_unread() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("spool");
    drop(Spool::open(&path).unwrap());
    let mut forged = header(0, &body(0));
    forged.body_len = (1 << 40) - 500;
    let head = super::super::format::write_head(&forged).unwrap();
    let file = path.join(name::name(1, Kind::Chunk));
    fs::write(&file, &head).unwrap();
    let len = forged.body_len + head.len() as u64;
    if File::options()
        .write(true)
        .open(&file)
        .unwrap()
        .set_len(len)
        .is_err()
    {
        // A file system without holes has no such files.
        return;
    }
    let spool = Spool::open(&path).unwrap();
    assert_eq!(drain(&spool), [0_u64; 0]);
    assert_eq!(spool.usage().set_aside.chunks, 1);
}
