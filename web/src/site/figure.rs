//! `<glassbox-lab>` in the virtual DOM.

use yew::virtual_dom::{VNode, VTag};
use yew::{AttrValue, Html, NodeRef};

use super::prefs::Prefs;

/// A figure with these attributes. (`html!` takes `controls` for a switch, as a video has.)
pub(crate) fn figure(
    node: &NodeRef,
    prefs: Prefs,
    attributes: impl IntoIterator<Item = (&'static str, Option<AttrValue>)>,
) -> Html {
    let mut tag = VTag::new("glassbox-lab");
    tag.node_ref = node.clone();
    tag.add_attribute("lang", prefs.lang.tag());
    tag.add_attribute("theme", prefs.theme.name());
    for (name, value) in attributes {
        if let Some(value) = value {
            tag.add_attribute(name, value);
        }
    }
    VNode::from(tag)
}
