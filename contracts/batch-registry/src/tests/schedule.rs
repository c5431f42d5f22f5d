//! The registry against the plain model of `model`, and against somebody who only reads its events, after every
//! action of random schedules.

use alloy_primitives::{B256, U256};
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use proptest::prelude::*;
use types::{Header, Parameters};

use super::{
    mirror::Mirror,
    model::{Fate, Model, Rules},
    world::{hash_of, Batch, World, START},
};

/// What somebody does. The number picks a batch among all that were ever submitted, the last ones more often.
#[derive(Clone, Copy, Debug)]
enum Step {
    Submit,
    /// With the signature of the block producer.
    SubmitSigned,
    /// On any batch, so mostly not on the head: a race that is lost.
    SubmitOn(usize),
    Open(usize),
    OpenHalted(usize),
    Close(usize),
    /// In the window of the batch itself.
    Dispute(usize),
    /// In the window of another one.
    DisputeBelow(usize, usize),
    CloseDispute(usize),
    Prove(usize),
    Publish(usize),
    Invalidate(usize),
    Finalize(usize),
    Wait(u64),
    /// Other windows for the batches to come.
    Rules(u32, u32),
}

fn step() -> impl Strategy<Value = Step> {
    let batch = prop_oneof![3 => 0..4usize, 1 => 0..1_000usize];
    let blocks = prop_oneof![4 => 0..12u64, 2 => 15..60u64, 1 => Just(10_000)];
    prop_oneof![
        10 => Just(Step::Submit),
        2 => Just(Step::SubmitSigned),
        1 => batch.clone().prop_map(Step::SubmitOn),
        5 => batch.clone().prop_map(Step::Open),
        3 => batch.clone().prop_map(Step::OpenHalted),
        5 => batch.clone().prop_map(Step::Close),
        4 => batch.clone().prop_map(Step::Dispute),
        2 => (batch.clone(), batch.clone()).prop_map(|(of, below)| Step::DisputeBelow(of, below)),
        4 => batch.clone().prop_map(Step::CloseDispute),
        1 => batch.clone().prop_map(Step::Prove),
        6 => batch.clone().prop_map(Step::Publish),
        2 => batch.clone().prop_map(Step::Invalidate),
        4 => (0..5usize).prop_map(Step::Finalize),
        5 => blocks.prop_map(Step::Wait),
        1 => (20..60u32, 10..25u32).prop_map(|(challenge, grace)| Step::Rules(challenge, grace)),
    ]
}

/// The registry, the model, and the headers of the model's batches.
struct Play {
    world: World,
    model: Model,
    headers: Vec<Header>,
}

fn limits(challenge: u32, grace: u32) -> Parameters {
    let mut set = World::limits();
    set.windows.challenge.0 = challenge;
    set.windows.grace.0 = grace;
    set.windows.unbonding.0 = 1_000;
    set
}

fn rules(set: &Parameters) -> Rules {
    Rules {
        challenge: set.windows.challenge.0.into(),
        grace: set.windows.grace.0.into(),
    }
}

impl Play {
    fn new() -> Self {
        let world = World::new();
        let headers = vec![world.genesis()];
        let model = Model::new(START, rules(&World::limits()));
        Self {
            world,
            model,
            headers,
        }
    }

    /// The number of a batch: 0 is the newest one.
    fn pick(&self, number: usize) -> usize {
        let count = self.headers.len();
        count - 1 - number % count
    }

    /// Takes a step in both worlds; both must allow it, or neither.
    fn play(&mut self, step: Step) {
        let (allowed, happened) = match step {
            Step::Submit => self.submit(self.model.head(), false),
            Step::SubmitSigned => self.submit(self.model.head(), true),
            Step::SubmitOn(number) => self.submit(self.pick(number), false),
            Step::Open(number) => self.contest(number, Model::open_request, World::open_request),
            Step::OpenHalted(number) => self.contest(
                number,
                Model::open_halted_request,
                World::open_halted_request,
            ),
            Step::Close(number) => self.contest(number, Model::close_request, World::close_request),
            Step::Dispute(number) => self.dispute(number, number),
            Step::DisputeBelow(number, below) => self.dispute(number, below),
            Step::CloseDispute(number) => {
                self.contest(number, Model::close_dispute, World::close_dispute)
            }
            Step::Prove(number) => self.contest(number, Model::mark_proven, World::mark_proven),
            Step::Publish(number) => {
                self.contest(number, Model::mark_published, World::mark_published)
            }
            Step::Invalidate(number) => self.contest(number, Model::invalidate, World::invalidate),
            Step::Finalize(count) => self.finalize(count),
            Step::Wait(blocks) => {
                self.wait(blocks);
                (true, true)
            }
            Step::Rules(challenge, grace) => self.change_rules(&limits(challenge, grace)),
        };
        assert_eq!(allowed, happened, "{step:?} in {:?}", self.model);
    }

