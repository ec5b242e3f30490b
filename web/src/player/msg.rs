//! What can happen to a figure.

use glassbox_sim::{BranchId, EventId, Instant};

use super::{Call, Picture};
use crate::lab::{ActOf, Lab, Selected};

/// What is beside or below the stage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tab {
    /// The lesson (a tab on narrow figures only).
    Lesson,
    /// A pane of the lab (narrow figures only), by its index.
    Pane(usize),
    /// What happened.
    Events,
    /// The sequence diagram.
    Sequence,
    /// The whole state of what is selected.
    State,
    /// What must hold.
    Properties,
}

/// What can happen to a figure.
pub enum Msg<L: Lab> {
    /// An animation frame: real milliseconds since the last one.
    Frame(f64),
    /// Play or pause.
    Toggle,
    /// Play.
    Play,
    /// Pause.
    Pause,
    /// Steps on, or back if negative.
    Step(i32),
    /// To the start.
    ToStart,
    /// To the end of what is recorded.
    ToEnd,
    /// To a moment of a branch.
    Seek(BranchId, Instant),
    /// To a moment of this branch that is recorded.
    SeekRecorded(Instant),
    /// To the moment right after an event.
    SeekEvent(EventId),
    /// Another branch, at this moment.
    Branch(BranchId),
    /// An act.
    Act(ActOf<L>),
    /// Take the last act back.
    Undo,
    /// Do it again.
    Redo,
    /// To the lesson's first step.
    Reset,
    /// A speed.
    Speed(f64),
    /// A step of the speed scale.
    ChangeSpeed(bool),
    /// Play what is left of the lesson's step, once its question is answered.
    RunStep,
    /// The same without an answer.
    SkipQuestion,
    /// Show the lesson's next step.
    NextStep,
    /// Try the shown step's goal.
    TryGoal,
    /// Play one way to reach it.
    ShowWay,
    /// Show a step of the lesson.
    ShowStep(usize),
    /// Back to where the lesson was left.
    BackToLesson,
    /// An answer.
    Choose(usize),
    /// Select a thing, or let go.
    Select(Option<Selected>),
    /// Open or close the reasons of an event.
    Why(Option<EventId>),
    /// Show the causes on the stage.
    ShowCauses(bool),
    /// Another tab.
    Tab(Tab),
    /// Every detail in the log, or not.
    AllEvents(bool),
    /// Open or close a panel over the stage.
    Open(Option<Over>),
    /// This branch beside the present one, or one stage.
    Compare(Option<BranchId>),
    /// To an event of the sequence diagram, which is looked at more closely.
    Pick(EventId),
    /// A finger rests on a thing: its acts.
    Hold(Selected),
    /// For the partition: the side of a host.
    Side(usize, u8),
    /// The room there is now, in units.
    Resized(f64),
    /// Opens on: a slice of the try with this number.
    OpenOn(u32),
    /// Does not open any further.
    CancelOpening,
    /// Opens from the beginning.
    OpenAgain,
    /// Seen or not.
    Visible(bool),
    /// Something was copied.
    Copied,
    /// Hand over a file.
    Export(Picture),
    /// A script has called a method.
    Call(Call),
    /// Everything is drawn of which a picture is to be taken.
    Drawn,
}

/// A panel over the stage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Over {
    /// Links and files.
    Share,
    /// The keys.
    Keys,
    /// A tool that asks for more, by its id.
    Tool(&'static str),
}
