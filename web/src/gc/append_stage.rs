//! The stage of a slice: its cells, used and free, the growths that led to them, and the release
//! whose rules count.

mod words;

use glassbox_gc::append::{Act, Go, Growth, How, Slice};
use glassbox_gc::lab::{Act as LabAct, Lab};
use glassbox_sim::Lang;
use yew::{Callback, Html, component, html, use_node_ref};

use super::GcLab;
use crate::draw::n;
use crate::lab::{ActOf, Composition, StageProps};
use crate::size::{Size, use_size};

/// A cell and the gap after it; no more rows than that.
const CELL: f64 = 20.0;
const ROWS: u64 = 6;
/// The widest bar of a growth.
const BAR: f64 = 160.0;

/// The stage of a slice.
#[component]
pub(super) fn AppendStage(props: &StageProps<GcLab>) -> Html {
    let place = use_node_ref();
    let guess = match props.composition {
        Composition::Narrow => 358.0,
        _ => 640.0,
    };
    let room = use_size(&place).unwrap_or(Size::guess(guess, 0.0));
    let Lab::Append(slice) = &*props.model else {
        return Html::default();
    };
    let lang = props.lang;
    let narrow = props.composition == Composition::Narrow;
    let counts = words::counts(
        slice.len(),
        slice.cap(),
        slice.grown(),
        slice.copied(),
        lang,
    );
    html! {
        <div class={if narrow { "gca-stage gcp-narrow" } else { "gca-stage" }}>
            <div ref={place} class="gca-width" />
            <header>
                <h2>{ words::heading(slice.element(), lang) }</h2>
                { releases(slice, &props.on_act, lang) }
            </header>
            <p class="gca-counts">
                <span>{ "len " }<b>{ slice.len() }</b></span>
                <span>{ "cap " }<b>{ slice.cap() }</b></span>
                <span>{ counts }</span>
            </p>
            { cells(slice, room, lang) }
            <h2>{ words::growths(lang) }</h2>
            { growths(slice, narrow, lang) }
        </div>
    }
}

/// Everything about a slice: its title, and names with values.
pub(super) fn state(slice: &Slice, lang: Lang) -> (String, Vec<(String, String)>) {
    let field = |name: &str, value: String| (name.to_owned(), value);
    let fields = vec![
        field("len", slice.len().to_string()),
        field("cap", slice.cap().to_string()),
        field(
            lang.pick("element", "元素"),
            words::element(slice.element(), lang),
        ),
        field(
            words::rules_of(lang),
            words::release(slice.release(), lang).to_owned(),
        ),
        field(lang.pick("grown", "扩容次数"), slice.grown().to_string()),
        field(
            lang.pick("copied", "复制的元素"),
            slice.copied().to_string(),
        ),
    ];
    (lang.pick("slice", "切片").to_owned(), fields)
}

/// The releases, of which one is chosen.
fn releases(slice: &Slice, act: &Callback<ActOf<GcLab>>, lang: Lang) -> Html {
    html! {
        <div class="gca-releases" role="group" aria-label={words::rules_of(lang)}>
            { for Go::ALL.into_iter().map(|release| {
                let chosen = release == slice.release();
                let act = act.clone();
                let choose = Callback::from(move |_: web_sys::MouseEvent| {
                    if !chosen {
                        act.emit(LabAct::Append(Act::SetRelease(release)));
                    }
                });
                html! {
                    <button type="button" aria-pressed={chosen.to_string()} onclick={choose}>{ words::release(release, lang) }</button>
                }
            }) }
        </div>
    }
}

/// How many elements a cell stands for: a power of two, so that all cells fit.
fn per_cell(cap: u64, columns: u64) -> u64 {
    let mut per = 1;
    while cap.div_ceil(per) > columns * ROWS {
        per *= 2;
    }
    per
}

