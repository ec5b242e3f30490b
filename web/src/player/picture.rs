//! A part of the page as one SVG that stands alone: its drawings with their styles written out, and the words around them,
//! each where it stands on the page. It is always in light colours, as the sequence diagram is: it goes into documents and
//! is printed.

use wasm_bindgen::JsCast;
use web_sys::{
    CssStyleDeclaration, Document, DomRect, Element, HtmlElement, Node, Window, XmlSerializer,
};

const SVG: &str = "http://www.w3.org/2000/svg";
/// Around everything, in pixels.
const MARGIN: f64 = 16.0;
/// From the top of a line of text to its base, as a part of its height: about so in every sans.
const BASE: f64 = 0.81;
/// What belongs to the figure but not to its picture.
const NOT_SHOWN: &str = ".card, .tie, .sr, button";

/// Styles that are written where they differ from the parent's.
const INHERITED: [&str; 17] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "font-family",
    "font-size",
    "font-weight",
    "font-variant-numeric",
    "text-anchor",
    "dominant-baseline",
    "visibility",
    "paint-order",
    "letter-spacing",
];
/// Others, with the value that needs not be written.
const OWN: [(&str, &str); 2] = [("opacity", "1"), ("text-decoration-line", "none")];
/// What only people with a pointer or a screen reader need, in the page.
const DROPPED: [&str; 8] = [
    "class",
    "role",
    "tabindex",
    "aria-label",
    "aria-hidden",
    "focusable",
    "data-thing",
    "data-selected",
];
/// How browsers write a colour that is not there; other programs take it for black.
const CLEAR: &str = "rgba(0, 0, 0, 0)";

/// Draws `place` as it is now. Its name is `title`.
pub(super) fn picture(place: &Element, title: &str) -> Option<String> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let in_light = InLight::begin(place)?;
    let mut shown = Shown::default();
    shown.look(place);
    let rects = shown.drawings.iter().map(Element::get_bounding_client_rect);
    let rects = rects.chain(shown.words.iter().map(|(_, rect)| rect.clone()));
    let edges = rects.map(|it| (it.left(), it.top(), it.right(), it.bottom()));
    let (left, top, right, bottom) =
        edges.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1), a.2.max(b.2), a.3.max(b.3)))?;
    let origin = (left - MARGIN, top - MARGIN);
    let size = (right - left + 2.0 * MARGIN, bottom - top + 2.0 * MARGIN);

    let make = |name: &str| document.create_element_ns(Some(SVG), name).ok();
    let root = make("svg")?;
    let (width, height) = (number(size.0), number(size.1));
    set(&root, "width", &width)?;
    set(&root, "height", &height)?;
    set(&root, "viewBox", &format!("0 0 {width} {height}"))?;
    set(&root, "role", "img")?;
    let name = make("title")?;
    name.set_text_content(Some(title));
    root.append_child(&name).ok()?;
    let ground = style_of(&window, &in_light.top)?
        .get_property_value("background-color")
        .ok()?;
    let back = make("rect")?;
    set(&back, "width", &width)?;
    set(&back, "height", &height)?;
    set(&back, "fill", &ground.replace(CLEAR, "none"))?;
    root.append_child(&back).ok()?;

    for drawing in &shown.drawings {
        let rect = drawing.get_bounding_client_rect();
        let copy = stand_alone(&window, drawing)?;
        set(&copy, "x", &number(rect.left() - origin.0))?;
        set(&copy, "y", &number(rect.top() - origin.1))?;
        set(&copy, "width", &number(rect.width()))?;
        set(&copy, "height", &number(rect.height()))?;
        root.append_child(&copy).ok()?;
    }
    for (words, rect) in &shown.words {
        let line = write(&window, &document, words, rect, origin)?;
        root.append_child(&line).ok()?;
    }
    XmlSerializer::new().ok()?.serialize_to_string(&root).ok()
}

/// While it lives, all around an element has the light theme's colours. Nothing is painted meanwhile: that takes until the
/// script is done.
struct InLight {
    /// Colours are inherited from the outermost element of a figure.
    top: HtmlElement,
    /// The values that were there, by name.
    before: Vec<(&'static str, String)>,
}

/// Without transitions: one to light colours would begin at those of the theme in force, and one that is under way shows
/// what was there before.
const STILL: &str = "data-still";
/// What makes a figure light. Of a variable only its text can be asked for, of a background its colour.
const LIGHT: [(&str, &str); 2] = [
    ("color-scheme", "light"),
    ("background-color", "var(--ground)"),
];

impl InLight {
    fn begin(place: &Element) -> Option<Self> {
        let mut top = place.clone();
        while let Some(parent) = top.parent_element() {
            top = parent;
        }
        let top: HtmlElement = top.dyn_into().ok()?;
        let style = top.style();
        let value = |name| style.get_property_value(name).unwrap_or_default();
        let before = LIGHT.map(|(name, _)| (name, value(name))).into();
        top.set_attribute(STILL, "").ok()?;
        for (name, value) in LIGHT {
            style.set_property(name, value).ok()?;
        }
        Some(Self { top, before })
    }
}

impl Drop for InLight {
    fn drop(&mut self) {
        for (name, value) in &self.before {
            // An empty value takes the property away. It fails only for names that there are not.
            let _ = self.top.style().set_property(name, value);
        }
        // The theme in force is computed again before transitions are possible again.
        self.top.get_bounding_client_rect();
        let _ = self.top.remove_attribute(STILL);
    }
}

/// What there is to see.
#[derive(Default)]
struct Shown {
    drawings: Vec<Element>,
    /// Texts outside of drawings.
    words: Vec<(Node, DomRect)>,
}

impl Shown {
    fn look(&mut self, at: &Element) {
        let children = at.child_nodes();
        for child in (0..children.length()).filter_map(|index| children.get(index)) {
            match child.dyn_into::<Element>() {
                Ok(child) if child.matches(NOT_SHOWN).unwrap_or(true) => {}
                Ok(child) if child.tag_name().eq_ignore_ascii_case("svg") => {
                    if child.get_bounding_client_rect().width() > 0.0 {
                        self.drawings.push(child);
                    }
                }
                Ok(child) => self.look(&child),
                Err(words) => self.read(words),
            }
        }
    }

