//! The logs: a row for each node, a column for each index.

use std::rc::Rc;

use glassbox_raft::core::{Entry, EntryId};
use glassbox_raft::{Cluster, Command, Event, NodeNo, Server};
use glassbox_sim::Lang;
use yew::{Callback, Html, Properties, classes, component, html, use_state_eq};

use super::draw::{self, n};
use super::figure::broken_slots;
use super::{RaftLab, words};
use crate::lab::{Selected, StageProps};

/// Room for the nodes' names and for what is applied.
const NAMES: f64 = 32.0;
const APPLIED: f64 = 72.0;
/// Least width of a column.
const PITCH: f64 = 37.5;
/// Width of a letter of a command.
const LETTER: f64 = 7.25;
const CELL: f64 = 30.5;
const HEAD: f64 = 22.0;

/// What the logs need.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct LogsProps {
    pub(super) stage: StageProps<RaftLab>,
    pub(super) width: f64,
    /// Pixels of a unit.
    pub(super) unit: f64,
    /// From one row to the next.
    pub(super) pitch: f64,
    pub(super) heading: bool,
}

/// The logs with their heading and the buttons to see older entries.
#[component]
pub(super) fn Logs(props: &LogsProps) -> Html {
    let shift = use_state_eq(|| 0_i64);
    let LogsProps { stage, width, unit, pitch, heading } = props;
    let lang = stage.lang;
    let room = (width - NAMES - APPLIED).max(PITCH);
    // Wider columns for longer numbers.
    let longest = stage.model.requests().iter().map(|request| request.value).max().unwrap_or_default();
    let digits = longest.to_string().len() as f64;
    let columns = (room / PITCH.max((2.0 + digits) * LETTER + 8.0)).floor().clamp(1.0, 24.0);
    let view = MatrixView::new(stage, columns as u64, *shift);
    let step = (columns as i64 - 1).max(1);
    let go = |by: i64| {
        let shift = shift.clone();
        Callback::from(move |_| shift.set(*shift + by))
    };
    let (older, newer) = (view.first > 1, view.goes_on);
    if *shift != 0 && !older && !newer {
        shift.set(0);
    }
    html! {
        <div class="raft-logs">
            <div class="raft-head">
                if *heading { <h3>{ words::logs(lang) }</h3> }
                if older || newer {
                    <span class="raft-window">
                        <button type="button" onclick={go(-step)} disabled={!older} aria-label={words::older(lang)}>{ "‹" }</button>
                        <button type="button" onclick={go(step)} disabled={!newer} aria-label={words::newer(lang)}>{ "›" }</button>
                    </span>
                }
            </div>
            <Matrix {view} column={(room / columns).min(64.0)} pitch={*pitch} unit={*unit} {lang}
                uid={Rc::clone(&stage.uid)} selected={stage.selected} on_select={stage.on_select.clone()} />
        </div>
    }
}

