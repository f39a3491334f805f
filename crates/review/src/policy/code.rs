//! A rejection code: its words, its way back, and what must be handed in again.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;

use crate::{case::Step, observation::ImageRole};

/// A rejection code with its sub-reasons.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeText {
    /// What happened, in a few words.
    pub title: Text,
    /// What to do next.
    pub remedy: Text,
    /// How hard it is to put right.
    pub difficulty: Difficulty,
    /// How long that takes.
    pub recovery: Recovery,
    /// What may be done next.
    pub resubmission: Resubmission,
    /// What must be handed in again.
    pub steps: Vec<Redo>,
    /// Sub-reasons by name.
    #[serde(default)]
    pub reasons: BTreeMap<String, Reason>,
}

impl CodeText {
    /// Whether a resubmission cannot undo it, so that it needs several witnesses.
    #[must_use]
    pub fn irrevocable(&self) -> bool {
        self.resubmission != Resubmission::Now
    }

    /// What the sub-reason is called; the code's own title where it has no such sub-reason.
    #[must_use]
    pub fn title_of(&self, reason: &str) -> &Text {
        self.reasons.get(reason).map_or(&self.title, |r| &r.title)
    }

    /// What to do next; otherwise as [`CodeText::title_of`].
    #[must_use]
    pub fn remedy_of(&self, reason: &str) -> &Text {
        self.reasons.get(reason).map_or(&self.remedy, |r| &r.remedy)
    }

    /// What must be handed in again for the sub-reason.
    #[must_use]
    pub fn steps_of(&self, reason: &str) -> &[Redo] {
        self.reasons.get(reason).and_then(|r| r.steps.as_deref()).unwrap_or(&self.steps)
    }
}

/// A sub-reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// What happened.
    pub title: Text,
    /// What to do next.
    pub remedy: Text,
    /// What must be handed in again, in place of what the code says.
    pub steps: Option<Vec<Redo>>,
}

/// A title with what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explained {
    /// What happened.
    pub title: Text,
    /// What to do next.
    pub remedy: Text,
}

/// A text in each language of the pages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: Cow<'static, str>,
    /// Chinese in simplified characters.
    #[serde(rename = "zh-Hans")]
    pub zh_hans: Cow<'static, str>,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-Hant")]
    pub zh_hant: Cow<'static, str>,
}

impl Text {
    /// In the language of a BCP 47 tag: `zh-Hant`, `zh-TW`, `zh-HK` and `zh-MO` traditional, other `zh` simplified,
    /// all else English.
    #[must_use]
    pub fn get(&self, locale: &str) -> &str {
        let tag = locale.to_ascii_lowercase().replace('_', "-");
        let has = |part: &str| tag.split('-').any(|p| p == part);
        match tag.split('-').next() {
            Some("zh") if has("hans") => &self.zh_hans,
            Some("zh") if ["hant", "tw", "hk", "mo"].into_iter().any(has) => &self.zh_hant,
            Some("zh") => &self.zh_hans,
            _ => &self.en,
        }
    }

    /// Each language's tag with its text.
    #[must_use]
    pub fn all(&self) -> [(&'static str, &str); 3] {
        [("en", &self.en), ("zh-Hans", &self.zh_hans), ("zh-Hant", &self.zh_hant)]
    }
}

/// How hard a rejection is to put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    /// A better picture.
    Low,
    /// Something to find out or correct.
    Medium,
    /// Another document.
    High,
    /// A person has to look into it with the applicant.
    Ticket,
    /// It cannot be put right.
    None,
}

/// How long it takes to be verified after all; both 0 where that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// At the least, in minutes.
    pub min_minutes: u32,
    /// As a rule at the most, in minutes.
    pub max_minutes: u32,
}

/// What may be done after a rejection, from the mildest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resubmission {
    /// A new submission.
    Now,
    /// A ticket.
    Ticket,
    /// Nothing.
    Never,
}

/// A step to be done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Redo {
    /// The document's front.
    Front,
    /// The document's back, where the attempt had one.
    Back,
    /// The selfie.
    Selfie,
    /// What was typed.
    Claims,
    /// The picture that the code is about; the front where it is about none.
    Picture,
}

impl Redo {
    /// The step that it means for a code about this picture.
    #[must_use]
    pub fn step(self, image: Option<ImageRole>) -> Step {
        match self {
            Redo::Front => Step::Front,
            Redo::Back => Step::Back,
            Redo::Selfie => Step::Selfie,
            Redo::Claims => Step::Claims,
            Redo::Picture => image.map_or(Step::Front, Step::from),
        }
    }
}

macro_rules! words {
    ($name:ident { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $name {
            /// The stable word on the wire and in policies.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word),+
                }
            }
        }
    };
}

words!(Difficulty { Low => "low", Medium => "medium", High => "high", Ticket => "ticket", None => "none" });
words!(Resubmission { Now => "now", Ticket => "ticket", Never => "never" });

pub(super) static UNKNOWN_TITLE: Text = Text {
    en: Cow::Borrowed("The submission was not accepted"),
    zh_hans: Cow::Borrowed("提交未通过"),
    zh_hant: Cow::Borrowed("提交未通過"),
};

pub(super) static UNKNOWN_REMEDY: Text = Text {
    en: Cow::Borrowed("Please get in touch with support."),
    zh_hans: Cow::Borrowed("请联系客服。"),
    zh_hant: Cow::Borrowed("請聯絡客服。"),
};
