//! Draws the small pictures of labs and scenarios, 288 by 112, never scaled.

use yew::{Html, html};

use super::scenes::{Cut, Flight, Role, Scene, Shade, Way};

/// Where n1 to n5 are.
const PLACES: [(f64, f64); 5] = [
    (69.0, 34.0),
    (69.0, 78.0),
    (172.0, 91.0),
    (236.0, 56.0),
    (172.0, 21.0),
];
const R: f64 = 10.0;

/// The picture of a scene.
pub(crate) fn picture(scene: &Scene) -> Html {
    match scene {
        Scene::Cluster {
            nodes,
            cut,
            flights,
        } => cluster(nodes, *cut, flights),
        Scene::Logs(rows) => frame(logs(rows)),
        Scene::Heap { objects, pointers } => frame(heap(objects, pointers)),
        Scene::Pacer {
            heap,
            goal,
            starts,
            marking,
        } => frame(pacer(heap, goal, starts, marking)),
        Scene::Cells(rows) => frame(slice(rows)),
    }
}

/// The field that a picture is drawn on. It says nothing that is not written below it.
pub(crate) fn frame(content: Html) -> Html {
    html! {
        <span class="plate"><svg viewBox="0 0 288 112" aria-hidden="true" focusable="false">{ content }</svg></span>
    }
}

/// Patterns of all pictures of the page: they are referred to by name.
pub(crate) fn patterns() -> Html {
    let names = [
        "term-1", "term-2", "term-3", "term-4", "hs", "app", "wall", "grey",
    ];
    let pattern = |name: &'static str| {
        let (size, turn) = match name {
            "wall" => ("4", "rotate(-45)"),
            "app" => ("5", "rotate(-45)"),
            _ => ("5", "rotate(45)"),
        };
        html! {
            <pattern id={format!("hatch-{name}")} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform={turn}>
                <path class={format!("hatch {name}")} d="M0 0V6" />
            </pattern>
        }
    };
    html! { <svg class="patterns" aria-hidden="true" width="0" height="0"><defs>{ for names.into_iter().map(pattern) }</defs></svg> }
}

fn cluster(nodes: &[(Role, u8); 5], cut: Cut, flights: &[(usize, usize, f64, Flight)]) -> Html {
    let pairs = (1..=5).flat_map(|a| (a + 1..=5).map(move |b| (a, b)));
    let links = pairs.map(|(a, b)| {
        let ((x1, y1), (x2, y2)) = (PLACES[a - 1], PLACES[b - 1]);
        let class = if cut.parts(a, b) { "link cut" } else { "link" };
        html! { <path {class} d={format!("M{x1} {y1}L{x2} {y2}")} /> }
    });
    let wall = match cut {
        Cut::None => None,
        Cut::Middle => Some(121.0),
        Cut::Right => Some(206.0),
    };
    let wall =
        wall.map(|x| html! { <rect class="wall" x={x.to_string()} y="8" width="6" height="96" /> });
    let flights = flights
        .iter()
        .map(|&(from, to, far, flight)| under_way(from, to, far, flight, nodes[from - 1].1));
    let nodes = nodes
        .iter()
        .zip(PLACES)
        .map(|(&(role, term), place)| node(role, term, place));
    frame(html! { <>{ for links }{ wall }{ for flights }{ for nodes }</> })
}

fn node(role: Role, term: u8, (x, y): (f64, f64)) -> Html {
    let class = format!("t{term}");
    match role {
        Role::Follower => {
            html! { <circle {class} cx={x.to_string()} cy={y.to_string()} r={R.to_string()} /> }
        }
        Role::Leader => {
            let (x, y) = (x - 9.5, y - 9.5);
            html! { <rect class={format!("{class} full")} x={x.to_string()} y={y.to_string()} width="19" height="19" rx="2" /> }
        }
        Role::Candidate => {
            let (w, h) = (6.0, 10.4);
            let d = format!("M{} {y}l{w} {h}h12l{w} -{h}l-{w} -{h}h-12z", x - 12.0);
            html! { <><path {class} d={d.clone()} /><path d={d} fill={format!("url(#hatch-term-{term})")} /></> }
        }
        Role::Down => html! {
            <>
                <circle class="down" cx={x.to_string()} cy={y.to_string()} r={R.to_string()} />
                { cross(x, y, "down") }
            </>
        },
    }
}

fn cross(x: f64, y: f64, class: &'static str) -> Html {
    html! { <path class={format!("cross {class}")} d={format!("M{} {}l8 8m0 -8l-8 8", x - 4.0, y - 4.0)} /> }
}

