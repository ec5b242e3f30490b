//! What the clients want, and what became of it.

use glassbox_raft::{Cluster, Request, RequestState, Server};
use glassbox_sim::Lang;
use yew::{Html, html};

use super::log_view::find_request;
use super::words;

/// Draws the last `limit` requests; those that are not done go before those that are.
pub(super) fn requests(model: &Cluster, limit: usize, lang: Lang) -> Html {
    let all = model.requests();
    let (shown, hidden) = latest(&all, limit);
    if all.is_empty() {
        return html! { <p class="raft-none">{ words::no_requests(lang) }</p> };
    }
    html! {
        <div class="raft-requests">
            if hidden > 0 { <p class="raft-none">{ words::earlier(hidden, lang) }</p> }
            <ul>{ for shown.iter().map(|request| row(model, request, lang)) }</ul>
        </div>
    }
}

/// The latest ones that there is room for, in order, and how many are left out.
fn latest<'a>(all: &[&'a Request], limit: usize) -> (Vec<&'a Request>, usize) {
    let mut left_out = all.len().saturating_sub(limit);
    let hidden = left_out;
    let mut keep: Vec<_> = (all.iter().copied())
        .filter(|request| {
            let goes = left_out > 0 && matches!(request.state, RequestState::Done(_));
            left_out -= usize::from(goes);
            !goes
        })
        .collect();
    keep.truncate(limit);
    (keep, hidden)
}

fn row(model: &Cluster, request: &Request, lang: Lang) -> Html {
    let to = request
        .node
        .map(|node| format!("→ n{node}"))
        .unwrap_or_default();
    let done = matches!(request.state, RequestState::Done(_));
    html! {
        <li class={if done { "raft-done" } else { "" }}>
            { icon(request.state) }
            <span class="raft-client">{ format!("c{}", request.no.client) }</span>
            <code>{ format!("{}←{}", request.key.letter(), request.value) }</code>
            <span class="raft-to">{ to }</span>
            <span class="raft-outcome">{ outcome(model, request, lang) }</span>
        </li>
    }
}

fn outcome(model: &Cluster, request: &Request, lang: Lang) -> String {
    match request.state {
        RequestState::Done(index) => words::done_at(index, lang),
        RequestState::Queued => words::queued(lang).to_owned(),
        RequestState::Retry(_) => words::retries(lang).to_owned(),
        RequestState::Asked(_) => {
            let node = request.node.unwrap_or_default();
            let entry = find_request(model, node, request.no.client, request.no.serial)
                .filter(|_| model.server(node).is_some_and(Server::leads));
            match entry {
                Some(entry) => words::waits_for_copies(model.copies(entry), model.majority(), lang),
                None => words::asked(node, lang),
            }
        }
    }
}

fn icon(state: RequestState) -> Html {
    let (class, inside) = match state {
        RequestState::Done(_) => (
            "raft-icon raft-icon-done",
            html! {<><circle cx="8" cy="8" r="7" /><path d="M5 8.2l2.2 2.2L11.2 6" /></>},
        ),
        RequestState::Asked(_) => (
            "raft-icon",
            html! {<><circle cx="8" cy="8" r="7" stroke-dasharray="2.6 1.8" /><path d="M8 4.8V8.2h2.6" /></>},
        ),
        RequestState::Retry(_) => (
            "raft-icon",
            html! { <path d="M13.6 5.2A6.2 6.2 0 1 0 14.2 8M14.2 2v3.6h-3.6" /> },
        ),
        RequestState::Queued => (
            "raft-icon",
            html! { <path d="M3 4.5h10M3 8h10M3 11.5h6" /> },
        ),
    };
    html! {
        <svg {class} xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{ inside }</svg>
    }
}

#[cfg(test)]
mod tests {
    use glassbox_raft::{Act, Key, Setup, Write};
    use glassbox_sim::{Instant, Log, Model as _};

    use super::*;

    #[test]
    fn the_latest_requests_are_shown() {
        let mut model = Cluster::new(&Setup::default(), 1).unwrap();
        let mut log = Log::starting_at(glassbox_sim::EventId(0));
        for value in 1..=5 {
            let write = Write {
                client: 1,
                key: Key::new('x').unwrap(),
                value,
                to: None,
            };
            model
                .act(Instant::START, &Act::Write(write), &mut log)
                .unwrap();
        }
        let all = model.requests();
        let (shown, hidden) = latest(&all, 4);
        assert_eq!((shown.len(), hidden), (4, 1));
        assert_eq!(outcome(&model, all[4], Lang::En), "queued");
        assert_eq!(outcome(&model, all[0], Lang::Zh), "已询问 n1");
    }
}
