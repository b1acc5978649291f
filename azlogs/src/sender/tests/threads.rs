//! Rows from plain threads, and from other runtimes.

use std::thread;

use super::*;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn several_threads_hand_over_rows_through_a_queue_that_is_too_small_for_them() {
    let runtime = runtime();
    let service = Service::willing();
    let sender = builder(&service)
        .queue_bytes(4_000)
        .start_on(runtime.handle());
    let threads: Vec<_> = (0..4_u32)
        .map(|thread| {
            let sender = sender.clone();
            thread::spawn(move || {
                for n in 0..500 {
                    sender.blocking_send(row(thread * 500 + n, 100)).unwrap();
                    assert!(sender.stats().bytes_queued <= 4_000);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let report = runtime.block_on(sender.close(seconds(60)));
    assert_eq!(
        (report.accepted(), report.rows()),
        (2_000, 2_000),
        "{report}"
    );
    assert_eq!(service.accepted(), (0..2_000).collect::<Vec<_>>());
}

#[test]
fn within_a_runtime_blocking_send_does_not_block() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let service = Service::willing();
    let sender = builder(&service)
        .queue_bytes(4_000)
        .start_on(runtime.handle());
    runtime.block_on(async {
        for n in 0..4 {
            sender.blocking_send(row(n, 900)).unwrap();
        }
        assert_eq!(sender.blocking_send(row(4, 900)), Err(SendError::Full));
    });
    let report = runtime.block_on(sender.close(seconds(10)));
    assert_eq!(report.accepted(), 4);
}

#[test]
fn it_may_be_used_from_another_runtime_and_from_none() {
    let runtime = runtime();
    let service = Service::willing();
    let sender = builder(&service).start_on(runtime.handle());
    let other = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    other.block_on(async {
        sender.send(row(0, 100)).await.unwrap();
        assert_eq!(sender.flush(seconds(60)).await.accepted(), 1);
    });
    let report = super::super::park::block_on(async {
        sender.send(row(1, 100)).await.unwrap();
        sender.close(seconds(60)).await
    });
    assert_eq!(report.accepted(), 1);
}

#[test]
fn rows_need_be_neither_send_nor_static() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }

    struct Local<'a>(&'a std::cell::Cell<u32>);

    impl LogRecord for Local<'_> {
        const SCHEMA: StreamSchema = StreamSchema::new("Custom-Rows", &[]);

        fn write_row(&self, row: &mut RowWriter<'_>) {
            row.column::<column::Long, _>("N", &self.0.get());
        }
    }

    let runtime = runtime();
    let service = Service::willing();
    let sender = client(&service, RetryPolicy::default())
        .stream::<Local<'_>>(RULE)
        .sender()
        .start_on(runtime.handle());
    let here = std::cell::Cell::new(7);
    let sending = is_send(sender.send(Local(&here)));
    runtime.block_on(sending).unwrap();
    let report = runtime.block_on(is_send(sender.close(seconds(60))));
    assert_eq!(report.accepted(), 1);
    is_send(sender);
}
