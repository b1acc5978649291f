//! Help, completions and manual pages.

use expect_test::expect_file;

use crate::{Ran, azlogs};

const COMMANDS: [&str; 5] = ["send", "doctor", "replay", "completions", "man"];

fn shown(args: &[&str]) -> String {
    let ran: Ran = azlogs(args).output().unwrap().into();
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    ran.out
}

#[test]
fn help_says_what_there_is() {
    expect_file!["help.txt"].assert_eq(&shown(&["--help"]));
    for (command, file) in [
        ("send", "help-send.txt"),
        ("doctor", "help-doctor.txt"),
        ("replay", "help-replay.txt"),
        ("completions", "help-completions.txt"),
        ("man", "help-man.txt"),
    ] {
        let help = shown(&[command, "--help"]);
        expect_file![format!("{file}")].assert_eq(&help);
        let examples = help.split("Examples:\n").nth(1).unwrap();
        let first = examples.trim_start();
        assert!(first.starts_with(&format!("azlogs {command} ")), "{first}");
    }
}

#[test]
fn each_shell_is_told_of_every_command_and_option() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = shown(&["completions", shell]);
        for word in COMMANDS
            .iter()
            .chain(&["allow-loss", "rejected", "patience"])
        {
            assert!(script.contains(word), "{word} for {shell}");
        }
    }
}

#[test]
fn the_manual_names_every_command_and_each_has_its_page() {
    let manual = shown(&["man"]);
    for command in COMMANDS {
        assert!(
            manual.contains(&format!("azlogs\\-{command}(1)")),
            "{command}"
        );
        let page = shown(&["man", command]);
        assert!(
            page.starts_with(".ie") && page.contains(".SH SYNOPSIS"),
            "{command}"
        );
        assert!(page.contains("Examples:"), "{command}");
    }
    let ran: Ran = azlogs(&["man", "sned"]).output().unwrap().into();
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("the commands are send, doctor, replay"),
        "{ran:?}"
    );
}

#[test]
fn color_governs_help_and_errors_too() {
    let is_coloured = |args: &[&str]| {
        let ran: Ran = azlogs(args).output().unwrap().into();
        format!("{}{}", ran.out, ran.err).contains('\x1b')
    };
    for args in [
        &["--help"][..],
        &["send", "--help"],
        &["send", "--oops"],
        &["man", "sned"],
    ] {
        assert!(
            is_coloured(&[args, &["--color", "always"]].concat()),
            "{args:?}"
        );
        assert!(
            is_coloured(&[&["--color=always"], args].concat()),
            "{args:?}"
        );
        assert!(
            !is_coloured(&[args, &["--color=never"]].concat()),
            "{args:?}"
        );
        assert!(!is_coloured(args), "no terminal: {args:?}");
    }
}
