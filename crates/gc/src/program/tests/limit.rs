//! The memory limit, and room.

use super::*;

/// More alive than the limit allows.
pub(super) fn too_much(cpu_limiter: bool) -> Run {
    let mut run = Run::new(Setup {
        memory_limit: Some(Bytes::mib(64)),
        live_heap: Bytes::mib(64),
        alloc_rate: Bytes::mib(2048),
        scan_rate: Bytes::mib(128),
        cpu_limiter,
        ..Setup::default()
    });
    run.run(Duration::from_secs(6));
    run
}

#[test]
fn more_alive_than_the_limit_takes_half_of_the_time_and_not_all_of_it() {
    let run = too_much(true);
    let process = run.program.process();
    let percent = process.ledger().collector_percent(process.now());
    assert!((45..=55).contains(&percent), "{percent} %");
    assert!(process.mapped() > 128 * MIB, "the limit is a soft one");
    assert_eq!(run.broken(), [""; 0]);
}

#[test]
fn without_the_cpu_limiter_more_alive_than_the_limit_takes_nearly_all_of_the_time() {
    let run = too_much(false);
    let process = run.program.process();
    let percent = process.ledger().collector_percent(process.now());
    assert!(percent >= 90, "{percent} %");
    assert!(process.mapped() < 96 * MIB);
    assert_eq!(run.broken(), ["collector-takes-no-more-than-half"]);
}

#[test]
fn a_limit_that_leaves_room_keeps_the_process_within_it() {
    let run = steady(|it| {
        it.gogc = Gogc::Off;
        it.memory_limit = Some(Bytes::mib(48));
    });
    assert!(run.program.process().collections().cycles >= 3);
    // The first cycle starts late, as nothing is known of the program yet.
    let second = run.program.history().cycles().nth(1).unwrap();
    assert!(events(&run, "limit-reached").all(|it| it.at < second.start.0));
    assert!(run.program.process().mapped() <= 48 * MIB);
    assert_eq!(run.program.source(), Source::Limit);
}

#[test]
fn without_a_goal_the_heap_grows_and_it_is_told() {
    let run = steady(|it| it.gogc = Gogc::Off);
    let heap = run.program.process().controller().heap_live;
    assert_eq!(run.program.process().collections().cycles, 0);
    assert!(heap > 200 * MIB, "{heap}");
    let samples = run.program.history().samples().len();
    assert!((10..40).contains(&samples), "{samples}");
}

#[test]
fn a_small_goal_leaves_a_mebibyte_to_sweep() {
    let run = steady(|it| {
        it.gogc = Gogc::Percent(10);
        it.live_heap = Bytes::mib(4);
        it.alloc_rate = Bytes::mib(16);
    });
    let cycle = run.program.history().cycles().nth_back(1).unwrap();
    assert_eq!(cycle.next_goal, Some(cycle.end.unwrap().1 + MIB));
    assert_eq!(run.program.source(), Source::Sweep);
}

#[test]
fn garbage_is_swept_before_more_is_mapped() {
    let run = steady(|it| it.sweep_rate = Bytes::mib(16));
    let process = run.program.process();
    let largest = run
        .program
        .history()
        .samples()
        .map(|it| it.heap)
        .max()
        .unwrap();
    assert!(events(&run, "cycle-ended").count() >= 5);
    assert_eq!(process.mapped(), largest + 2 * MIB + (64 << 10));
}