    fn read(&mut self, words: Node) {
        let text = words.text_content().unwrap_or_default();
        if words.node_type() != Node::TEXT_NODE || text.trim().is_empty() {
            return;
        }
        let range = words.owner_document().and_then(|it| it.create_range().ok());
        if let Some(range) = range.filter(|range| range.select_node_contents(&words).is_ok()) {
            let rect = range.get_bounding_client_rect();
            if rect.width() > 0.0 {
                self.words.push((words, rect));
            }
        }
    }
}

/// A line of text of the page as text of a drawing.
fn write(
    window: &Window,
    document: &Document,
    words: &Node,
    rect: &DomRect,
    origin: (f64, f64),
) -> Option<Element> {
    let line = document.create_element_ns(Some(SVG), "text").ok()?;
    let style = style_of(window, &words.parent_element()?)?;
    let value = |name: &str| style.get_property_value(name).unwrap_or_default();
    let ends = matches!(value("text-align").as_str(), "right" | "end");
    let (x, anchor) = if ends {
        (rect.right(), "end")
    } else {
        (rect.left(), "start")
    };
    set(&line, "x", &number(x - origin.0))?;
    set(
        &line,
        "y",
        &number(rect.top() + BASE * rect.height() - origin.1),
    )?;
    set(&line, "text-anchor", anchor)?;
    set(&line, "fill", &value("color"))?;
    for name in ["font-family", "font-size", "font-weight"] {
        set(&line, name, &value(name))?;
    }
    line.set_text_content(words.text_content().as_deref().map(str::trim));
    Some(line)
}

/// A copy of a drawing with the styles of the page written into it.
fn stand_alone(window: &Window, drawing: &Element) -> Option<Element> {
    let copy: Element = drawing.clone_node_with_deep(true).ok()?.unchecked_into();
    let (from, to) = (elements(drawing), elements(&copy));
    for (source, target) in from.iter().zip(&to) {
        if matches!(source.tag_name().as_str(), "title" | "desc") {
            continue;
        }
        let style = style_of(window, source)?;
        let value = |style: &CssStyleDeclaration, name: &str| {
            let value = style.get_property_value(name).unwrap_or_default();
            value.replace(CLEAR, "none")
        };
        let is_shape = source.child_element_count() == 0 && source.tag_name() != "g";
        let unseen = is_shape
            && ["fill", "stroke"]
                .iter()
                .all(|it| value(&style, it) == "none");
        if unseen || value(&style, "display") == "none" {
            target.remove();
            continue;
        }
        let parent = source
            .parent_element()
            .filter(|_| !source.is_same_node(Some(drawing)))
            .and_then(|parent| style_of(window, &parent));
        let mut written = String::new();
        let mut add = |name: &str, value: &str| {
            written.push_str(&format!("{name}:{value};"));
        };
        for name in INHERITED {
            let here = value(&style, name);
            if !here.is_empty() && parent.as_ref().is_none_or(|it| value(it, name) != here) {
                add(name, &here);
            }
        }
        for (name, usual) in OWN {
            let here = value(&style, name);
            if !here.is_empty() && here != usual {
                add(name, &here);
            }
        }
        if parent.is_none() {
            // A drawing in a drawing would be cut off at its edges.
            add("overflow", "visible");
        }
        for name in DROPPED {
            target.remove_attribute(name).ok()?;
        }
        if written.is_empty() {
            target.remove_attribute("style").ok()?;
        } else {
            set(target, "style", &written)?;
        }
    }
    Some(copy)
}

/// An element and all in it.
fn elements(of: &Element) -> Vec<Element> {
    let mut all = vec![of.clone()];
    if let Ok(list) = of.query_selector_all("*") {
        let inner = (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok());
        all.extend(inner);
    }
    all
}

fn style_of(window: &Window, element: &Element) -> Option<CssStyleDeclaration> {
    window.get_computed_style(element).ok()?
}

fn set(element: &Element, name: &str, value: &str) -> Option<()> {
    element.set_attribute(name, value).ok()
}

/// To a tenth of a pixel.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}
