//! Who had the processors, counted apart from the controller and the CPU limiter.

use std::collections::VecDeque;

/// How far back [`Ledger::collector_percent`] looks, nanoseconds: the window of the CPU limiter.
const WINDOW: u64 = 2_000_000_000;
/// How often it is written down what has been counted.
const EVERY: u64 = 50_000_000;

/// Processor time, nanoseconds.
#[derive(Clone, Debug)]
pub struct Ledger {
    procs: u64,
    /// What the collector took: background workers, assists and pauses; not idle workers.
    pub collector: u64,
    /// What the goroutines had for themselves.
    pub program: u64,
    /// By how much workers and assists are ahead of the program, as the CPU limiter counts: the
    /// workers’ part is a quarter of all time while marking. What workers gain while it is on does
    /// not count: it bounds assists only.
    pub ahead: i64,
    seen: VecDeque<Seen>,
}

/// What had been counted at a moment.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    at: u64,
    collector: u64,
    ahead: i64,
    fill: u64,
}

/// What became of the processors’ time while marking; the rest was the program’s.
#[derive(Clone, Copy, Debug)]
pub(super) struct MarkTimes {
    pub(super) background: u64,
    pub(super) assist: u64,
    pub(super) idle: u64,
}

impl Ledger {
    pub(super) fn new(procs: u32) -> Self {
        Self {
            procs: u64::from(procs),
            collector: 0,
            program: 0,
            ahead: 0,
            seen: VecDeque::from([Seen::default()]),
        }
    }

    /// Nobody marks, and goroutines run for so long in all.
    pub(super) fn run(&mut self, program: u64) {
        self.program += program;
        self.ahead -= program as i64;
    }

    /// The world is stopped for so long.
    pub(super) fn pause(&mut self, length: u64) {
        self.collector += length * self.procs;
    }

    /// Marking goes on for `length`, in which workers had `background`, assists `assist` and nobody
    /// `idle`; `limiting` says whether the CPU limiter is on.
    pub(super) fn mark(&mut self, length: u64, times: MarkTimes, limiting: bool) {
        let all = length * self.procs;
        let MarkTimes {
            background,
            assist,
            idle,
        } = times;
        self.collector += background + assist;
        self.program += all.saturating_sub(background + assist + idle);
        let counted = all / 4 + assist;
        let gained = counted as i64 - (all as i64 - idle as i64 - counted as i64);
        if !(limiting && gained > 0) {
            self.ahead += gained;
        }
    }

    /// Writes down what has been counted until `now`, and how full the limiter’s bucket is.
    pub(super) fn remember(&mut self, now: u64, fill: u64) {
        let last = self.seen.back().map_or(0, |seen| seen.at);
        if now.saturating_sub(last) < EVERY {
            return;
        }
        self.seen.push_back(Seen {
            at: now,
            collector: self.collector,
            ahead: self.ahead,
            fill,
        });
        let old = now.saturating_sub(WINDOW);
        while self.seen.get(1).is_some_and(|seen| seen.at <= old) {
            self.seen.pop_front();
        }
    }

    /// The share of the processors that the collector had in the last two seconds or a little more,
    /// percent.
    pub fn collector_percent(&self, now: u64) -> u8 {
        let from = self.seen.front().copied().unwrap_or_default();
        let all = u128::from(now.saturating_sub(from.at)) * u128::from(self.procs);
        let part = u128::from(self.collector - from.collector) * 100;
        part.checked_div(all).unwrap_or(0).min(100) as u8
    }

    /// By how much more workers and assists have come ahead of the program in the window than a
    /// bucket of that capacity lets them: what was free in it, and a twentieth of the window for
    /// being late. Gives both if it is more.
    pub fn overdrawn(&self, now: u64, capacity: u64) -> Option<(u64, u64)> {
        let from = self.seen.front().copied().unwrap_or_default();
        let window = now.saturating_sub(from.at).max(WINDOW);
        let bound = capacity.saturating_sub(from.fill) + window * self.procs / 20;
        let gained = u64::try_from(self.ahead - from.ahead).unwrap_or(0);
        (gained > bound).then_some((gained, bound))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_of_the_last_two_seconds() {
        let mut ledger = Ledger::new(2);
        for tick in 1..=40 {
            ledger.pause(25_000_000);
            ledger.run(50_000_000);
            ledger.remember(tick * 50_000_000, 0);
        }
        assert_eq!(ledger.collector_percent(2_000_000_000), 50);
        for tick in 41..=80 {
            ledger.run(100_000_000);
            ledger.remember(tick * 50_000_000, 0);
        }
        assert_eq!(ledger.collector_percent(4_000_000_000), 0);
        assert!(ledger.seen.len() <= 42);
    }

    #[test]
    fn background_work_alone_is_never_ahead() {
        let mut ledger = Ledger::new(4);
        let times = |background, assist| MarkTimes {
            background,
            assist,
            idle: 0,
        };
        ledger.mark(1_000, times(1_000, 0), false);
        assert_eq!((ledger.ahead, ledger.program), (-2_000, 3_000));
        ledger.mark(1_000, times(1_000, 2_500), false);
        assert_eq!((ledger.ahead, ledger.program), (1_000, 3_500));
        ledger.run(1_000);
        assert_eq!(ledger.ahead, 0);
    }

    #[test]
    fn assists_all_the_time_overdraw_what_was_free_in_the_bucket() {
        let ms = 1_000_000;
        let mut ledger = Ledger::new(2);
        let mut late = None;
        let times = MarkTimes {
            background: 5 * ms,
            assist: 15 * ms,
            idle: 0,
        };
        for tick in 1..=400 {
            ledger.mark(10 * ms, times, false);
            ledger.remember(tick * 10 * ms, 1_000 * ms);
            late = late.or(ledger
                .overdrawn(tick * 10 * ms, 2_000 * ms)
                .map(|_| tick * 10));
        }
        // 2 s of processor time were free, and a fifth of one is granted.
        assert_eq!(late, Some(1_110));
    }
}
