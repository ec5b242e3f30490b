//! Who has the processors at this moment, as a bar of so many parts.

use glassbox_gc::program::{Phase, Process};
use glassbox_sim::Lang;
use yew::{Html, html};

use super::words::{self, processors, say};
use crate::draw::{n, url};

const HEIGHT: f64 = 22.0;

/// Processors, in parts of one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Use {
    program: f64,
    assists: f64,
    workers: f64,
    idle: f64,
    /// Idle processors mark, too.
    idle_marks: bool,
    stopped: f64,
}

impl Use {
    /// How the processors are used. A goroutine that assists does nothing else.
    pub(super) fn of(process: &Process) -> Self {
        let all = f64::from(process.procs());
        if matches!(process.phase(), Phase::FirstPause | Phase::SecondPause) {
            return Self {
                stopped: all,
                ..Self::default()
            };
        }
        let controller = process.controller();
        let marking = process.phase() == Phase::Mark;
        let workers = match marking {
            true if controller.fractional_utilization_goal > 0.0 => all / 4.0,
            true => process.dedicated_workers() as f64,
            false => 0.0,
        };
        let awake = |it: &&glassbox_gc::program::Goroutine| it.waits.is_none();
        let running: Vec<_> = match process.is_asleep() {
            true => Vec::new(),
            false => process.goroutines().iter().filter(awake).collect(),
        };
        // Who sweeps to start a cycle does so as a part of the program.
        let busy = (running.len() as f64).min(all - workers);
        let helping = running.iter().filter(|it| it.assist_left > 0).count();
        let assists = match running.len() {
            0 => 0.0,
            count if marking => busy * helping as f64 / count as f64,
            _ => 0.0,
        };
        Self {
            program: busy - assists,
            assists,
            workers,
            idle: all - workers - busy,
            idle_marks: marking && controller.idle_mark_workers.max > 0,
            stopped: 0.0,
        }
    }

    /// The parts with their names, in the order of the bar.
    fn parts(&self, lang: Lang) -> [(&'static str, f64, &'static str); 5] {
        let idle = match self.idle_marks {
            true => words::IDLE_WORKERS,
            false => words::IDLE,
        };
        [
            ("program", self.program, say(words::MUTATORS, lang)),
            ("assists", self.assists, say(words::ASSISTING, lang)),
            ("workers", self.workers, say(words::WORKERS, lang)),
            ("idle", self.idle, say(idle, lang)),
            ("stopped", self.stopped, say(words::STOPPED, lang)),
        ]
    }
}

/// The bar and what its parts are.
pub(super) fn bar(process: &Process, width: f64, unit: f64, uid: &str, lang: Lang) -> Html {
    let shares = Use::of(process);
    let all = f64::from(process.procs());
    let pitch = (width - 2.0) / all;
    let said: Vec<String> = shares
        .parts(lang)
        .iter()
        .filter(|(_, part, _)| *part > 0.0)
        .map(|(_, part, name)| format!("{name} {}", processors(*part)))
        .collect();
    let mut from = 1.0;
    let parts: Vec<Html> = shares
        .parts(lang)
        .into_iter()
        .map(|(kind, part, _)| {
            let x = from;
            from += part * pitch;
            if part <= 0.0 {
                return Html::default();
            }
            let hatch = match kind {
                "workers" => Some(url(uid, "workers")),
                "assists" => Some(url(uid, "assists")),
                _ => None,
            };
            html! {
                <>
                    <rect class={format!("gcp-cpu gcp-cpu-{kind}")} x={n(x)} y="1" width={n(part * pitch)} height={n(HEIGHT)} />
                    if let Some(fill) = hatch {
                        <rect class="gcp-cpu-over" {fill} x={n(x)} y="1" width={n(part * pitch)} height={n(HEIGHT)} />
                    }
                </>
            }
        })
        .collect();
    // Where one processor ends; of very many the lines would be all there is.
    let lines = (1..process.procs()).filter(|_| pitch >= 8.0).map(|number| {
        let x = 1.0 + f64::from(number) * pitch;
        html! { <path class="gcp-cpu-line" d={format!("M{} 1v{}", n(x), n(HEIGHT))} /> }
    });
    let style = format!(
        "width:{}px;height:{}px",
        width * unit,
        (HEIGHT + 2.0) * unit
    );
    let keys = shares.parts(lang).into_iter().filter(|(kind, part, _)| {
        // What is not there now is named all the same, so that one knows what to look for.
        *part > 0.0 || !matches!(*kind, "stopped")
    });
    html! {
        <div class="gcp-processors">
            <svg class="gcp-bar" viewBox={format!("0 0 {} {}", n(width), n(HEIGHT + 2.0))} {style} role="img" aria-label={said.join(", ")}>
                <defs>
                    <pattern id={format!("{uid}-workers")} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                        <path class="gcp-hatch-workers" d="M0 0V5" />
                    </pattern>
                    <pattern id={format!("{uid}-assists")} width="6" height="6" patternUnits="userSpaceOnUse">
                        <circle class="gcp-dots" cx="3" cy="3" r="1.4" />
                    </pattern>
                </defs>
                { for parts }
                { for lines }
            </svg>
            <ul class="gcp-keys" aria-hidden="true">
                { for keys.map(|(kind, part, name)| html! {
                    <li class={if part > 0.0 { "" } else { "gcp-absent" }}>
                        <svg class="gcp-key" width="18" height="12" viewBox="0 0 18 12">
                            <rect class={format!("gcp-cpu gcp-cpu-{kind}")} x="1" y="1" width="16" height="10" />
                            if matches!(kind, "workers" | "assists") {
                                <rect class="gcp-cpu-over" fill={url(uid, kind)} x="1" y="1" width="16" height="10" />
                            }
                        </svg>
                        { name }{ " " }<b>{ processors(part) }</b>
                    </li>
                }) }
            </ul>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use glassbox_gc::program::{Act, Program, Setup};
    use glassbox_sim::{EventId, Instant, Log, Model as _};

    use super::*;

    fn until(phase: Phase) -> Program {
        let mut program = Program::new(&Setup::default(), 0).expect("a valid setup");
        let mut log = Log::starting_at(EventId(0));
        while program.process().phase() != phase || program.history().cycles().len() < 1 {
            program.step(&mut log);
        }
        program
    }

    fn sum(it: Use) -> f64 {
        it.program + it.assists + it.workers + it.idle + it.stopped
    }

    #[test]
    fn between_cycles_each_goroutine_has_a_processor() {
        let program = Program::new(&Setup::default(), 0).expect("a valid setup");
        let shares = Use::of(program.process());
        assert_eq!((shares.program, shares.workers), (4.0, 0.0));
    }

    #[test]
    fn while_marking_a_quarter_is_the_workers() {
        let shares = Use::of(until(Phase::Mark).process());
        assert_eq!(shares.workers, 1.0);
        assert_eq!(sum(shares), 4.0);
    }

    #[test]
    fn in_a_pause_all_stand_and_asleep_nobody_runs() {
        let shares = Use::of(until(Phase::FirstPause).process());
        assert_eq!((shares.stopped, sum(shares)), (4.0, 4.0));
        let mut program = Program::new(&Setup::default(), 0).expect("a valid setup");
        let mut log = Log::starting_at(EventId(0));
        let paused = program.act(Instant::START, &Act::Pause, &mut log);
        assert_eq!(paused, Ok(()));
        assert_eq!(Use::of(program.process()).idle, 4.0);
    }
}
