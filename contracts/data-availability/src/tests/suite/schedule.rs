//! The whole suite against the model, over random schedules of calls by everybody.

use alloy_primitives::{Address, B256};
use interfaces::contracts::IBatchRegistry::Verdict;
use motsu::prelude::*;
use proptest::prelude::*;

use super::{
    super::peers::limits,
    model::{Batch, Fate, Model},
    world::{World, ALICE, BOB, CAROL, FRAUD_PROOF, GOVERNANCE, PRODUCERS, SEQUENCERS, START},
};

const PEOPLE: [Address; 5] = [ALICE, BOB, CAROL, SEQUENCERS[0], SEQUENCERS[1]];

/// A batch is chosen from the newest on: the schedule does not know how many there are.
#[derive(Clone, Debug)]
enum Step {
    /// Lengths, and how many bytes more are declared than there are.
    Submit(Vec<usize>, i32),
    Request(usize),
    RequestHalted(usize),
    /// A root that no batch is going to have, for the head.
    Attest(usize),
    EndSlot(usize),
    Prove(usize),
    SettleHalted(usize),
    /// From so many elements before the next one, so many behind it.
    Publish(usize, u32, u32),
    PublishAll(usize),
    Expire(usize),
    SettleOrphan(usize),
    ClaimFee(usize),
    Convict(usize),
    Finalize,
    SpendPot(u128),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let lengths = proptest::collection::vec(prop_oneof![9 => 0..60usize, 1 => 199..203usize], 1..6);
    let surplus = prop_oneof![8 => Just(0), 1 => Just(1), 1 => Just(-1)];
    let back = 0..4usize;
    prop_oneof![
        6 => (lengths, surplus).prop_map(|(lengths, surplus)| Step::Submit(lengths, surplus)),
        4 => back.clone().prop_map(Step::Request),
        5 => back.clone().prop_map(Step::RequestHalted),
        2 => (0..2usize).prop_map(Step::Attest),
        1 => (0..2usize).prop_map(Step::EndSlot),
        2 => back.clone().prop_map(Step::Prove),
        4 => (0..9usize).prop_map(Step::SettleHalted),
        5 => (back.clone(), 0..3u32, 0..4u32).prop_map(|(at, less, more)| {
            Step::Publish(at, less, more)
        }),
        3 => back.clone().prop_map(Step::PublishAll),
        4 => back.clone().prop_map(Step::Expire),
        4 => (0..9usize).prop_map(Step::SettleOrphan),
        3 => (0..9usize).prop_map(Step::ClaimFee),
        2 => back.prop_map(Step::Convict),
        2 => Just(Step::Finalize),
        1 => (0..10u128.pow(21)).prop_map(Step::SpendPot),
        6 => (0..24u64).prop_map(Step::Wait),
    ]
}

/// The suite and what is expected of it.
pub(super) struct Play {
    pub(super) world: World,
    pub(super) model: Model,
}

impl Play {
    fn new() -> Self {
        Self {
            world: World::new(),
            model: Model::new(START, &SEQUENCERS),
        }
    }

    fn pick(&self, back: usize) -> Option<usize> {
        self.model.batches.len().checked_sub(1 + back)
    }

    fn play(&mut self, step: &Step, who: Address) {
        match step {
            Step::Submit(lengths, surplus) => self.submit(lengths, *surplus),
            Step::Request(back) => self.act(*back, |play, at| {
                let done = play.world.request(who, &play.model.batches[at].sample);
                (done.is_ok(), play.model.request(at, who))
            }),
            Step::RequestHalted(back) => self.act(*back, |play, at| {
                let done = play
                    .world
                    .request_halted(who, &play.model.batches[at].sample);
                (done.is_ok(), play.model.request_halted(at, who))
            }),
            Step::Attest(producer) => {
                let producer = PRODUCERS[*producer];
                let done = self.world.attest(producer, B256::repeat_byte(0x99));
                assert_eq!(done, self.model.attest(producer));
            }
            Step::EndSlot(producer) => {
                let producer = PRODUCERS[*producer];
                let done = self.world.end_slot(producer);
                assert_eq!(done, self.model.end_slot(producer));
            }
            Step::Prove(back) => self.act(*back, |play, at| {
                let done = play.world.prove(&play.model.batches[at].sample);
                (done, play.model.prove(at))
            }),
            Step::SettleHalted(back) => self.act(*back, |play, at| {
                let done = play
                    .world
                    .settle_halted(who, &play.model.batches[at].sample);
                (done.is_ok(), play.model.settle_halted(at))
            }),
            Step::Publish(back, less, more) => self.act(*back, |play, at| {
                let batch = &play.model.batches[at];
                let first = batch.published.saturating_sub(*less);
                let end = (batch.published + more).min(batch.sample.count());
                play.publish(at, who, first, end)
            }),
            Step::PublishAll(back) => self.act(*back, |play, at| {
                let end = play.model.batches[at].sample.count();
                play.publish(at, who, 0, end)
            }),
            Step::Expire(back) => self.act(*back, |play, at| {
                let done = play.world.expire(who, &play.model.batches[at].sample);
                (done.is_ok(), play.model.expire(at))
            }),
            Step::SettleOrphan(back) => self.act(*back, |play, at| {
                let done = play
                    .world
                    .settle_orphan(who, &play.model.batches[at].sample);
                (done.is_ok(), play.model.settle_orphan(at))
            }),
            Step::ClaimFee(back) => self.act(*back, |play, at| {
                let done = play.world.claim_fee(who, &play.model.batches[at].sample);
                (done.is_ok(), play.model.claim_fee(at))
            }),
            Step::Convict(back) => self.act(*back, |play, at| {
                // FraudProof takes back nothing that it has said.
                if play.model.batches[at].fate == Fate::Proven {
                    return (false, false);
                }
                let header = play.model.batches[at].sample.header.clone();
                let mut fraud_proof = play.world.registry.sender(FRAUD_PROOF);
                let done = fraud_proof.invalidate(header).motsu_res();
                (done.is_ok(), play.model.convict(at))
            }),
            Step::Finalize => self.finalize(),
            Step::SpendPot(amount) => {
                let mut governance = self.world.treasury.sender(GOVERNANCE);
                let done = governance.spend_pot(CAROL, *amount).motsu_res();
                assert_eq!(done.is_ok(), self.model.spend_pot(CAROL, *amount));
            }
            Step::Wait(blocks) => {
                self.model.now += blocks;
                self.world.at(self.model.now);
            }
        }
    }

