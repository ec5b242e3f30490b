//! The seek bar's marks, kept up to date as things are recorded.

use glassbox_sim::{BranchId, EventId, Instant, Timeline};

use crate::lab::{Lab, Lane, MarkKind};

/// Most marks kept per branch; beyond, only every other one of what is old.
const MAX_MARKS: usize = 600;

/// What the seek bar shows of one branch.
#[derive(Clone, Debug, Default)]
pub struct BranchMarks {
    looked_at: usize,
    /// What the branch left, and where.
    left: Option<(BranchId, u32)>,
    /// What is worth a mark, in order.
    pub marked: Vec<Marked>,
    /// The stretches of the lane, each from its moment on.
    pub stretches: Vec<LaneStretch>,
}

/// One mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marked {
    /// When.
    pub at: Instant,
    /// What it looks like.
    pub kind: MarkKind,
    /// Of which event.
    pub event: EventId,
}

/// From this moment on the lane looks so.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneStretch {
    /// Since when.
    pub from: Instant,
    /// Label and hue.
    pub lane: Lane,
}

/// Looks at what was recorded since the last time.
pub(super) fn update<L: Lab>(all: &mut Vec<BranchMarks>, timeline: &Timeline<L::Model>) {
    // An empty branch is forgotten when it is undone, and its number is given to another one.
    let same = all
        .iter()
        .zip(timeline.branches())
        .take_while(|(marks, branch)| marks.left == branch.parent());
    all.truncate(same.count());
    while all.len() < timeline.branches().len() {
        let branch = BranchId(all.len() as u16);
        all.push(inherit(all, timeline, branch));
    }
    for (marks, branch) in all.iter_mut().zip(timeline.branches()) {
        for (index, record) in branch.records().iter().enumerate().skip(marks.looked_at) {
            let event = EventId(branch.first_event().0 + index as u32);
            if let Some(kind) = L::mark(&record.event) {
                marks.marked.push(Marked {
                    at: record.at,
                    kind,
                    event,
                });
            }
            if let Some(lane) = L::lane(&record.event)
                && marks.stretches.last().is_none_or(|last| last.lane != lane)
            {
                marks.stretches.push(LaneStretch {
                    from: record.at,
                    lane,
                });
            }
        }
        marks.looked_at = branch.event_count();
        if marks.marked.len() > MAX_MARKS {
            thin(&mut marks.marked);
        }
    }
}

/// A branch starts with the stretch that its parent was in.
fn inherit<L>(all: &[BranchMarks], timeline: &Timeline<L>, branch: BranchId) -> BranchMarks
where
    L: glassbox_sim::Model,
{
    let Some((parent, fork)) = timeline.branch(branch).parent() else {
        return BranchMarks::default();
    };
    let last = fork
        .checked_sub(1)
        .and_then(|last| timeline.step_of(parent, last));
    let at = last.map_or(Instant::START, |step| step.at);
    let inherited = all.get(usize::from(parent.0)).and_then(|marks| {
        marks
            .stretches
            .iter()
            .rev()
            .find(|stretch| stretch.from <= at)
    });
    let stretches = inherited.map(|it| LaneStretch {
        from: at,
        lane: it.lane.clone(),
    });
    BranchMarks {
        left: Some((parent, fork)),
        stretches: stretches.into_iter().collect(),
        ..BranchMarks::default()
    }
}

fn thin(marked: &mut Vec<Marked>) {
    let old = marked.len() / 2;
    let mut index = 0;
    marked.retain(|_| {
        index += 1;
        index > old || index % 2 == 1
    });
}
