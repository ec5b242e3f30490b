//! What a lab must bring to the page: its words, its cards and its stage.

use std::rc::Rc;

use glassbox_sim::scenario::ScenarioOf;
use glassbox_sim::{EventId, Instant, Lang, Model, PacketId, Record, Violation, Witness};
use yew::{BaseComponent, Callback, Html, Properties};

use crate::clock::Clock;

/// A lab on the page.
pub trait Lab: Sized + 'static {
    /// The engine.
    type Model: Model;
    /// The stage: what moves.
    type Stage: BaseComponent<Properties = StageProps<Self>>;
    /// What a person has arranged on the stage: kept by the figure, since a stage goes and another comes when there is
    /// more or less room.
    type Kept: Default + 'static;

    /// One sentence for an event.
    fn sentence(event: &EventOf<Self>, lang: Lang) -> String;
    /// Why it is so.
    fn why(event: &EventOf<Self>, lang: Lang) -> Why<Self>;
    /// Its mark on the seek bar, if it has one.
    fn mark(event: &EventOf<Self>) -> Option<MarkKind>;
    /// The mark in front of its row, if it has one: seek-bar marks and losses.
    fn row_mark(event: &EventOf<Self>) -> Option<MarkKind>;
    /// Whether only those who want everything see it.
    fn is_detail(event: &EventOf<Self>) -> bool;
    /// Where on the stage it happened, for the numbers of a cause chain.
    fn place(event: &EventOf<Self>) -> Option<Selected>;
    /// From this event on, the lane of the seek bar has this label and hue (1 to 4).
    fn lane(event: &EventOf<Self>) -> Option<Lane>;
    /// Name and sentence of a property.
    fn property(id: &str, lang: Lang) -> (&'static str, &'static str);
    /// Whether a property says anything about this model. A lab of several kinds of model has the
    /// properties of them all.
    fn is_about(_id: &str, _model: &Self::Model) -> bool {
        true
    }
    /// Live facts beside a pinned property: pairs of a label and a value.
    fn property_facts(id: &str, model: &Self::Model, lang: Lang) -> Vec<(String, String)>;
    /// Who breaks the property named `id`, in words.
    fn witness(id: &str, witness: &Witness, lang: Lang) -> String;
    /// Everything about a selected thing; `None` when it is no longer there.
    fn card(
        model: &Self::Model,
        selected: Selected,
        now: Instant,
        lang: Lang,
    ) -> Option<Card<Self>>;
    /// Acts on the whole system: cut the network, write, and the like.
    fn tools(model: &Self::Model, lang: Lang) -> Vec<Tool<Self>>;
    /// What an act is called.
    fn act_name(act: &ActOf<Self>, lang: Lang) -> String;
    /// All things that can be selected, in reading order, for the State tab and the keyboard.
    fn things(model: &Self::Model) -> Vec<Selected>;
    /// Panes beside the main figure which a narrow stage leaves out, each with a title. A figure has
    /// the same ones all the time.
    fn panes(model: &Self::Model, lang: Lang) -> Vec<(&'static str, &'static str)>;
    /// Whether a pane stands beside a wide stage, too.
    fn is_always_beside(_pane: &str) -> bool {
        false
    }
    /// Whether a pane is a matter of its own that needs the room of the lesson, and a broader column.
    fn needs_room(_pane: &str) -> bool {
        false
    }
    /// One of these panes.
    fn pane(id: &str, props: &StageProps<Self>) -> Html;
    /// The sequence diagram of these events.
    fn sequence(
        model: &Self::Model,
        records: &[(EventId, Record<EventOf<Self>>)],
        lang: Lang,
    ) -> glassbox_sim::sequence::Sequence;
}

/// An event of a lab.
pub type EventOf<L> = <<L as Lab>::Model as Model>::Event;
/// An act of a lab.
pub type ActOf<L> = <<L as Lab>::Model as Model>::Act;
/// A scenario of a lab.
pub type ScenarioFor<L> = ScenarioOf<<L as Lab>::Model>;

/// A mark on the seek bar and in event rows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MarkKind {
    /// ◇ an election, a change of state.
    Change,
    /// ■ a leader, an established connection.
    Reached,
    /// ○ a write, a request.
    Request,
    /// ● committed, acknowledged.
    Settled,
    /// ⌇ the network was cut or mended.
    Cut,
    /// ✕ lost, refused, killed.
    Loss,
}

/// A stretch of the seek bar.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lane {
    /// Its label, as `T2`.
    pub label: String,
    /// Its hue, 1 to 4.
    pub hue: u8,
}

/// Something on the stage that can be selected.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Selected {
    /// A node or host, by number.
    Host(u8),
    /// A packet under way.
    Packet(PacketId),
    /// One direction of a link.
    Link(u8, u8),
    /// A place in a host's log or memory.
    Slot(u8, u64),
}

/// Why an event happened.
pub struct Why<L: Lab> {
    /// The rule, in one sentence.
    pub rule: &'static str,
    /// Where it is written; empty for a person's act.
    pub citation: &'static str,
    /// The file that holds it.
    pub file: &'static str,
    /// The act that switches the rule off, if it has a switch.
    pub switch_off: Option<ActOf<L>>,
}