    fn submit(&mut self, parent: usize, signed: bool) -> (bool, bool) {
        let mut batch = Batch::on(&self.headers[parent]);
        if signed {
            batch = batch.signed_by(self.world.producer);
        }
        let header = batch.header(&self.world, self.model.now);
        let submitted = self.world.submit(self.world.sequencer, &batch).motsu_res();
        let allowed = self.model.submit(parent, signed);
        if allowed {
            let known: Vec<_> = self.headers.iter().map(hash_of).collect();
            assert!(!known.contains(&hash_of(&header)), "a hash is used again");
            assert_eq!(submitted.as_ref().ok(), Some(&hash_of(&header)));
            self.headers.push(header);
        }
        (allowed, submitted.is_ok())
    }

    fn contest(
        &mut self,
        number: usize,
        model: fn(&mut Model, usize) -> bool,
        world: fn(&World, &Header) -> Result<(), crate::Error>,
    ) -> (bool, bool) {
        let batch = self.pick(number);
        let outcome = world(&self.world, &self.headers[batch]).motsu_res();
        (model(&mut self.model, batch), outcome.is_ok())
    }

    fn dispute(&mut self, number: usize, below: usize) -> (bool, bool) {
        let (batch, ancestor) = (self.pick(number), self.pick(below));
        let (header, below) = (&self.headers[batch], &self.headers[ancestor]);
        let outcome = self.world.open_dispute_below(header, below).motsu_res();
        (self.model.open_dispute(batch, ancestor), outcome.is_ok())
    }

    /// The next so many canonical batches; behind the head, one that is not there.
    fn finalize(&mut self, count: usize) -> (bool, bool) {
        let next = self.model.chain[self.model.finals..].iter();
        let hashes = next.map(|batch| hash_of(&self.headers[*batch]));
        let hashes = hashes.chain([B256::ZERO; 5]).take(count).collect();
        let mut registry = self.world.registry.sender(self.world.stranger);
        let outcome = registry.finalize(hashes).motsu_res();
        let finals = self.model.finals;
        let allowed = self.model.finalize(count);
        for batch in &self.model.chain[finals..self.model.finals] {
            self.assert_grace_was_kept(*batch);
        }
        (allowed, outcome.is_ok())
    }

    /// A batch that becomes final now was public for its grace, if it is public at all and not proven.
    fn assert_grace_was_kept(&self, batch: usize) {
        let record = self.world.record(&self.headers[batch]);
        let grace = self.model.batches[batch].rules.grace;
        let public = record.publishedAt == 0 || self.model.now > record.publishedAt + grace;
        assert!(record.proven || public && record.openDisputes == 0);
    }

    fn wait(&mut self, blocks: u64) {
        self.model.now += blocks;
        self.world.at(U256::from(self.model.now));
    }

    fn change_rules(&mut self, set: &Parameters) -> (bool, bool) {
        let mut registry = self.world.registry.sender(self.world.governance);
        let added = registry.add_parameter_set(set.into()).motsu_res();
        self.model.rules = rules(set);
        (true, added.is_ok())
    }

    /// Everything that the views say.
    fn assert_views_agree(&self) {
        let (world, model) = (&self.world, &self.model);
        let registry = world.registry.sender(world.stranger);
        let at = |place: usize| (place as u64, hash_of(&self.headers[model.chain[place]]));
        assert_eq!(registry.head(), at(model.chain.len() - 1));
        assert_eq!(registry.final_head(), at(model.finals - 1));
        let state = match model.lowest_insecure() {
            None => (true, u64::MAX),
            Some(place) => (false, place as u64),
        };
        assert_eq!(registry.system_state(), state);
        for (number, batch) in model.batches.iter().enumerate() {
            let verdict = match model.fate(number) {
                Fate::Pending => abi::Verdict::Pending,
                Fate::Proven => abi::Verdict::Proven,
                Fate::Final => abi::Verdict::Final,
                Fate::Invalid => abi::Verdict::Invalid,
                Fate::Orphaned => abi::Verdict::Orphaned,
            };
            let header = &self.headers[number];
            let said = (verdict, model.is_contested(number));
            assert_eq!(world.verdict(header), said, "{number}");
            let record = world.record(header);
            let expected = abi::Record {
                known: true,
                closesAt: batch.closes(),
                publishedAt: batch.published.unwrap_or(0),
                openDisputes: batch.disputes.len().try_into().unwrap(),
                openRequest: batch.requested.is_some(),
                proven: batch.proven,
                invalid: batch.invalid,
            };
            assert_eq!(record, expected, "{number}");
        }
        let head = &model.batches[model.head()];
        assert_eq!(world.told().0, head.stops_the_idle_limit());
    }
}

/// What is open is settled at its deadline, and what is due by the bound is made final.
impl Play {
    /// Passes time, but stands still at each block at which a deadline is over.
    fn wait_and_settle(&mut self, blocks: u64, answered: [bool; 8]) {
        let end = self.model.now + blocks;
        while let Some(deadline) = self.next_deadline().filter(|deadline| *deadline < end) {
            self.wait(deadline - self.model.now);
            self.settle(true, answered);
            self.wait(1);
            self.settle(false, answered);
            self.finalize_by_the_bound();
        }
        self.wait(end - self.model.now);
        self.finalize_by_the_bound();
    }

