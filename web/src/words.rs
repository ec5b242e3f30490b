//! The words of buttons and headings, in both languages.

use glassbox_sim::timeline::ActError;
use glassbox_sim::{Instant, Lang, Refused, Tell};

/// How much of an act is repeated, in characters.
const SHOWN: usize = 64;

/// A word or sentence of the page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "each is its English text")]
pub enum Say {
    Play,
    Pause,
    StepOn,
    StepBack,
    ToStart,
    ToEnd,
    Undo,
    Redo,
    Reset,
    Speed,
    NextStep,
    RunStep,
    RunToEnd,
    RunAndSee,
    Skip,
    Predict,
    TryYourself,
    BackToAnswer,
    ShowWay,
    AskedAhead,
    AskedLater,
    OftenSaid,
    InFact,
    BackToLesson,
    LeftLesson,
    AnswerFirst,
    QuestionOpen,
    Goal,
    GoalReached,
    GoalTooMany,
    Acts,
    Events,
    Sequence,
    State,
    Properties,
    Lesson,
    AllEvents,
    OnlyDetails,
    Why,
    Because,
    ShowOnStage,
    HideFromStage,
    SwitchOff,
    Holds,
    Broken,
    Waiting,
    Share,
    CopyLink,
    Copied,
    ExportStage,
    ExportSequence,
    ExportTrace,
    EmbedSnippet,
    Close,
    WhySent,
    NothingSelected,
    SeekBar,
    YourRun,
    LessonLane,
    Compare,
    CompareOff,
    Opening,
    Cancel,
    TryAgain,
    Branch,
    BranchBeside,
    Keys,
    OpenInLab,
    StoryDiverged,
    Right,
    Wrong,
    Step,
    Apply,
    Side,
    Finished,
    Quiet,
    Full,
    Afresh,
    NoAct,
    NotOpened,
    Removed,
    Stage,
}