fn under_way(from: usize, to: usize, far: f64, flight: Flight, term: u8) -> Html {
    let ((x1, y1), (x2, y2)) = (PLACES[from - 1], PLACES[to - 1]);
    let (dx, dy) = (x2 - x1, y2 - y1);
    let edge = (R + 4.0) / dx.hypot(dy);
    let at = |t: f64| (x1 + dx * t, y1 + dy * t);
    let ((ax, ay), (x, y)) = (at(edge), at(far));
    let path = format!("M{ax:.1} {ay:.1}L{x:.1} {y:.1}");
    let class = format!("t{term}");
    let lost = flight == Flight::Lost;
    let bar = |by: f64, class: String| {
        html! { <rect {class} x={format!("{:.1}", x - 5.5 + by)} y={format!("{:.1}", y - 4.0 + by)} width="11" height="8" rx="1" /> }
    };
    let mark = match flight {
        Flight::Lost => cross(x, y, ""),
        Flight::Vote => {
            html! { <path class={format!("{class} full")} d={format!("M{:.1} {y:.1}l5 -5l5 5l-5 5z", x - 5.0)} /> }
        }
        Flight::Entries => bar(0.0, format!("{class} full")),
        Flight::Doubled => {
            html! { <>{ bar(-3.5, class.clone()) }{ bar(1.5, format!("{class} full")) }</> }
        }
    };
    html! { <><path class={format!("way {class}{}", if lost { " lost" } else { "" })} d={path} />{ mark }</> }
}

/// Cells of 24 by 15, with the number of their term.
fn logs(rows: &[&str]) -> Html {
    let entries = |row: &str| row.split(' ').next().unwrap_or_default().replace('|', "");
    let columns = rows
        .iter()
        .map(|row| entries(row).len())
        .max()
        .unwrap_or_default();
    let (step, height) = (18.0, 15.0);
    let left = 144.0 - 13.0 * columns as f64;
    let top = 56.0 - (step * rows.len() as f64 - 3.0) / 2.0;
    let row = |(n, row): (usize, &&str)| {
        let y = top + step * n as f64;
        let (cells, verdict) = row.split_once(' ').unwrap_or((row, ""));
        let committed = cells.find('|').unwrap_or(cells.len());
        let bar = left + 26.0 * committed as f64 - 1.0;
        let cell = |(i, term): (usize, char)| {
            let x = left + 26.0 * i as f64;
            let class = match (term, i < committed) {
                ('.', _) => "missing".to_owned(),
                (term, true) => format!("t{term}"),
                (term, false) => format!("t{term} open"),
            };
            html! {
                <>
                    <rect {class} x={x.to_string()} y={y.to_string()} width="24" height={height.to_string()} rx="2" />
                    if term != '.' {
                        <text x={(x + 12.0).to_string()} y={(y + 11.8).to_string()}>{ term }</text>
                    }
                </>
            }
        };
        let x = left + 26.0 * columns as f64 + 12.0;
        let verdict = match verdict {
            "x" => cross(x, y + 7.5, ""),
            "+" => {
                html! { <path class="tick" d={format!("M{} {}l3.5 3.5l6 -7", x - 5.0, y + 8.0)} /> }
            }
            _ => Html::default(),
        };
        html! {
            <>
                { for entries(row).chars().enumerate().map(cell) }
                <path class="committed" d={format!("M{bar} {}v19", y - 2.0)} />
                { verdict }
            </>
        }
    };
    html! { <>{ for rows.iter().enumerate().map(row) }</> }
}

