//! What stands below the options in each help: examples, what the command promises, and its exit codes.

/// After the help of the command itself.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  all rows were accepted, or all is well
  1  some rows weren't accepted, or something is amiss
  2  the command line is wrong, or a file can't be read";

/// After that of `send`.
pub(crate) const SEND: &str = "\
Examples:
  azlogs send --dcr infra/dcr.json --stream Custom-AppRequests rows.ndjson
  azlogs send --dcr infra/dcr.json --stream Custom-AppRequests rows.json --dry-run
  my-program --print-rows | azlogs send --dcr infra/dcr.json --stream Custom-AppRequests -
  azlogs send --dcr infra/dcr.json --stream Custom-AppRequests rows.ndjson \\
      --endpoint http://127.0.0.1:8080 --rule dcr-000a00a000a00000a000000aa000a0aa
  azlogs send --dcr infra/dcr.json --stream Custom-AppRequests rows.ndjson \\
      --dead-letter rejected.ndjson --spool waiting

Rows of which the service would lose something (a column that isn't declared, a value of another type) are kept back and count as \
rejected, unless --allow-loss is given; --dry-run says which they are.

With --spool, rows go to disk when the endpoint fails, when memory is full, and when the command ends with rows that aren't sent. What \
is on disk survives a crash and a loss of power, and goes first the next time, or by `azlogs replay`. Rows that are only in memory are \
lost with the process where it's killed (kill -9) or the power goes: send the file again then, or what the pipe had. Delivery is at \
least once.

Ctrl-C, or SIGTERM, ends it: requests in flight are finished, and the report says what became of every row. A second one ends it at once.

Exit codes:
  0    all rows were accepted; with --dry-run: none would lose anything
  1    some weren't, those left in the spool among them; with --dry-run: some would lose something
  2    the command line is wrong, or a file can't be read
  130  Ctrl-C was pressed twice";

/// After that of `doctor`.
pub(crate) const DOCTOR: &str = "\
Examples:
  azlogs doctor --dcr infra/dcr.json --stream Custom-AppRequests
  azlogs doctor --dcr infra/dcr.json --stream Custom-AppRequests --credential azurecli --format json

It goes step by step: endpoint (its name resolves, something listens there), tls (its certificate is trusted), token (somebody gives \
one, for this cloud, that hasn't expired), service (it answers, and takes the token), rule, role and stream. No rows are sent: an \
empty array is posted.

Exit codes:
  0  all is well
  1  something is amiss; it says what to do
  2  the command line is wrong, or a file can't be read";

/// After that of `replay`.
pub(crate) const REPLAY: &str = "\
Examples:
  azlogs replay --dead-letter rejected.ndjson \\
      --endpoint https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com
  azlogs replay --dead-letter rejected.ndjson --endpoint $ENDPOINT --stream Custom-AppRequestsV2
  azlogs replay --dead-letter rejected.ndjson --endpoint $ENDPOINT --rejected hopeless.ndjson
  azlogs replay --spool waiting --endpoint $ENDPOINT

Dead letters: each row goes to the rule and stream that its line names. Files that were renamed when they had got long (FILE.1, FILE.2 \
and so on) come first, the oldest before all. Rows that aren't accepted are in their file afterwards, with their newest reason; a file \
is replaced once all in it is settled, and removed when nothing is left. A second replay of a file is refused while the first one \
runs; let nobody else write to it meanwhile. A replay that is killed leaves its file as it was, so that rows which were accepted \
already are sent once more. So may be a row that is stored already (may_be_stored).

Spools: chunks go in order; what can't be sent stays, and what the service refuses becomes a dead letter. An endpoint that fails is \
given up after --patience. The endpoint is the command line's, whichever the rows were meant for.

Ctrl-C, or SIGTERM, ends it: requests in flight are finished, and what wasn't sent stays. A second one ends it at once.

Exit codes:
  0    all rows were accepted
  1    some rows weren't, or something is amiss
  2    the command line is wrong, or a file can't be read or replaced
  130  Ctrl-C was pressed twice";

/// After that of `completions`.
pub(crate) const COMPLETIONS: &str = "\
Examples:
  azlogs completions bash > ~/.local/share/bash-completion/completions/azlogs
  azlogs completions zsh > ~/.zfunc/_azlogs
  azlogs completions fish > ~/.config/fish/completions/azlogs.fish";

/// After that of `man`.
pub(crate) const MAN: &str = "\
Examples:
  azlogs man | man -l -
  azlogs man replay > azlogs-replay.1";