    /// When a request ends at the latest: D from the request on, or, once the data is there, R behind that.
    fn request_deadline(batch: &super::model::Batch) -> Option<u64> {
        let (windows, requested) = (World::limits().windows, batch.requested?);
        Some(match batch.published {
            None => requested + u64::from(windows.data_request.0),
            Some(published) => published.max(requested) + u64::from(windows.halted.0),
        })
    }

    /// When the oldest dispute ends at the latest: both clocks from its opening on.
    fn dispute_deadline(batch: &super::model::Batch) -> Option<u64> {
        let clock = u64::from(World::limits().windows.dispute_clock.0);
        batch.disputes.first().map(|opened| opened + 2 * clock)
    }

    /// A deadline that is over was kept, unless its step was refused: nothing is left behind.
    fn next_deadline(&self) -> Option<u64> {
        let both = |batch| [Self::request_deadline(batch), Self::dispute_deadline(batch)];
        let all = self.model.batches.iter().flat_map(both).flatten();
        let next = all.min();
        assert!(next.is_none_or(|next| next >= self.model.now));
        next
    }

    /// At the deadline some are answered, one block later the others expire.
    fn settle(&mut self, answer: bool, answered: [bool; 8]) {
        for number in 0..self.headers.len() {
            if answered[number % 8] == answer {
                self.settle_request(number, answer);
                self.settle_dispute(number);
            }
        }
    }

    /// By publication of the data, after which a request ends by a verdict or without one; else by expiry.
    fn settle_request(&mut self, number: usize, answer: bool) {
        let batch = &self.model.batches[number];
        let due = |deadline| deadline <= self.model.now;
        if !Self::request_deadline(batch).is_some_and(due) {
            return;
        }
        let published = batch.published.is_some();
        let from_the_newest = self.headers.len() - 1 - number;
        if self.model.fate(number) == Fate::Pending && !published {
            self.play(if answer {
                Step::Publish(from_the_newest)
            } else {
                Step::Invalidate(from_the_newest)
            });
            // Every second one waits for a verdict behind its publication.
            if answer && number.is_multiple_of(2) {
                return;
            }
        }
        self.play(Step::Close(from_the_newest));
    }

    fn settle_dispute(&mut self, number: usize) {
        let from_the_newest = self.headers.len() - 1 - number;
        let due = |batch: &super::model::Batch, now| {
            Self::dispute_deadline(batch).is_some_and(|deadline| deadline <= now)
        };
        while due(&self.model.batches[number], self.model.now) {
            self.play(Step::CloseDispute(from_the_newest));
        }
    }

    /// Makes final all whose bound is over, as that of all below them is. None may be refused.
    fn finalize_by_the_bound(&mut self) {
        let windows = World::limits().windows;
        let due = |batch: &super::model::Batch| {
            let grace = batch.rules.grace.max(windows.halted.0.into());
            let request = u64::from(windows.data_request.0);
            let disputes = 2 * u64::from(windows.dispute_clock.0);
            self.model.now > batch.submitted + batch.rules.challenge + request + grace + disputes
        };
        let unfinal = self.model.chain[self.model.finals..].iter();
        let count = unfinal
            .take_while(|batch| due(&self.model.batches[**batch]))
            .count();
        if count > 0 {
            assert_eq!(self.finalize(count), (true, true));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn prop_views_and_events_agree_with_the_model_after_every_action(
        schedule in proptest::collection::vec(step(), 1..80),
    ) {
        let _precompiles = deploy_precompiles();
        let (mut play, mut mirror) = (Play::new(), Mirror::new());
        for step in schedule {
            let finals = play.model.chain[..play.model.finals].to_vec();
            play.play(step);
            play.assert_views_agree();
            mirror.catch_up(&play.world);
            mirror.assert_equals(&play.world);
            // Finality never moves back.
            prop_assert!(play.model.chain[..play.model.finals].starts_with(&finals));
        }
    }

    /// Requests and disputes that are closed by their deadline, whoever makes them and however late: every batch is
    /// decided by submission + W + D + max(G, R) + 2C, and has been public for G before it is final, if it is public at
    /// all and not proven.
    #[test]
    fn prop_every_batch_is_decided_by_the_bound_when_contests_are_closed_in_time(
        schedule in proptest::collection::vec(step(), 1..80),
        answered in any::<[bool; 8]>(),
    ) {
        let _precompiles = deploy_precompiles();
        let mut play = Play::new();
        for step in schedule {
            match step {
                Step::Wait(blocks) => play.wait_and_settle(blocks, answered),
                // Closed here at their deadlines alone.
                Step::Close(_) | Step::CloseDispute(_) => {}
                step => play.play(step),
            }
        }
        play.wait_and_settle(10_000, answered);
        prop_assert!(play.model.unfinal().is_empty());
    }
}
