//! One place of a log.

use yew::{Html, classes, html};

use super::draw::{self, n};
use super::log_view::{Cell, Row};
use super::matrix::{CELL, LETTER, MatrixProps};
use super::words;
use crate::lab::Selected;

/// Draws a place of a log: nothing yet, an entry, or one that was just cut off.
pub(super) fn draw_cell(props: &MatrixProps, row: &Row, cell: &Cell, index: u64) -> Html {
    let (x, wide) = (props.x(index) + 1.0, props.column - 2.0);
    let rect = |class: &'static str, grow: f64| {
        html! {
            <rect {class} x={n(x - grow)} y={n(-grow)} width={n(wide + 2.0 * grow)} height={n(CELL + 2.0 * grow)} rx="2" />
        }
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
    // Up to where the snapshot goes, in its last place.
    let upto = (command.is_none() && index == row.snapshot).then(|| format!("≤{index}"));
    let sentence = words::slot(row.no, index, *term, said, committed, props.lang);
    html! {
        <g class={classes!("raft-entry", "raft-thing", draw::hue_class(term.unwrap_or_default()))} data-thing={draw::thing_name(thing)}
            data-selected={chosen.then_some("true")}
            onclick={draw::on_click(thing, &props.on_select)} onkeydown={draw::on_key(thing, &props.on_select)}>
            <title>{ sentence.clone() }</title>
            <rect class="raft-hit" x={n(x)} width={n(wide)} height={n(CELL)} role="button" tabindex="0" aria-label={sentence} aria-expanded={chosen.to_string()} />
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
            if let Some(term) = term { <text class="raft-cell-term" x={n(x + 4.0)} y="12">{ *term }</text> }
            if let Some(upto) = upto {
                <text class="raft-command raft-halo" x={n(x + wide - 3.0)} y="25" text-anchor="end">{ upto }</text>
            }
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
        true => text
            .chars()
            .take(room.saturating_sub(1))
            .chain(['…'])
            .collect(),
        false => text.to_owned(),
    };
    match text {
        "·" => html! { <circle class="raft-empty" cx={n(x + wide / 2.0)} cy="20" r="1.6" /> },
        _ => {
            html! { <text class="raft-command" x={n(x + wide - 3.0)} y="25" text-anchor="end">{ shown }</text> }
        }
    }
}
