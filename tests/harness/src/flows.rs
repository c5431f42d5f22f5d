//! The flows: which there are, and how one is played and judged.

mod challenger_silent;
mod chapters;
mod data_answered;
mod data_answered_by_others;
mod data_withheld;
mod data_withheld_long_chain;
mod executed_kinds;
mod exit_under_hold;
mod false_parent;
mod fraud_by_bisection;
mod fraud_by_replay;
mod griefing_sequencer;
mod griefing_verifier;
mod halted_false;
mod halted_right;
mod halted_withheld;
mod honest_defended;
mod idle_sequencer;
mod invalid_elements;
mod main_path;
mod memolabs_down;
mod pool_emptied;
mod replay_whole_batch;
mod request_at_the_borders;
mod request_orphaned;
mod requests_mixed;
mod rotation_batches;
mod rotation_elements;
mod sequencer_silent;
mod sham_beside_honest;
mod ten_challengers;

mod halted_punished;
mod ordering_agrees;
mod ordering_mismatch;
mod ordering_mismatch_later;
mod parameters_changed;
mod pot_spent;
mod producer_equivocates;
mod producer_stopped;
mod remove_sequencer;
mod remove_verifier;
use deploy::Clock;
use std::{fmt, future::Future, pin::Pin};

use crate::{
    error::FlowError,
    money::Money,
    report::{FlowReport, MoneyReport},
    story::{Listener, Story},
    world::{Settings, Suite, World},
};

/// What a flow's story is: it acts in the world and tells each step.
type Told<'f> = Pin<Box<dyn Future<Output = Result<(), FlowError>> + 'f>>;

/// A flow of the seed.
#[derive(Clone, Copy)]
pub struct Flow {
    /// Its name, as `--flow` takes it.
    pub name: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// What it tells, in order.
    pub parts: &'static [Part],
    settings: fn() -> Settings,
    tell: for<'f> fn(&'f mut World, &'f mut Story<'_>) -> Told<'f>,
}

/// A part of a flow: chapters that are told one after the other, a number of times.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// How often.
    pub times: usize,
    /// The seed's steps of each chapter, in order.
    pub chapters: &'static [&'static [&'static str]],
}

impl Part {
    /// The steps of one telling.
    fn steps(&self) -> Vec<&'static str> {
        self.chapters.concat()
    }
}

/// All flows, in the order of the seed.
pub const fn all() -> &'static [Flow] {
    &[
        main_path::FLOW,
        memolabs_down::FLOW,
        rotation_elements::FLOW,
        rotation_batches::FLOW,
        idle_sequencer::FLOW,
        pool_emptied::FLOW,
        data_answered::FLOW,
        data_answered_by_others::FLOW,
        data_withheld::FLOW,
        data_withheld_long_chain::FLOW,
        exit_under_hold::FLOW,
        requests_mixed::FLOW,
        request_orphaned::FLOW,
        request_at_the_borders::FLOW,
        griefing_sequencer::FLOW,
        griefing_verifier::FLOW,
        fraud_by_bisection::FLOW,
        honest_defended::FLOW,
        sequencer_silent::FLOW,
        challenger_silent::FLOW,
        sham_beside_honest::FLOW,
        ten_challengers::FLOW,
        false_parent::FLOW,
        fraud_by_replay::FLOW,
        replay_whole_batch::FLOW,
        invalid_elements::FLOW,
        executed_kinds::FLOW,
        halted_right::FLOW,
        halted_false::FLOW,
        halted_withheld::FLOW,
        halted_punished::FLOW,
        producer_stopped::FLOW,
        ordering_agrees::FLOW,
        ordering_mismatch::FLOW,
        ordering_mismatch_later::FLOW,
        producer_equivocates::FLOW,
        remove_sequencer::FLOW,
        remove_verifier::FLOW,
        parameters_changed::FLOW,
        pot_spent::FLOW,
    ]
}

/// The flows of these names, all of them for an empty list.
///
/// # Errors
///
/// [`FlowError::UnknownFlow`] for the first name that no flow has.
pub fn choose(names: &[String]) -> Result<Vec<&'static Flow>, FlowError> {
    if names.is_empty() {
        return Ok(all().iter().collect());
    }
    names
        .iter()
        .map(|name| {
            all()
                .iter()
                .find(|flow| flow.name == name)
                .ok_or_else(|| FlowError::UnknownFlow {
                    name: name.clone(),
                    known: all()
                        .iter()
                        .map(|flow| flow.name)
                        .collect::<Vec<_>>()
                        .join(", "),
                })
        })
        .collect()
}

impl Flow {
    /// The world that this flow needs, on the embedded chain.
    pub fn settings(&self) -> Settings {
        (self.settings)()
    }

    /// Whether it needs a chain whose parent stands still between transactions, as the embedded one's does.
    pub fn needs_embedded(&self) -> bool {
        self.settings().network.clock == Clock::BlockNumber
    }

    /// Builds the world, plays the flow in it and judges what was told.
    pub async fn play(
        &self,
        suite: &Suite,
        settings: Settings,
        listener: &mut dyn Listener,
    ) -> FlowReport {
        let mut story = Story::new(listener);
        let mut world = match World::build(suite, settings).await {
            Ok(world) => world,
            Err(error) => return FlowReport::without_world(self, &error),
        };
        let told = self.tell_in(&mut world, &mut story).await;
        let (outcome, money) = match told {
            Ok(money) => (self.judge(&story), Some(money)),
            Err(error) => (Err(error), None),
        };
        FlowReport::new(self, outcome, story.into_steps(), money, &world)
    }

    /// Plays the flow, and accounts for all tokens before and after it.
    async fn tell_in(
        &self,
        world: &mut World,
        story: &mut Story<'_>,
    ) -> Result<MoneyReport, FlowError> {
        let before = Money::note(world).await?;
        (self.tell)(world, story).await?;
        let after = Money::note(world).await?;
        Ok(MoneyReport::new(world, &before, &after))
    }

    /// Every declared step was told, in order, and no other.
    fn judge(&self, story: &Story<'_>) -> Result<(), FlowError> {
        let told: Vec<_> = story.steps().iter().map(|step| step.seed).collect();
        let declared = self.declared();
        if told == declared {
            return Ok(());
        }
        Err(FlowError::Steps { told, declared })
    }

    /// The seed's steps that it has to tell, in order.
    pub(crate) fn declared(&self) -> Vec<&'static str> {
        self.parts
            .iter()
            .flat_map(|part| part.steps().repeat(part.times))
            .collect()
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.title)?;
        for part in self.parts {
            let (times, steps) = (part.times, part.steps().join(" "));
            write!(f, "\n  {times} x {steps}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flow")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
