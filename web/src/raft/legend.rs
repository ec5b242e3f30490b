//! What the shapes mean.

use glassbox_raft::{Cluster, Server};
use glassbox_sim::Lang;
use yew::{Html, html};

use super::message::Shape;
use super::words;

/// The shapes of nodes and messages, in one row.
pub(super) fn shapes(lang: Lang) -> Html {
    let item = |wide: f64, shape: Html, text: &'static str| {
        let half = wide / 2.0;
        html! {
            <li>
                <svg class="raft-key" xmlns="http://www.w3.org/2000/svg" width={wide.to_string()} height="16"
                    viewBox={format!("{} -8 {wide} 16", -half)} aria-hidden="true">{ shape }</svg>
                { text }
            </li>
        }
    };
    let small = |shape: Shape| html! { <g transform="scale(.72)">{ shape.draw("raft-solid") }</g> };
    html! {
        <ul class="raft-shapes">
            { item(12.0, html! { <rect class="raft-solid" x="-5.5" y="-5.5" width="11" height="11" rx="1" /> }, words::leader(lang)) }
            { item(15.0, html! {<>
                <path class="raft-outline" d="M6.8 0L3.4 5.9H-3.4L-6.8 0L-3.4 -5.9H3.4Z" />
                <path class="raft-thin" d="M-4.6 3L1.6 -5M-2 5L4.6 -3.4" />
            </>}, words::candidate(lang)) }
            { item(13.0, html! { <circle class="raft-outline" r="5.5" /> }, words::follower(lang)) }
            { item(14.0, small(Shape::Vote), words::legend_vote(lang)) }
            { item(16.0, small(Shape::Entries), words::legend_entries(lang)) }
            { item(12.0, small(Shape::Heartbeat), words::legend_heartbeat(lang)) }
            { item(16.0, html! { <rect class="raft-outline" x="-7.2" y="-4.7" width="14.4" height="9.4" rx="1" /> }, words::legend_reply(lang)) }
        </ul>
    }
}

/// The signs of the logs. `leader` is the one whose view is shown; a snapshot is explained where there is one.
pub(super) fn logs(model: &Cluster, lang: Lang) -> Html {
    let leader = model.leader().map(Server::no);
    let compacted = model
        .servers()
        .iter()
        .any(|server| server.snapshot().index > 0);
    let item = |shape: Html, text: String| {
        html! {
            <li>
                <svg class="raft-key" xmlns="http://www.w3.org/2000/svg" width="26" height="16" viewBox="0 0 26 16"
                    aria-hidden="true">{ shape }</svg>
                { text }
            </li>
        }
    };
    html! {
        <ul class="raft-signs">
            { item(html! {<>
                <rect class="raft-sign-committed" x="1" y="1" width="22" height="14" rx="2" />
                <path class="raft-bar" d="M24.2 0V16" />
            </>}, words::legend_committed(lang).to_owned()) }
            { item(html! { <rect class="raft-sign-open" x="1" y="1" width="22" height="14" rx="2" /> },
                words::legend_open(lang).to_owned()) }
            { item(html! { <circle class="raft-ink" cx="12" cy="8" r="3.75" /> }, words::legend_match(leader, lang)) }
            { item(html! { <path class="raft-outline" d="M8 3.5l8.5 4.5l-8.5 4.5z" /> }, "nextIndex".to_owned()) }
            { item(html! { <circle class="raft-ink" cx="12" cy="8" r="1.6" /> }, words::legend_empty(lang).to_owned()) }
            if compacted {
                { item(html! {<>
                    <rect class="raft-sign-committed" x="1" y="1" width="22" height="14" rx="2" />
                    <path class="raft-wall-hatch" d="M1 9L7 15M1 3L13 15M5 1L19 15M11 1L23 13M17 1L23 7" />
                </>}, words::in_snapshot(lang).to_owned()) }
            }
        </ul>
    }
}
