//! What the clients want, and what became of it.

use glassbox_raft::{Cluster, Request, RequestState, Server};
use glassbox_sim::Lang;
use yew::{Html, html};

use super::log_view::find_request;
use super::words;

/// Draws the last `limit` requests; those that are not done go before those that are.
pub(super) fn requests(model: &Cluster, limit: usize, lang: Lang) -> Html {
    let all = in_order(model);
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

/// In the order in which the clients were told to write.
fn in_order(model: &Cluster) -> Vec<&Request> {
    let mut all = model.requests();
    all.sort_by_key(|request| request.made_at);
    all
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
            let leader = model.server(node).filter(|server| server.leads());
            let entry = find_request(model, node, request.no.client, request.no.serial);
            match leader.zip(entry) {
                Some((leader, entry)) if entry.index <= leader.commit() => {
                    words::being_answered(lang).to_owned()
                }
                Some((leader, entry)) => {
                    let known = confirmed(model, leader, entry.index);
                    words::waits_for_copies(known, model.majority(), lang)
                }
                None => words::asked(node, lang),
            }
        }
    }
}

/// How many nodes the leader knows to have this entry, itself included.
fn confirmed(model: &Cluster, leader: &Server, index: u64) -> usize {
    let others = model.servers().iter().filter(|it| it.no() != leader.no());
    let known = others.filter_map(|other| leader.progress(other.no()));
    1 + known
        .filter(|progress| progress.match_index >= index)
        .count()
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
    use glassbox_sim::scenario::{self, tell};
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
        let all = in_order(&model);
        let (shown, hidden) = latest(&all, 4);
        assert_eq!((shown.len(), hidden), (4, 1));
        assert_eq!(outcome(&model, all[4], Lang::En), "queued");
        assert_eq!(outcome(&model, all[0], Lang::Zh), "已询问 n1");
    }

    #[test]
    fn requests_are_listed_in_the_order_of_time_not_of_clients() {
        let two = Setup {
            clients: 2,
            ..Setup::default()
        };
        let mut model = Cluster::new(&two, 1).unwrap();
        let mut log = Log::starting_at(glassbox_sim::EventId(0));
        for (ms, client) in [(1, 2), (2, 1), (3, 2)] {
            let write = Write {
                client,
                key: Key::new('x').unwrap(),
                value: 1,
                to: None,
            };
            let at = Instant::START + glassbox_sim::Duration::from_millis(ms);
            model.act(at, &Act::Write(write), &mut log).unwrap();
        }
        let clients: Vec<_> = in_order(&model).iter().map(|it| it.no.client).collect();
        assert_eq!(clients, [2, 1, 2]);
    }

    #[test]
    fn a_request_waits_for_no_more_copies_than_the_leader_needs() {
        let file = scenario::read::<Cluster>(glassbox_raft::scenarios::FILES[2].1).unwrap();
        let mut timeline = tell::<Cluster>(&file, file.seed).unwrap().timeline;
        let mut said = Vec::new();
        loop {
            let model = timeline.state();
            said.extend(
                in_order(model)
                    .iter()
                    .map(|request| outcome(model, request, Lang::En)),
            );
            if timeline.position().step == timeline.recorded(glassbox_sim::BranchId(0)) {
                break;
            }
            timeline.step_on().unwrap();
        }
        assert!(said.contains(&"waiting: 2 of 3 confirmed".to_owned()));
        assert!(said.contains(&words::being_answered(Lang::En).to_owned()));
        let too_many = |text: &String| ["3 of", "4 of", "5 of"].iter().any(|it| text.contains(it));
        assert_eq!(said.iter().find(|text| too_many(text)), None);
    }
}
