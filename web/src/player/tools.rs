//! Acts on the whole system: buttons over the stage, some of which ask for more.

use glassbox_sim::letters;
use yew::{Callback, Context, Html, classes, html};

use super::card::ACT_KEYS;
use super::free_field::FreeField;
use super::layout::MIDDLE;
use super::{Msg, Over, Player};
use crate::lab::{ChoiceGroup, Lab, MenuItem, Selected, Tool, ToolAction};
use crate::words::Say;

/// Letters that mean something to every player: answers, start over, undo, redo, step, why, side by side.
const TAKEN: &str = "abcdefrunywv";

/// The key of each tool: the first letter of its name that is free.
pub(super) fn tool_keys(ids: impl Iterator<Item = &'static str>) -> Vec<Option<char>> {
    let mut keys: Vec<Option<char>> = Vec::new();
    for id in ids {
        let free = |letter: &char| {
            letter.is_ascii_lowercase()
                && !TAKEN.contains(*letter)
                && !keys.contains(&Some(*letter))
        };
        let key = id.chars().find(free);
        keys.push(key);
    }
    keys
}

impl<L: Lab> Player<L> {
    pub(super) fn view_tools(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let lang = ctx.props().lang;
        let link = ctx.link();
        let tools = L::tools(session.timeline().state(), lang);
        let keys = tool_keys(tools.iter().map(|tool| tool.id));
        let buttons = tools.iter().zip(keys).map(|(tool, key)| {
            let id = tool.id;
            let key = key.map(|key| key.to_ascii_uppercase().to_string());
            let open = self.over == Some(Over::Tool(id));
            let onclick = match &tool.action {
                ToolAction::Act(act) => {
                    let act = act.clone();
                    link.callback(move |_| Msg::Act(act.clone()))
                }
                _ => link.callback(move |_| Msg::Open(Some(Over::Tool(id)))),
            };
            let more = (!matches!(tool.action, ToolAction::Act(_))).then(|| open.to_string());
            html! {
                <button key={id} class={classes!("tool", open.then_some("open"))} data-tool={id} aria-expanded={more}
                    aria-keyshortcuts={key} {onclick}>{ &tool.label }</button>
            }
        });
        let open = tools
            .iter()
            .find(|tool| self.over == Some(Over::Tool(tool.id)));
        html! {
            <div class="tools">
                <div class="tool-row" role="group">
                    // A list of their own: with keys, a button stays the same when another one comes.
                    { buttons.collect::<Html>() }
                    if self.width < MIDDLE {
                        { self.view_undo(ctx) }
                        { self.view_lane_switch(ctx) }
                    }
                </div>
                if let Some(tool) = open { { self.view_tool(ctx, tool) } }
            </div>
        }
    }

    fn view_tool(&self, ctx: &Context<Self>, tool: &Tool<L>) -> Html {
        let lang = ctx.props().lang;
        let link = ctx.link();
        let body = match &tool.action {
            ToolAction::Act(_) => Html::default(),
            ToolAction::Menu(items) => self.view_menu(ctx, items),
            ToolAction::Values(items, free) => {
                let (link, read) = (link.clone(), free.read);
                let set = Callback::from(move |text: String| match read(&text, lang) {
                    Ok(act) => {
                        link.send_message(Msg::Act(act));
                        None
                    }
                    Err(expected) => Some(expected),
                });
                html! {
                    <>
                        { self.view_menu(ctx, items) }
                        <FreeField label={free.label} unit={free.unit} example={free.example} {set} {lang} />
                    </>
                }
            }
            ToolAction::Groups(groups) => self.view_groups(ctx, groups),
            ToolAction::Sides(make) => self.view_sides(ctx, *make),
        };
        html! {
            <div class={classes!("over", "tool-over", matches!(tool.action, ToolAction::Groups(_)).then_some("wide-over"))} role="dialog" aria-modal="true" aria-label={tool.label.clone()}>
                { self.view_over_head(ctx, &tool.label) }
                { body }
                <p class="sr">{ Say::Side.get(lang) }</p>
            </div>
        }
    }