    /// Does the same to both, and wants the same answer.
    fn act(&mut self, back: usize, act: impl FnOnce(&mut Self, usize) -> (bool, bool)) {
        if let Some(at) = self.pick(back) {
            let (done, expected) = act(self, at);
            assert_eq!(done, expected);
        }
    }

    pub(super) fn publish(
        &mut self,
        at: usize,
        who: Address,
        first: u32,
        end: u32,
    ) -> (bool, bool) {
        // A run of no elements has no proof: any will do, the call is refused before.
        let sample = &self.model.batches[at].sample;
        let call = if first < end {
            sample.call(first, end)
        } else {
            super::super::batch::Call {
                first,
                elements: vec![].into(),
                proof: vec![],
            }
        };
        let done = self.world.publish(who, sample, call);
        (done.is_ok(), self.model.publish(at, who, first, end))
    }

    fn submit(&mut self, lengths: &[usize], surplus: i32) {
        let declares_less_than_nothing = lengths.iter().sum::<usize>() == 0 && surplus < 0;
        if self.world.selected().is_zero() || declares_less_than_nothing {
            return;
        }
        let head = self.model.head;
        let parent = head.map(|at| self.model.batches[at].sample.header.clone());
        let parent = parent.unwrap_or_else(|| self.world.genesis().clone());
        let sample = self.world.submit(&parent, lengths, surplus);
        self.model.submit(sample);
    }

    /// When a batch becomes final is the registry's business, but never over an open request unless it is proven.
    fn finalize(&mut self) {
        let next = |batch: &&mut Batch| matches!(batch.fate, Fate::Pending | Fate::Proven);
        let Some(batch) = self.model.batches.iter_mut().find(next) else {
            return;
        };
        let mut anyone = self.world.registry.sender(CAROL);
        if anyone
            .finalize(vec![batch.sample.hash()])
            .motsu_res()
            .is_ok()
        {
            assert!(batch.fate == Fate::Proven || !batch.is_open());
            batch.fate = Fate::Final;
        }
    }

    fn assert_equal(&self) {
        let (world, model) = (&self.world, &self.model);
        for batch in &model.batches {
            let sample = &batch.sample;
            let verdict = match batch.fate {
                Fate::Pending => Verdict::Pending,
                Fate::Proven => Verdict::Proven,
                Fate::Final => Verdict::Final,
                Fate::Invalid => Verdict::Invalid,
                Fate::Orphaned => Verdict::Orphaned,
            };
            assert_eq!(world.verdict(sample), verdict);
            assert_eq!(world.status(sample), batch.status);
            // The fee is in the lock exactly as long as the request is open.
            let locked = if batch.is_open() { batch.fee } else { 0 };
            assert_eq!(world.locked(sample, batch.requester), locked);
            let there = world.contract.sender(ALICE).publication_of(sample.hash());
            assert_eq!(
                (there.elements, there.complete),
                (batch.published, batch.complete)
            );
            assert_eq!(there.authorLength, batch.by_author);
        }
        for sequencer in SEQUENCERS {
            assert_eq!(world.stake(sequencer), model.stakes[&sequencer]);
            let open = |batch: &&Batch| batch.is_open() && batch.author() == sequencer;
            let holds = model.batches.iter().filter(open).count();
            assert_eq!(world.holds(sequencer) as usize, holds);
        }
        for (owner, credit) in &model.credits {
            assert_eq!(world.credit(*owner), *credit);
        }
        assert_eq!(world.pot(), model.pot);
        let slot = world.producer_slot();
        let selected = (model.producers.slot, model.producers.selected());
        assert_eq!((slot.number, slot.holder), selected);
        let insecure = model.batches.iter().any(Batch::is_insecure);
        assert_eq!(world.is_secure(), !insecure);
        world.assert_solvent();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn prop_requests_and_money_are_as_the_model_says_after_every_call(
        schedule in proptest::collection::vec((step(), 0..PEOPLE.len()), 1..60),
    ) {
        let mut play = Play::new();
        for (step, who) in schedule {
            play.play(&step, PEOPLE[who]);
            play.assert_equal();
            play.assert_one_way_on();
        }
        play.end_all();
        play.assert_equal();
        play.claim_all();
        play.assert_equal();
        // All fees have left their locks: what is locked is stake.
        let staked: u128 = play.model.stakes.values().sum();
        let others = 2 * (limits().stakes.verifier + limits().stakes.producer);
        let (locked, _, _) = play.world.treasury.sender(ALICE).totals();
        prop_assert_eq!(locked, staked + others);
    }
}
