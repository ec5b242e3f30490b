//! Programs, run: one that looks at every property after every step, and what it is asked.

mod acts;
mod cycles;
mod limit;
mod random;

use glassbox_sim::{
    Chance, Duration, EventId, Instant, Kind, Lang, Log, Model, Purpose, Record, Verdict,
};

use super::*;

/// A run that looks at every property after every step.
struct Run {
    program: Program,
    records: Vec<Record<Event>>,
    steps: u32,
}

impl Run {
    fn new(setup: Setup) -> Self {
        Self {
            program: Program::new(&setup, 0).unwrap(),
            records: Vec::new(),
            steps: 0,
        }
    }

    fn log(&self) -> Log<Event> {
        Log::starting_at(EventId(self.records.len() as u32))
    }

    fn step(&mut self) {
        let (before, next) = (self.program.now(), self.program.next().unwrap());
        assert!(next >= before);
        let mut log = self.log();
        self.program.step(&mut log);
        assert_eq!(self.program.now(), next);
        self.take(log);
    }

    fn act(&mut self, at: Instant, act: Act) -> Result<(), Refused> {
        let mut log = self.log();
        self.program.act(at, &act, &mut log)?;
        assert_eq!(self.program.now(), at);
        self.take(log);
        Ok(())
    }

    fn act_now(&mut self, act: Act) {
        let now = self.program.now();
        assert_eq!(self.act(now, act), Ok(()), "{act:?}");
    }

    fn take(&mut self, mut log: Log<Event>) {
        self.steps += 1;
        for record in log.drain() {
            let own = self.records.len() as u32;
            assert!(
                record.causes.iter().all(|cause| cause.0 < own),
                "{record:?}"
            );
            self.records.push(record);
        }
    }

    fn run(&mut self, length: Duration) {
        let end = self.program.now() + length;
        while self.program.next().is_some_and(|next| next <= end) {
            self.step();
        }
    }

    fn broken(&self) -> Vec<&'static str> {
        Program::properties()
            .iter()
            .filter(|it| it.kind == Kind::Always)
            .filter(|it| matches!((it.check)(&self.program), Verdict::Broken(_)))
            .map(|it| it.id)
            .collect()
    }
}

const MIB: u64 = 1 << 20;

/// One cycle after the other, with 16 MiB alive.
fn steady(change: impl FnOnce(&mut Setup)) -> Run {
    let mut setup = Setup::default();
    change(&mut setup);
    let mut run = Run::new(setup);
    run.run(Duration::from_secs(1));
    run
}

fn events<'a>(run: &'a Run, name: &'a str) -> impl Iterator<Item = &'a Record<Event>> {
    run.records.iter().filter(move |it| it.event.name() == name)
}
