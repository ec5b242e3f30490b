//! The logs: a row for each node, a column for each index.

use std::rc::Rc;

use glassbox_raft::NodeNo;
use glassbox_sim::Lang;
use yew::{Callback, Html, Properties, classes, component, html, use_state_eq};

use super::cell::draw_cell;
use super::draw::{self, n};
use super::log_view::{MatrixView, Row};
use super::{RaftLab, words};
use crate::lab::{Selected, StageProps};

/// Room for the nodes' names and for what is applied.
const NAMES: f64 = 32.0;
const APPLIED: f64 = 72.0;
/// Least width of a column.
const PITCH: f64 = 37.5;
/// Width of a letter of a command.
pub(super) const LETTER: f64 = 7.25;
/// Height of a cell.
pub(super) const CELL: f64 = 30.5;
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
    let LogsProps {
        stage,
        width,
        unit,
        pitch,
        heading,
    } = props;
    let lang = stage.lang;
    let room = (width - NAMES - APPLIED).max(PITCH);
    // Wider columns for longer numbers.
    let longest = stage
        .model
        .requests()
        .iter()
        .map(|request| request.value)
        .max()
        .unwrap_or_default();
    let digits = longest.to_string().len() as f64;
    let columns = (room / PITCH.max((2.0 + digits) * LETTER + 8.0))
        .floor()
        .clamp(1.0, 24.0);
    let view = MatrixView::new(stage, columns as u64, *shift);
    let step = (columns as i64 - 1).max(1);
    let go = |by: i64| {
        let shift = shift.clone();
        Callback::from(move |_| shift.set(*shift + by))
    };
    let (older, newer) = (view.first > 1, view.goes_on);
    html! {
        <div class="raft-logs">
            <div class="raft-head">
                if *heading { <h2>{ words::logs(lang) }</h2> }
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

#[derive(Clone, PartialEq, Properties)]
pub(super) struct MatrixProps {
    pub(super) view: MatrixView,
    pub(super) column: f64,
    pub(super) pitch: f64,
    pub(super) unit: f64,
    pub(super) uid: Rc<str>,
    pub(super) lang: Lang,
    pub(super) selected: Option<Selected>,
    pub(super) on_select: Callback<Option<Selected>>,
}

impl MatrixProps {
    /// The left edge of an index's column; those left or right of the window are at its edges.
    pub(super) fn x(&self, index: u64) -> f64 {
        let place =
            (index as f64 - self.view.first as f64).clamp(-0.6, self.view.columns as f64 - 0.2);
        NAMES + place * self.column
    }
}

#[component]
fn Matrix(props: &MatrixProps) -> Html {
    let MatrixProps {
        view,
        column,
        pitch,
        unit,
        uid,
        lang,
        ..
    } = props;
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
    shown.then(|| {
        draw::cause(
            *number,
            props.x(*index) + props.column - 3.0,
            y + CELL - 1.0,
        )
    })
}

fn draw_row(props: &MatrixProps, row: &Row) -> Html {
    let MatrixProps {
        view, column, lang, ..
    } = props;
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

/// How far the leader knows the row to agree (a dot), and what it sends next (an arrowhead).
fn draw_progress(props: &MatrixProps, matched: u64, next: u64) -> Html {
    let (first, after) = (props.view.first, props.view.first + props.view.columns);
    if next < first || matched >= after {
        return html! {};
    }
    let y = CELL + 9.0;
    let (from, to) = (
        props.x(matched) + props.column / 2.0,
        props.x(next) + props.column / 2.0,
    );
    // Of nothing that agrees, the dot stands before the first column.
    let from = if matched < first { NAMES - 5.0 } else { from };
    let to = if next >= after {
        props.x(after) + 6.0
    } else {
        to
    };
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
    let line = |(i, text): (usize, &String)| {
        html! {
            <text class="raft-store" x={n(x)} y={n(first + 13.0 * i as f64)}>{ text }</text>
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_broken_into_lines() {
        assert_eq!(lines("x=1 y=7"), ["x=1 y=7"]);
        assert_eq!(lines("x=333 y=370 z=9"), ["x=333", "y=370", "z=9"]);
    }
}