/// The logs as far as they are drawn.
#[derive(Clone, Debug, PartialEq)]
struct MatrixView {
    /// The index of the first column.
    first: u64,
    columns: u64,
    /// Whether a log goes on to the right of the last one.
    goes_on: bool,
    rows: Vec<Row>,
    causes: Vec<(usize, NodeNo, u64)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    no: NodeNo,
    up: bool,
    commit: u64,
    cells: Vec<Cell>,
    applied: String,
    /// What the leader knows of it: matchIndex and nextIndex.
    progress: Option<(u64, u64)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Cell {
    /// Term and command of the entry; `None` for the command of one in a snapshot.
    entry: Option<(u64, Option<String>)>,
    /// The term of an entry that was just cut off here.
    cut_off: Option<u32>,
    broken: bool,
}

impl MatrixView {
    fn new(stage: &StageProps<RaftLab>, columns: u64, shift: i64) -> Self {
        let model = &*stage.model;
        let leader = model.leader();
        let progress = |no| {
            let known = leader.filter(|leader| leader.no() != no)?.progress(no)?;
            Some((known.match_index, known.next_index))
        };
        let ends = model.servers().iter().map(|server| {
            server.last_index().max(progress(server.no()).map_or(0, |(_, next)| next))
        });
        let end = ends.max().unwrap_or_default();
        let known = model.servers().iter().map(Server::commit).max().unwrap_or_default();
        let commit = leader.map_or(known, Server::commit);
        let first = window(end, commit, columns, shift);
        let broken = broken_slots(stage);
        let cut_off = |no: NodeNo, index: u64| {
            stage.happened.iter().find_map(|record| match record.event {
                Event::RolledBack { node, first, last, term } if node == no => {
                    (u64::from(first)..=u64::from(last)).contains(&index).then_some(term)
                }
                _ => None,
            })
        };
        let row = |server: &Server| {
            let no = server.no();
            let entries = server.entries();
            let cells = (first..first + columns).map(|index| Cell {
                entry: entry(server, &entries, index),
                cut_off: cut_off(no, index),
                broken: broken.contains(&(no, index)),
            });
            Row {
                no,
                up: server.is_up(),
                commit: server.commit(),
                cells: cells.collect(),
                applied: applied(server),
                progress: progress(no),
            }
        };
        let causes = stage.causes.iter().filter_map(|(number, place)| match place {
            Selected::Slot(no, index) => Some((*number, *no, *index)),
            _ => None,
        });
        let (rows, causes) = (model.servers().iter().map(row).collect(), causes.collect());
        Self { first, columns, goes_on: end >= first + columns, rows, causes }
    }
}

/// The first index that is shown: as late as possible, but with the last committed entry in sight;
/// `shift` columns later.
fn window(end: u64, commit: u64, columns: u64, shift: i64) -> u64 {
    let last = end.saturating_sub(columns - 1).max(1);
    last.min(commit.max(1)).saturating_add_signed(shift).clamp(1, last)
}

fn entry(server: &Server, entries: &[&Entry], index: u64) -> Option<(u64, Option<String>)> {
    if index > server.last_index() {
        return None;
    }
    let place = entries.first().and_then(|first| index.checked_sub(first.index));
    let found = place.and_then(|place| entries.get(usize::try_from(place).ok()?));
    let Some(entry) = found else { return Some((server.entry_term(index).unwrap_or_default(), None)) };
    let command = match Command::from_bytes(&entry.data) {
        Some(command) => format!("{}←{}", command.key.letter(), command.value),
        None => "·".to_owned(),
    };
    Some((entry.term, Some(command)))
}

fn applied(server: &Server) -> String {
    let values = server.store().values().map(|(key, value)| format!("{}={value}", key.letter()));
    values.collect::<Vec<_>>().join(" ")
}

#[derive(Clone, PartialEq, Properties)]
struct MatrixProps {
    view: MatrixView,
    column: f64,
    pitch: f64,
    unit: f64,
    uid: Rc<str>,
    lang: Lang,
    selected: Option<Selected>,
    on_select: Callback<Option<Selected>>,
}

impl MatrixProps {
    /// The left edge of an index's column; those left or right of the window are at its edges.
    fn x(&self, index: u64) -> f64 {
        let place = (index as f64 - self.view.first as f64).clamp(-0.6, self.view.columns as f64 - 0.2);
        NAMES + place * self.column
    }
}

#[component]
fn Matrix(props: &MatrixProps) -> Html {
    let MatrixProps { view, column, pitch, unit, uid, lang, .. } = props;
    let width = NAMES + view.columns as f64 * column + APPLIED;
    let height = HEAD + view.rows.len() as f64 * pitch;
    let style = format!("width:{}px;height:{}px", n(width * unit), n(height * unit));
    let head = |index: u64| {
        html! { <text x={n(props.x(index) + column / 2.0)} y="12" text-anchor="middle">{ index }</text> }
    };
    html! {
        <svg class="raft-matrix" xmlns="http://www.w3.org/2000/svg" {style}
            viewBox={format!("0 0 {} {}", n(width), n(height))} role="group" aria-label={words::logs(*lang)}>
            <defs>
                <pattern id={format!("{uid}-dim")} width="6" height="6"
                    patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <path class="raft-dim" d="M3 0V6" />
                </pattern>
                <pattern id={format!("{uid}-snap")} width="6" height="6"
                    patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                    <path class="raft-wall-hatch" d="M3 0V6" />
                </pattern>
            </defs>
            <g class="raft-heads" aria-hidden="true">
                if view.first > 1 { <text x={n(NAMES - 8.0)} y="12" text-anchor="middle">{ "…" }</text> }
                { for (view.first..view.first + view.columns).map(head) }
                if view.goes_on { <text x={n(width - APPLIED + 1.0)} y="12" text-anchor="middle">{ "…" }</text> }
                <text x={n(width - APPLIED + 10.0)} y="12">{ words::applied(*lang) }</text>
            </g>
            { for view.rows.iter().enumerate().map(|(i, row)| {
                let y = HEAD + i as f64 * pitch;
                html! { <g key={row.no} transform={format!("translate(0 {})", n(y))}>{ draw_row(props, row) }</g> }
            }) }
            { for view.causes.iter().filter_map(|cause| draw_cause(props, cause)) }
        </svg>
    }
}

fn draw_cause(props: &MatrixProps, (number, no, index): &(usize, NodeNo, u64)) -> Option<Html> {
    let view = &props.view;
    let row = view.rows.iter().position(|row| row.no == *no)?;
    let shown = (view.first..view.first + view.columns).contains(index);
    let y = HEAD + row as f64 * props.pitch;
    shown.then(|| draw::cause(*number, props.x(*index) + props.column - 3.0, y + CELL - 1.0))
}

fn draw_row(props: &MatrixProps, row: &Row) -> Html {
    let MatrixProps { view, column, lang, .. } = props;
    let end = NAMES + view.columns as f64 * column;
    let bar = (view.first.saturating_sub(1)..view.first + view.columns)
        .contains(&row.commit)
        .then(|| n(NAMES + (row.commit + 1 - view.first) as f64 * column))
        .filter(|_| row.commit > 0);
    html! {<>
        <text class={classes!("raft-row", (!row.up).then_some("raft-row-down"))} y="20">{ format!("n{}", row.no) }</text>
        { for row.cells.iter().zip(view.first..).map(|(cell, index)| draw_cell(props, row, cell, index)) }
        if let Some(bar) = bar { <path class="raft-bar" d={format!("M{bar} -3V{}", n(CELL + 3.5))} /> }
        if let Some((matched, next)) = row.progress { { draw_progress(props, matched, next) } }
        { draw_applied(row, end + 10.0, *lang) }
    </>}
}

fn draw_cell(props: &MatrixProps, row: &Row, cell: &Cell, index: u64) -> Html {
    let (x, wide) = (props.x(index) + 1.0, props.column - 2.0);
    let rect = |class: &'static str, grow: f64| html! {
        <rect {class} x={n(x - grow)} y={n(-grow)} width={n(wide + 2.0 * grow)} height={n(CELL + 2.0 * grow)} rx="2" />
    };
    let struck = cell.cut_off.map(|term| {
        let (left, right, low) = (n(x + 4.0), n(x + wide - 4.0), n(CELL - 4.0));
        match &cell.entry {
            // Another entry stands there by now: only the old one's term is struck.
            Some(_) => html! {
                <text class="raft-struck" x={n(x + wide - 3.0)} y="11.5" text-anchor="end">{ term }</text>
            },
            None => html! {
                <g class={draw::hue_class(u64::from(term))}>
                    { rect("raft-cell raft-uncommitted", 0.0) }
                    <text class="raft-cell-term" x={n(x + 4.0)} y="12">{ term }</text>
                    <path class="raft-cross" d={format!("M{left} {low}L{right} 4")} />
                </g>
            },
        }
    });
    let Some((term, command)) = &cell.entry else {
        return html! {<>{ rect("raft-slot", 0.0) }{ struck }</>};
    };
    let committed = index <= row.commit;
    let thing = Selected::Slot(row.no, index);
    let chosen = props.selected == Some(thing);
    let (class, text) = match command {
        None => ("raft-cell raft-committed", None),
        Some(_) if committed => ("raft-cell raft-committed", command.as_deref()),
        Some(_) => ("raft-cell raft-uncommitted", command.as_deref()),
    };
    let said = match text {
        None => words::in_snapshot(props.lang),
        Some("·") => words::empty_entry(props.lang),
        Some(text) => text,
    };
    let sentence = words::slot(row.no, index, *term, said, committed, props.lang);
    html! {
        <g class={classes!("raft-entry", "raft-thing", draw::hue_class(*term))} data-thing={draw::thing_name(thing)}
            data-selected={chosen.then_some("true")} role="button" tabindex="0" aria-label={sentence.clone()}
            onclick={draw::on_click(thing, &props.on_select)} onkeydown={draw::on_key(thing, &props.on_select)}>
            <title>{ sentence }</title>
            { rect("raft-hit", 0.0) }
            { rect(class, 0.0) }
            if command.is_none() {
                <rect x={n(x)} width={n(wide)} height={n(CELL)} fill={draw::url(&props.uid, "snap")} />
            }
            // What only the disk of a crashed node holds.
            if !row.up {
                <rect x={n(x)} width={n(wide)} height={n(CELL)} fill={draw::url(&props.uid, "dim")} />
            }
            if cell.broken { { rect("raft-witness-edge", 2.5) } }
            { rect("raft-hover", 3.0) }
            { rect("raft-focus", 4.0) }
            if chosen { { rect("raft-selected", 3.0) } }
            <text class="raft-cell-term" x={n(x + 4.0)} y="12">{ term }</text>
            { for text.map(|text| draw_command(text, x, wide)) }
            { struck }
        </g>
    }
}

