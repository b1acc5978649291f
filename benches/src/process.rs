//! What this process uses: processor time, and memory where Linux says how much.

use std::fs;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What was in use when something began.
#[derive(Debug)]
pub struct Usage {
    cpu: Duration,
    resident: u64,
}

/// What was used from the beginning to the end.
#[derive(Debug)]
pub struct Used {
    /// User and system time of all threads.
    pub cpu_seconds: f64,
    /// Kilobytes in memory at the beginning.
    pub resident_before: u64,
    /// The most kilobytes in memory since.
    pub resident_peak: u64,
}

impl Usage {
    /// Begins, and forgets how much memory was in use before.
    pub fn begin() -> Self {
        let resident = status("VmRSS:");
        // Without the right to it, or elsewhere than on Linux, the peak is that of the whole run.
        let _ = fs::write("/proc/self/clear_refs", "5");
        Self {
            cpu: cpu(),
            resident,
        }
    }

    /// What was used since the beginning.
    pub fn end(self) -> Used {
        Used {
            cpu_seconds: cpu().saturating_sub(self.cpu).as_secs_f64(),
            resident_before: self.resident,
            resident_peak: status("VmHWM:"),
        }
    }
}

/// The processor time of this thread.
pub fn thread_cpu() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

fn cpu() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap_or_default()
}

/// A number of kilobytes in `/proc/self/status`; 0 where there is none.
fn status(key: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|line| line.strip_prefix(key));
    let number = value.and_then(|value| value.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}