/// What is to be said about a selected thing.
pub struct Card<L: Lab> {
    /// Its name.
    pub title: String,
    /// Its state, in the field's names. The first five are on the card, all in the State tab.
    pub fields: Vec<Field>,
    /// What can be done to it, with a name.
    pub acts: Vec<(String, ActOf<L>)>,
    /// The event that made it, for "Why was it sent?".
    pub origin: Option<EventId>,
}

/// One field of a state.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Field {
    /// Its name: the field's own, or a word.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A button for the whole system.
pub struct Tool<L: Lab> {
    /// A stable name, for tests and keys.
    pub id: &'static str,
    /// What is on the button.
    pub label: String,
    /// What it does, or how it asks for more.
    pub action: ToolAction<L>,
}

/// What a tool does.
pub enum ToolAction<L: Lab> {
    /// It acts at once.
    Act(ActOf<L>),
    /// It asks which side each host is on, then makes an act of the lists.
    Sides(fn(Vec<Vec<u8>>) -> ActOf<L>),
    /// It opens these choices.
    Menu(Vec<MenuItem<L>>),
    /// It opens these choices, and a field for any other value.
    Values(Vec<MenuItem<L>>, FreeValue<L>),
    /// It opens these groups of choices, which show what is on.
    Groups(Vec<ChoiceGroup<L>>),
}

impl<L: Lab> ToolAction<L> {
    /// A menu of acts by name, none of which is a value that could be in force.
    pub fn menu(acts: Vec<(String, ActOf<L>)>) -> Self {
        let item = |(name, act)| MenuItem {
            name,
            act,
            on: None,
        };
        Self::Menu(acts.into_iter().map(item).collect())
    }
}

/// A choice in a menu.
pub struct MenuItem<L: Lab> {
    /// Its name.
    pub name: String,
    /// What choosing it does.
    pub act: ActOf<L>,
    /// Whether it is in force, if it is a value that can be.
    pub on: Option<bool>,
}

/// A field for a value that is none of the choices.
pub struct FreeValue<L: Lab> {
    /// What it is for.
    pub label: &'static str,
    /// The unit that is meant when none is written, as shown beside it.
    pub unit: &'static str,
    /// An example, shown while it is empty.
    pub example: &'static str,
    /// Makes an act of what was written, or says what was expected.
    pub read: fn(&str, Lang) -> Result<ActOf<L>, String>,
}

/// Choices that belong together.
pub struct ChoiceGroup<L: Lab> {
    /// What they are about.
    pub title: &'static str,
    /// Either one of them is on at a time, or each by itself.
    pub choices: Vec<Choice<L>>,
}

/// Something that is on or off.
pub struct Choice<L: Lab> {
    /// Its name.
    pub name: &'static str,
    /// What it means, in a sentence.
    pub says: &'static str,
    /// Whether it is on.
    pub on: bool,
    /// What is said beside the name, as that it waits.
    pub note: Option<String>,
    /// What choosing it does; `None` if nothing.
    pub act: Option<ActOf<L>>,
}

/// How much room a stage has: three compositions, never scaled text.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Composition {
    /// 960 px and more: all parts.
    Wide,
    /// 480 to 959 px: the main figure.
    #[default]
    Column,
    /// Less: the main figure, larger targets.
    Narrow,
}

/// What a stage gets.
#[derive(Properties)]
pub struct StageProps<L: Lab> {
    /// The state after the last step.
    pub model: Rc<L::Model>,
    /// Changes with every other model, so that states need not be compared.
    pub version: u64,
    /// The clock that runs between steps.
    pub clock: Clock,
    /// The language.
    pub lang: Lang,
    /// The room there is.
    pub composition: Composition,
    /// Whether things move between events; without, they show their whole path.
    pub motion: bool,
    /// A name that is unique on the page, for ids of patterns and arrowheads.
    pub uid: Rc<str>,
    /// The address of the page that opens run links.
    pub base: Rc<str>,
    /// What is selected.
    pub selected: Option<Selected>,
    /// Selects, or with `None` lets go.
    pub on_select: Callback<Option<Selected>>,
    /// Acts.
    pub on_act: Callback<ActOf<L>>,
    /// The numbers of the cause chain that is shown, each with its place.
    pub causes: Rc<Vec<(usize, Selected)>>,
    /// What the last step wrote down.
    pub happened: Rc<Vec<Record<EventOf<L>>>>,
    /// What is broken at this moment.
    pub violations: Rc<Vec<Violation>>,
    /// What was arranged before.
    pub kept: Rc<L::Kept>,
}

impl<L: Lab> Clone for StageProps<L> {
    fn clone(&self) -> Self {
        Self {
            model: Rc::clone(&self.model),
            version: self.version,
            clock: self.clock.clone(),
            lang: self.lang,
            composition: self.composition,
            motion: self.motion,
            uid: Rc::clone(&self.uid),
            base: Rc::clone(&self.base),
            selected: self.selected,
            on_select: self.on_select.clone(),
            on_act: self.on_act.clone(),
            causes: Rc::clone(&self.causes),
            happened: Rc::clone(&self.happened),
            violations: Rc::clone(&self.violations),
            kept: Rc::clone(&self.kept),
        }
    }
}

impl<L: Lab> PartialEq for StageProps<L> {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
            && self.lang == other.lang
            && self.composition == other.composition
            && self.motion == other.motion
            && self.uid == other.uid
            && self.selected == other.selected
            && self.causes == other.causes
            && Rc::ptr_eq(&self.kept, &other.kept)
    }
}