fn draw_command(text: &str, x: f64, wide: f64) -> Html {
    // Long ones are cut; the title and the card have them whole.
    let room = ((wide - 5.0) / LETTER).floor() as usize;
    let count = text.chars().count();
    let shown: String = match count > room {
        true => text.chars().take(room.saturating_sub(1)).chain(['…']).collect(),
        false => text.to_owned(),
    };
    match text {
        "·" => html! { <circle class="raft-empty" cx={n(x + wide / 2.0)} cy="20" r="1.6" /> },
        _ => html! { <text class="raft-command" x={n(x + wide - 3.0)} y="25" text-anchor="end">{ shown }</text> },
    }
}

/// How far the leader knows the row to agree (a dot), and what it sends next (an arrowhead).
fn draw_progress(props: &MatrixProps, matched: u64, next: u64) -> Html {
    let (first, after) = (props.view.first, props.view.first + props.view.columns);
    if next < first || matched >= after {
        return html! {};
    }
    let y = CELL + 9.0;
    let (from, to) = (props.x(matched) + props.column / 2.0, props.x(next) + props.column / 2.0);
    // Of nothing that agrees, the dot stands before the first column.
    let from = if matched < first { NAMES - 5.0 } else { from };
    let to = if next >= after { props.x(after) + 6.0 } else { to };
    html! {
        <g class="raft-progress" aria-hidden="true">
            <path class="raft-between" d={format!("M{} {y}H{}", n(from + 6.0), n((to - 5.0).max(from + 6.0)))} />
            <circle cx={n(from)} cy={n(y)} r="3.75" />
            <path class="raft-next" d={format!("M{} {}l8.5 4.5l-8.5 4.5z", n(to - 4.0), n(y - 4.5))} />
        </g>
    }
}