/// Objects of 32 by 24, pointers between their edges.
fn heap(objects: &[(&'static str, i32, i32, Shade)], pointers: &[(usize, usize, Way)]) -> Html {
    let arrow = |&(from, to, way): &(usize, usize, Way)| {
        let ((_, x1, y1, _), (_, x2, y2, _)) = (objects[from], objects[to]);
        let across = x1 != x2;
        // From the right edge to the left one, or down.
        let (x1, y1) = match across {
            true => (x1 + 32, y1 + 12),
            false => (x1 + 16, y1 + 24),
        };
        let (x2, y2) = match across {
            true => (x2 - 3, y2 + 12),
            false => (x2 + 16, y2 - 3),
        };
        let (dx, dy) = (f64::from(x2 - x1), f64::from(y2 - y1));
        let length = dx.hypot(dy).max(1.0);
        let (ux, uy) = (dx / length, dy / length);
        let barb = |turn: f64| {
            let (x, y) = (-6.5 * ux - turn * 4.0 * uy, -6.5 * uy + turn * 4.0 * ux);
            format!("M{x2} {y2}l{x:.1} {y:.1}")
        };
        let class = match way {
            Way::Stays => "pointer",
            Way::New => "pointer new",
            Way::Goes => "pointer gone",
        };
        let (mx, my) = (f64::from(x1 + x2) / 2.0, f64::from(y1 + y2) / 2.0);
        html! {
            <>
                <path {class} d={format!("M{x1} {y1}L{x2} {y2}{}{}", barb(1.0), barb(-1.0))} />
                if way == Way::Goes { { cross(mx, my, "") } }
            </>
        }
    };
    let shade = |&(name, x, y, shade): &(&'static str, i32, i32, Shade)| {
        let class = match shade {
            Shade::White => "white",
            Shade::Grey => "grey",
            Shade::Black => "black",
        };
        object((name, x, y, class))
    };
    html! { <>{ for pointers.iter().map(arrow) }{ for objects.iter().map(shade) }</> }
}

/// The axis of the pacer's pictures.
const AXIS: i32 = 100;

/// The heap over time, the goal dashed above it.
fn pacer(
    heap: &[(i32, i32)],
    goal: &[(i32, i32)],
    starts: &[(i32, i32)],
    marking: &[(i32, i32)],
) -> Html {
    let line = |points: &[(i32, i32)]| {
        let mut path = String::new();
        for (number, (x, y)) in points.iter().enumerate() {
            let pen = if number == 0 { 'M' } else { 'L' };
            path += &format!("{pen}{x} {}", AXIS - y);
        }
        path
    };
    html! {
        <>
            { for marking.iter().map(|(from, to)| html! {
                <rect class="marking" fill="url(#hatch-grey)" x={from.to_string()} y="12" width={(to - from).to_string()} height={(AXIS - 12).to_string()} />
            }) }
            <path class="axis" d={format!("M24 {AXIS}H264")} />
            <path class="goal" d={line(goal)} />
            <path class="heap" d={line(heap)} />
            { for starts.iter().map(|(x, y)| html! {
                <path class="start" d={format!("M{} {}l5 -5l5 5l-5 5z", x - 5, AXIS - y)} />
            }) }
        </>
    }
}

/// Cells of 13 by 13, used ones filled.
fn slice(rows: &[(i32, i32)]) -> Html {
    let top = 56 - rows.len() as i32 * 9;
    let row = |(number, &(used, all)): (usize, &(i32, i32))| {
        let y = (top + number as i32 * 18).to_string();
        html! {
            { for (0..all).map(|cell| html! {
                <rect class={if cell < used { "cell used" } else { "cell" }} x={(24 + cell * 15).to_string()} y={y.clone()} width="13" height="13" rx="1" />
            }) }
        }
    };
    html! { <>{ for rows.iter().enumerate().map(row) }</> }
}

/// The pictures of labs in preparation: composed by hand.
pub(crate) fn of_lab(id: &str) -> Html {
    match id {
        "tcp" => frame(html! {
            <>
                <path class="lifeline" d="M43 6v98M245 6v98" />
                <path class="segment" d="M43 9L243 25m-9 -5l9 5l-9 4M245 27L45 43m9 -6l-9 6l9 3" />
                <path class="data" d="M43 48L245 65v9L43 57z" />
                <path class="data lost" d="M43 60L157 69.5v8L43 68z" />
                <path class="data" d="M43 72L245 89v9L43 81z" />
                { cross(165.0, 74.0, "") }
                <path class="ack" d="M245 90L45 106m9 -6l-9 6l9 3" />
            </>
        }),
        "tls" => frame(html! {
            <>
                <path class="lifeline" d="M43 6v98M245 6v98" />
                <path class="clear" d="M43 8L245 18M43 16L245 26M245 30L43 40" />
                <path class="hs" d="M245 36v10L43 56V46zM245 50v10L43 70V60zM43 74v9L245 93v-9z" />
                <path class="app" d="M43 87v10L245 107V97z" />
            </>
        }),
        "gc" => frame(html! {
            <>
                <path class="pointer" d="M56 34h47m-6 -4l6 4l-6 4M136 34h47m-6 -4l6 4l-6 4M56 80h47m-6 -4l6 4l-6 4M136 80h47m-6 -4l6 4l-6 4M216 34c18 0 6 23 21 23m-6 -4l6 4l-6 4" />
                { for [("A", 24, 22, "black"), ("B", 24, 68, "black"), ("C", 104, 22, "grey"), ("E", 104, 68, "grey"),
                       ("D", 184, 22, "white"), ("F", 184, 68, "white"), ("G", 238, 45, "white")].into_iter().map(object) }
            </>
        }),
        _ => picture(&super::scenes::RAFT),
    }
}

fn object((name, x, y, shade): (&'static str, i32, i32, &'static str)) -> Html {
    html! {
        <g class={format!("object {shade}")}>
            <rect x={x.to_string()} y={y.to_string()} width="32" height="24" rx="3" />
            if shade == "black" {
                <rect class="inner" x={(x + 3).to_string()} y={(y + 3).to_string()} width="26" height="18" rx="1" />
            }
            if shade == "grey" {
                <rect x={x.to_string()} y={y.to_string()} width="32" height="24" rx="3" fill="url(#hatch-grey)" stroke="none" />
                <rect class="label-plate" x={(x + 9).to_string()} y={(y + 4).to_string()} width="14" height="16" />
            }
            <text x={(x + 16).to_string()} y={(y + 16).to_string()}>{ name }</text>
        </g>
    }
}