/// The array: used cells filled, free ones not.
fn cells(slice: &Slice, room: Size, lang: Lang) -> Html {
    let (len, cap) = (slice.len(), slice.cap());
    let columns = ((room.width / CELL) as u64).clamp(4, 40);
    let per = per_cell(cap, columns);
    let count = cap.div_ceil(per);
    let rows = count.div_ceil(columns).max(1);
    let (width, height) = (columns as f64 * CELL, rows as f64 * CELL);
    let cell = |index: u64| {
        let (x, y) = (index % columns, index / columns);
        let (x, y) = (x as f64 * CELL + 1.0, y as f64 * CELL + 1.0);
        let side = CELL - 3.0;
        let (from, to) = (index * per, ((index + 1) * per).min(cap));
        let part = (len.clamp(from, to) - from) as f64 / (to - from).max(1) as f64;
        html! {
            <>
                <rect class="gca-cell" x={n(x)} y={n(y)} width={n(side)} height={n(side)} />
                if part > 0.0 {
                    <rect class="gca-used" x={n(x)} y={n(y)} width={n(side * part)} height={n(side)} />
                }
            </>
        }
    };
    let style = format!(
        "width:{}px;height:{}px",
        width * room.unit,
        height * room.unit
    );
    html! {
        <>
            <svg class="gca-cells" viewBox={format!("0 0 {} {}", n(width), n(height))} {style} role="img" aria-label={words::cells(len, cap, lang)}>
                if cap == 0 {
                    <rect class="gca-nil" x="1" y="1" width={n(CELL - 3.0)} height={n(CELL - 3.0)} />
                }
                { for (0..count).map(cell) }
            </svg>
            if per > 1 { <p class="gca-note">{ words::each_cell(per, lang) }</p> }
        </>
    }
}

/// How a growth asked, by the rules of the release.
fn how(growth: &Growth, slice: &Slice) -> How {
    let below = match slice.release() {
        Go::Go1_17 => 1024,
        Go::Go1_18 | Go::Go1_22 => 256,
    };
    match slice.release() {
        _ if growth.asked == growth.from.saturating_mul(2) && growth.from < below => How::Doubled,
        _ if growth.from < below || growth.asked > growth.from.saturating_mul(2) => How::Needed,
        Go::Go1_17 => How::Quarter,
        Go::Go1_18 | Go::Go1_22 => How::Smooth,
    }
}

/// The growths, newest first: numbers, and bars of old and new capacity.
fn growths(slice: &Slice, narrow: bool, lang: Lang) -> Html {
    if slice.growths().len() == 0 {
        return html! { <p class="gca-note">{ words::never(lang) }</p> };
    }
    let most = slice.cap().max(1) as f64;
    let [from, asked, to, why] = words::columns(lang);
    let row = |growth: &Growth| {
        let bar = |cap: u64| (cap as f64 / most * BAR).max(1.0);
        html! {
            <tr>
                <td>{ growth.from }</td>
                <td>{ growth.asked }</td>
                <td><b>{ growth.to }</b></td>
                if !narrow {
                    <td class="gca-bars">
                        <svg width={n(BAR)} height="12" viewBox={format!("0 0 {} 12", n(BAR))} aria-hidden="true">
                            <rect class="gca-new" x="0.5" y="1" width={n(bar(growth.to) - 0.5)} height="10" />
                            <rect class="gca-old" x="0.5" y="1" width={n(bar(growth.from) - 0.5)} height="10" />
                        </svg>
                    </td>
                }
                <td class="gca-why">{ words::why(growth, how(growth, slice), lang) }</td>
            </tr>
        }
    };
    html! {
        <div class="gca-growths">
            <table>
                <thead><tr>
                    <th scope="col">{ from }</th><th scope="col">{ asked }</th><th scope="col">{ to }</th>
                    if !narrow { <td /> }
                    <th scope="col" class="gca-why">{ why }</th>
                </tr></thead>
                <tbody>{ for slice.growths().rev().map(row) }</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use glassbox_gc::append::{Event, Setup};
    use glassbox_sim::{EventId, Instant, Log, Model as _};

    use super::*;

    #[test]
    fn a_cell_stands_for_so_many_elements_that_all_fit() {
        assert_eq!(per_cell(0, 20), 1);
        assert_eq!(per_cell(120, 20), 1);
        assert_eq!(per_cell(121, 20), 2);
        assert!((1_u64 << 32).div_ceil(per_cell(1 << 32, 20)) <= 120);
    }

    #[test]
    fn the_reason_of_a_growth_is_the_one_that_was_told() {
        for release in Go::ALL {
            let setup = Setup {
                release,
                ..Setup::default()
            };
            let mut slice = Slice::new(&setup, 0).expect("a valid setup");
            let mut log = Log::starting_at(EventId(0));
            for act in [Act::Append(1), Act::Append(3), Act::Append(10)]
                .into_iter()
                .chain([Act::AppendUntilItGrows; 14])
                .chain([Act::Append(100_000)])
            {
                let done = slice.act(Instant::START, &act, &mut log);
                assert_eq!(done, Ok(()));
            }
            let told: Vec<How> = log
                .records()
                .iter()
                .filter_map(|record| match record.event {
                    Event::Asked { how, .. } => Some(how),
                    _ => None,
                })
                .collect();
            let shown: Vec<How> = slice.growths().map(|it| how(it, &slice)).collect();
            assert_eq!(shown, told, "{release:?}");
        }
    }
}