    fn view_menu(&self, ctx: &Context<Self>, items: &[MenuItem<L>]) -> Html {
        let link = ctx.link();
        let items = items.iter().enumerate().map(|(index, item)| {
            let act = item.act.clone();
            let key = (index < ACT_KEYS).then(|| (index + 1).to_string());
            let on = item.on.map(|on| on.to_string());
            html! { <button class="menu-item" aria-pressed={on} aria-keyshortcuts={key} onclick={link.callback(move |_| Msg::Act(act.clone()))}>{ &item.name }</button> }
        });
        html! { <div class="menu" role="group">{ for items }</div> }
    }

    /// Choices with what is on among them.
    fn view_groups(&self, ctx: &Context<Self>, groups: &[ChoiceGroup<L>]) -> Html {
        let link = ctx.link();
        let firsts = groups.iter().scan(0, |next, group| {
            let first = *next;
            *next += group.choices.len();
            Some(first)
        });
        let group = |(first, group): (usize, &ChoiceGroup<L>)| {
            let choices = (first..).zip(&group.choices).map(|(index, it)| {
                let key = (index < ACT_KEYS).then(|| (index + 1).to_string());
                let act = it.act.clone();
                let onclick = link.batch_callback(move |_| act.clone().map(Msg::Act));
                let about = format!("{}-option-{index}", ctx.props().uid);
                html! {
                    <button class="menu-item option" aria-label={it.name} aria-describedby={about.clone()} aria-pressed={it.on.to_string()}
                        aria-disabled={it.act.is_none().then_some("true")} aria-keyshortcuts={key} {onclick}>
                        <b>{ it.name }</b>
                        <span id={about}>
                            if let Some(note) = &it.note { <em>{ note }</em> }
                            <small>{ it.says }</small>
                        </span>
                    </button>
                }
            });
            html! {
                <section class="menu" role="group" aria-label={group.title}>
                    <h3 class="eyebrow">{ group.title }</h3>
                    { for choices }
                </section>
            }
        };
        html! { <div class="menu-groups">{ for firsts.zip(groups).map(group) }</div> }
    }

    /// Which side each host is on.
    fn view_sides(
        &self,
        ctx: &Context<Self>,
        make: fn(Vec<Vec<u8>>) -> crate::lab::ActOf<L>,
    ) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let lang = ctx.props().lang;
        let link = ctx.link();
        let things = L::things(session.timeline().state());
        let hosts: Vec<u8> = things
            .iter()
            .filter_map(|thing| match thing {
                Selected::Host(host) => Some(*host),
                _ => None,
            })
            .collect();
        // Everybody on a side of their own is the most there can be.
        let columns = u8::try_from(hosts.len()).unwrap_or(2).max(2);
        let side = |index: usize| {
            self.sides
                .get(index)
                .copied()
                .unwrap_or(u8::from(index >= hosts.len() / 2))
        };
        let lists: Vec<Vec<u8>> = (0..columns)
            .map(|wanted| {
                hosts
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| side(*index) == wanted)
                    .map(|(_, host)| *host)
                    .collect()
            })
            .filter(|list: &Vec<u8>| !list.is_empty())
            .collect();
        let possible = lists.len() > 1;
        html! {
            <div class="sides">
                <table>
                    <thead><tr><td />{ for (0..columns).map(|side| html! { <th scope="col">{ letters(side.into()) }</th> }) }</tr></thead>
                    <tbody>
                        { for hosts.iter().enumerate().map(|(index, host)| html! {
                            <tr>
                                <th scope="row">{ format!("n{host}") }</th>
                                { for (0..columns).map(|wanted| html! {
                                    <td><label class="side-choice">
                                        <input type="radio" name={format!("{}-side-{host}", ctx.props().uid)} checked={side(index) == wanted}
                                            onchange={link.callback(move |_| Msg::Side(index, wanted))} />
                                        <span class="sr">{ format!("n{host}, {} {}", Say::Side.get(lang), letters(wanted.into())) }</span>
                                    </label></td>
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
                <button class="primary" disabled={!possible} onclick={link.callback(move |_| Msg::Act(make(lists.clone())))}>
                    { Say::Apply.get(lang) }
                </button>
            </div>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tool_has_a_key_of_its_own_that_no_player_key_is() {
        let ids = ["write", "partition", "heal", "loss", "latency", "rules"];
        let keys = tool_keys(ids.into_iter());
        assert_eq!(keys, ['i', 'p', 'h', 'l', 't', 's'].map(Some));
        assert_eq!(tool_keys(["run"].into_iter()), [None], "all are taken");
    }
}
