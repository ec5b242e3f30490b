//! What changes the run, or where one stands in it.

use glassbox_sim::timeline::{ActError, Stop};
use yew::Context;

use super::toast::Toast;
use super::{Controls, Msg, Player, Tab, layout, sequence};
use crate::lab::{ActOf, Lab, Selected};
use crate::words::Say;

impl<L: Lab> Player<L> {
    pub(super) fn session_msg(&mut self, ctx: &Context<Self>, msg: Msg<L>) -> bool {
        let Ok(session) = &mut self.session else {
            return false;
        };
        if !matches!(msg, Msg::Frame(_)) {
            self.toast = None;
        }
        match msg {
            Msg::Frame(elapsed) => {
                let frame = session.frame(elapsed);
                if frame.full {
                    self.toast = Some(Toast::note(Say::Full.get(ctx.props().lang)));
                } else if frame.asks {
                    self.toast = Some(Toast::note(Say::QuestionOpen.get(ctx.props().lang)));
                }
                if frame.paused {
                    self.parts.refresh();
                } else {
                    let due = self.parts.frame(elapsed, frame.stepped);
                    if !frame.stepped && !due {
                        self.clock.set(session.clock_ms());
                        self.place_thumb();
                        return false;
                    }
                }
                if frame.stepped && ctx.props().controls != Controls::Full {
                    let text = self.caption(ctx.props().lang);
                    self.announce(ctx, "glassbox-event", &text);
                }
            }
            Msg::Toggle if session.is_playing() => session.pause(),
            Msg::Toggle | Msg::Play => {
                session.play();
                if !session.is_playing() {
                    self.toast = Some(Toast::refusal(Say::Quiet.get(ctx.props().lang)));
                }
            }
            Msg::Pause => session.pause(),
            Msg::Step(steps) => {
                for taken in 0..steps.unsigned_abs() {
                    if steps < 0 {
                        session.step_back();
                    } else if let Err(stop) = session.step_on() {
                        let say = match stop {
                            Stop::Quiescent => Say::Quiet,
                            Stop::Full => Say::Full,
                        };
                        let says = say.get(ctx.props().lang);
                        // Whoever asks for many goes as far as there is anything.
                        self.toast = Some(match taken {
                            0 => Toast::refusal(says),
                            _ => Toast::note(says),
                        });
                        break;
                    }
                }
                if steps > 0 && session.waits_for_answer() && ctx.props().controls == Controls::Full
                {
                    self.toast
                        .get_or_insert(Toast::note(Say::QuestionOpen.get(ctx.props().lang)));
                }
            }
            Msg::ToStart => session.to_start(),
            Msg::ToEnd => session.to_end(),
            Msg::Seek(branch, clock) => session.seek(branch, clock),
            Msg::SeekRecorded(at) => {
                if let Err(end) = session.seek_recorded(at) {
                    let says = crate::words::not_recorded(at, end, ctx.props().lang);
                    self.toast = Some(Toast::refusal(says));
                }
            }
            Msg::SeekEvent(event) => session.seek_event(event),
            Msg::Pick(event) => {
                session.seek_event(event);
                self.picked = Some((event, session.version()));
                self.why = self.why.and(Some(event));
                self.focus.next(sequence::selector(event));
            }
            Msg::Hold(thing) => {
                session.pause();
                self.selected = Some(thing);
                self.sheet_opens = true;
                self.focus.next(".card-acts button".to_owned());
            }
            Msg::Branch(branch) => {
                self.why = None;
                if self.compare == Some(branch) {
                    // The two change places.
                    self.compare = Some(session.timeline().position().branch);
                }
                session.show_branch(branch);
            }
            Msg::Undo | Msg::Redo => {
                self.why = None;
                if !matches!(msg, Msg::Undo) {
                    session.redo();
                } else if session.undo().is_err() {
                    self.toast = Some(Toast::refusal(Say::Full.get(ctx.props().lang)));
                }
            }
            Msg::Reset => {
                if session.start_over() {
                    // What was looked at may lie on a branch that is gone.
                    (self.why, self.compare, self.picked) = (None, None, None);
                    self.toast = Some(Toast::note(Say::Afresh.get(ctx.props().lang)));
                }
            }
            Msg::Speed(speed) => session.set_speed(speed),
            Msg::ChangeSpeed(faster) => session.change_speed(faster),
            Msg::RunStep if session.must_answer() => {
                if !session.on_lesson() {
                    session.back_to_lesson();
                }
                session.pause();
                // Where the question can be seen.
                if self.width < layout::MIDDLE {
                    self.tab = Tab::Lesson;
                } else if matches!(self.tab, Tab::Pane(_)) {
                    self.tab = Tab::Events;
                }
                self.focus.next(".choice[tabindex=\"0\"]".to_owned());
                self.toast = Some(Toast::refusal(Say::AnswerFirst.get(ctx.props().lang)));
            }
            Msg::RunStep => session.run_step(),
            Msg::SkipQuestion => session.skip_question(),
            Msg::NextStep => session.next_step(),
            Msg::TryGoal | Msg::ShowWay => {
                self.why = None;
                if matches!(msg, Msg::ShowWay) {
                    session.show_way();
                } else {
                    session.try_goal();
                }
            }
            Msg::ShowStep(step) => session.show_step(step),
            Msg::BackToLesson => {
                self.why = None;
                session.back_to_lesson();
            }
            Msg::Choose(choice) => {
                session.choose(choice);
                self.announce(ctx, "glassbox-answer", &choice.to_string());
            }
            Msg::Act(act) => self.act(ctx, act),
            _ => return false,
        }
        self.tidy(ctx);
        true
    }

    fn act(&mut self, ctx: &Context<Self>, act: ActOf<L>) {
        let lang = ctx.props().lang;
        let Ok(session) = &mut self.session else {
            return;
        };
        let detail = serde_json::to_string(&act).unwrap_or_default();
        match session.act(act) {
            Ok(()) => {
                self.over = None;
                self.toast = None;
                self.announce(ctx, "glassbox-act", &detail);
            }
            Err(why) => {
                let says = match why {
                    ActError::Refused(why) => crate::words::refused(why, lang),
                    ActError::Full => Say::Full.get(lang),
                };
                let error = crate::words::not_done(&detail, why, lang);
                self.toast = Some(Toast::refusal_of(says, error));
            }
        }
    }

    /// After a change: lets go of what is no longer there.
    fn tidy(&mut self, ctx: &Context<Self>) {
        let Ok(session) = &self.session else { return };
        let state = session.timeline().state();
        let now = session.timeline().position().clock;
        let gone = |selected: &Selected| L::card(state, *selected, now, ctx.props().lang).is_none();
        if self.selected.as_ref().is_some_and(gone) {
            self.selected = None;
            self.parts.refresh();
        }
    }
}
