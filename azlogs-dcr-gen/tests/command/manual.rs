//! Completions and manual pages.

use crate::{directory, run};

/// The commands, as the help names them.
fn commands() -> Vec<String> {
    let help = String::from_utf8(run(directory().path(), &["--help"]).stdout).unwrap();
    let listed = help.split("Commands:\n").nth(1).unwrap();
    let listed = listed.split("\n\n").next().unwrap().lines();
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn each_shell_is_told_of_every_command_and_option() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(directory().path(), &["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = String::from_utf8(output.stdout).unwrap();
        for word in commands()
            .iter()
            .map(String::as_str)
            .chain(["allow-warnings"])
        {
            assert!(script.contains(word), "{word} for {shell}");
        }
    }
}

#[test]
fn the_manual_names_every_command_and_each_has_its_page() {
    let directory = directory();
    let page = |args: &[&str]| {
        let output = run(directory.path(), args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let manual = page(&["man"]);
    for command in commands() {
        assert!(
            manual.contains(&format!("azlogs\\-dcr\\-gen\\-{command}(1)")),
            "{command}"
        );
        if command == "help" {
            continue;
        }
        let own = page(&["man", &command]);
        assert!(
            own.starts_with(".ie") && own.contains(".SH SYNOPSIS"),
            "{command}"
        );
        assert!(own.contains("Examples:"), "{command}");
    }
}