impl Say {
    /// In one language.
    pub fn get(self, lang: Lang) -> &'static str {
        let (en, zh) = match self {
            Self::Play => ("Play", "播放"),
            Self::Pause => ("Pause", "暂停"),
            Self::StepOn => ("One step on", "前进一步"),
            Self::StepBack => ("One step back", "后退一步"),
            Self::ToStart => ("To the start", "回到开头"),
            Self::ToEnd => ("To the end", "跳到末尾"),
            Self::Undo => ("Undo", "撤销"),
            Self::Redo => ("Redo", "重做"),
            Self::Reset => ("Start over", "重新开始"),
            Self::Speed => ("Speed", "速度"),
            Self::NextStep => ("To the next step", "进入下一步"),
            Self::RunStep => ("Run this step", "运行这一步"),
            Self::RunToEnd => ("Run to the end", "运行到结尾"),
            Self::RunAndSee => ("Run and see", "运行看看"),
            Self::Skip => ("Skip", "跳过"),
            Self::Predict => ("Predict", "先猜一猜"),
            Self::OftenSaid => ("Many notes say", "很多笔记这样写"),
            Self::InFact => ("In fact", "其实"),
            Self::TryYourself => ("Try it yourself", "自己试试"),
            Self::BackToAnswer => ("Back to the answer", "回到答案"),
            Self::ShowWay => ("Show one way", "演示一种做法"),
            Self::AskedAhead => (
                "What follows is shown after the answer, or after Skip.",
                "后面发生的事，回答或跳过之后再显示。",
            ),
            Self::AskedLater => (
                "What follows is shown after the lesson’s next question.",
                "后面发生的事，等课程的下一个问题有了答案再显示。",
            ),
            Self::BackToLesson => ("Back to the lesson", "回到课程"),
            Self::LeftLesson => (
                "You are on a run of your own, which left the lesson at this step.",
                "你正在自己的分支上，它从这一步离开了课程。",
            ),
            Self::AnswerFirst => (
                "Choose an answer first, or skip the question.",
                "请先选择一个答案，或者跳过这个问题。",
            ),
            Self::QuestionOpen => (
                "The step ends here. Answer its question or skip it to see what is right.",
                "这一步到此结束。回答问题或跳过，就能看到正确答案。",
            ),
            Self::Goal => ("Goal", "目标"),
            Self::GoalReached => ("Reached", "已达成"),
            Self::GoalTooMany => (
                "That took more acts than are allowed. Undo, or go back to the lesson and try again.",
                "操作次数超过了上限。可以撤销，或回到课程再试一次。",
            ),
            Self::Acts => ("acts used", "次操作"),
            Self::Events => ("Events", "事件"),
            Self::Sequence => ("Sequence", "时序图"),
            Self::State => ("State", "状态"),
            Self::Properties => ("Properties", "性质"),
            Self::Lesson => ("Lesson", "课程"),
            Self::OnlyDetails => (
                "For a long while, nothing but routine. “Show every detail” lists it.",
                "很长一段时间里只有例行的往来；勾选“显示全部细节”可以看到。",
            ),
            Self::AllEvents => ("Show every detail", "显示全部细节"),
            Self::Why => ("Why?", "为什么？"),
            Self::Because => ("Because", "起因"),
            Self::ShowOnStage => ("Show on the stage", "在画面上标出"),
            Self::HideFromStage => ("Hide on the stage", "取消标出"),
            Self::SwitchOff => ("Switch this rule off", "关掉这条规则"),
            Self::Holds => ("holds", "成立"),
            Self::Broken => ("broken", "被破坏"),
            Self::Waiting => ("not yet", "尚未成立"),
            Self::Share => ("Share", "分享"),
            Self::CopyLink => ("Copy the link to this moment", "复制此刻的链接"),
            Self::Copied => ("Copied", "已复制"),
            Self::ExportStage => ("Stage as SVG", "画面（SVG）"),
            Self::ExportSequence => ("Sequence diagram as SVG", "时序图（SVG）"),
            Self::ExportTrace => ("Trace as JSON", "事件记录（JSON）"),
            Self::EmbedSnippet => ("Embed this figure", "嵌入此图"),
            Self::Close => ("Close", "关闭"),
            Self::WhySent => ("Why was it sent?", "为什么发出？"),
            Self::NothingSelected => (
                "Select something on the stage.",
                "在画面上选中一项，这里会显示它的状态。",
            ),
            Self::SeekBar => ("Moment of the run", "运行进度"),
            Self::YourRun => ("yours", "你的"),
            Self::LessonLane => ("lesson", "课程"),
            Self::Compare => ("Side by side", "并排对照"),
            Self::Opening => ("Opening the run…", "正在打开……"),
            Self::Cancel => ("Cancel", "取消"),
            Self::TryAgain => ("Try again", "再试一次"),
            Self::Branch => ("Branch", "分支"),
            Self::BranchBeside => ("Branch beside it", "对照的分支"),
            Self::CompareOff => ("One stage", "单个画面"),
            Self::Keys => ("Keys", "快捷键"),
            Self::OpenInLab => ("Open in the lab", "在实验页面打开"),
            Self::StoryDiverged => (
                "With this seed the story takes another course from here on. The run goes on freely.",
                "用这个种子，故事从这里起走向不同；接下来自由运行。",
            ),
            Self::Right => ("right", "正确"),
            Self::Wrong => ("not what happened", "实际并非如此"),
            Self::Step => ("Step", "步骤"),
            Self::Apply => ("Do it", "执行"),
            Self::Side => ("side", "分区"),
            Self::Finished => (
                "That was the last step. The run is yours now.",
                "课程到此结束，接下来由你操作。",
            ),
            Self::Quiet => (
                "Nothing more happens by itself.",
                "接下来不会再自动发生任何事。",
            ),
            Self::Full => (
                "The history is full. “Start over” makes room: it keeps the story and drops your own branches.",
                "历史记录已满。点“重新开始”可以腾出空间：故事会保留，你自己的分支会清除。",
            ),
            Self::Afresh => (
                "The history was full: only the story was kept.",
                "历史记录已满，现在只保留了故事本身。",
            ),
            Self::NoAct => ("This is no act of this lab: ", "这不是本实验的操作："),
            Self::NotOpened => ("The figure could not be opened.", "这个图没能打开。"),
            Self::Removed => (
                "The figure was removed before this was done.",
                "这一步还没有执行，图就被移除了。",
            ),
            Self::Stage => ("Stage", "画面"),
        };
        lang.pick(en, zh)
    }
}

/// Why an act could not be done.
pub fn refused(why: Refused, lang: Lang) -> &'static str {
    match why {
        Refused::NotThere => lang.pick("That is not there at this moment.", "此刻没有这个对象。"),
        Refused::AlreadySo => lang.pick("It is so already.", "已经是这样了。"),
        Refused::NotNow => lang.pick(
            "That cannot be done in this state.",
            "当前状态下无法这样做。",
        ),
        Refused::OverBound => lang.pick(
            "That would go beyond a limit of this lab.",
            "超出了本实验的上限。",
        ),
    }
}

/// What a script is told whose act, written as `act`, was not done.
pub fn not_done(act: &str, why: ActError, lang: Lang) -> String {
    let mut shown: String = act.chars().take(SHOWN).collect();
    if shown.len() < act.len() {
        shown.push('…');
    }
    let why = why.tell(lang);
    lang.pick(format!("{shown}: {why}"), format!("{shown}：{why}"))
}

/// That a moment cannot be gone to, since it lies behind the end of what is recorded.
pub fn not_recorded(at: Instant, end: Instant, lang: Lang) -> String {
    lang.pick(
        format!("There is no {at} ms to go to: this run is recorded up to {end} ms."),
        format!("无法跳到 {at} ms：这次运行目前只记录到 {end} ms。"),
    )
}

/// That a chain of causes begins further back than it is shown.
pub fn earlier(causes: usize, lang: Lang) -> String {
    lang.pick(
        format!("… and {causes} earlier"),
        format!("……更早还有 {causes} 个"),
    )
}