/// The store, in three lines at most.
fn draw_applied(row: &Row, x: f64, lang: Lang) -> Html {
    if !row.up {
        return html! { <text class="raft-note" x={n(x)} y="20">{ words::down(lang) }</text> };
    }
    let mut lines = lines(&row.applied);
    if lines.len() > 3 {
        lines.truncate(3);
        lines[2].push('…');
    }
    let first = 20.0 - 6.5 * lines.len().saturating_sub(1) as f64;
    let line = |(i, text): (usize, &String)| html! {
        <text class="raft-store" x={n(x)} y={n(first + 13.0 * i as f64)}>{ text }</text>
    };
    html! {
        <g>
            <title>{ row.applied.clone() }</title>
            { for lines.iter().enumerate().map(line) }
        </g>
    }
}

/// Breaks "x=1 y=7 z=9" into lines that fit.
fn lines(values: &str) -> Vec<String> {
    const ROOM: usize = 8;
    let mut lines: Vec<String> = Vec::new();
    for value in values.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + value.len() <= ROOM => {
                line.push(' ');
                line.push_str(value);
            }
            _ => lines.push(value.to_owned()),
        }
    }
    lines
}

/// Which entry of a log a client's request is, if it is there.
pub(super) fn find_request(
    model: &Cluster,
    no: NodeNo,
    client: u8,
    serial: u16,
) -> Option<EntryId> {
    let entries = model.server(no)?.entries();
    let found = entries.into_iter().rev().find(|entry| {
        let command = Command::from_bytes(&entry.data);
        command.is_some_and(|it| (it.client, it.serial) == (client, serial))
    });
    found.map(Entry::id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_entries_are_shown_and_the_committed_ones_among_them() {
        assert_eq!(window(3, 2, 7, 0), 1);
        assert_eq!(window(20, 20, 7, 0), 14);
        assert_eq!(window(20, 5, 7, 0), 5);
        assert_eq!(window(20, 5, 7, 6), 11);
        assert_eq!(window(20, 5, 7, -6), 1);
    }

    #[test]
    fn values_are_broken_into_lines() {
        assert_eq!(lines("x=1 y=7"), ["x=1 y=7"]);
        assert_eq!(lines("x=333 y=370 z=9"), ["x=333", "y=370", "z=9"]);
    }
}
