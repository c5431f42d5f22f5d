//! The whole suite against the model, over random schedules of proposals, votes, exits, requests and ends by everybody.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolValue;
use interfaces::contracts::{
    IGovernance::{Phase, ProposalKind},
    ISequencerPool::Role,
};
use motsu::prelude::*;
use proptest::prelude::*;

use super::{
    batch::Sample,
    model::{Answered, Expected, Model, Person},
    world::{
        limits, parameters, spending, Made, World, ALICE, BOB, CAROL, SEQUENCERS, STAKE, START,
    },
};

#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    Propose(usize, u8, usize, u128),
    Vote(usize, usize, bool),
    Execute(usize),
    Close(usize),
    Compensate(usize),
    Exit(usize),
    AddStake(usize, u128),
    Answer(usize),
    /// Somebody proposes a removal, everybody is for it, and it is executed.
    Remove(usize, u8, usize),
}

fn steps() -> impl Strategy<Value = Step> {
    let who = || 0..7usize;
    let proposal = || 0..6usize;
    prop_oneof![
        4 => (0..45u64).prop_map(Step::Wait),
        1 => (0..450u64).prop_map(Step::Wait),
        5 => (who(), 0..5u8, who(), 1..STAKE).prop_map(|(by, kind, target, amount)| {
            Step::Propose(by, kind, target, amount)
        }),
        8 => (who(), proposal(), any::<bool>()).prop_map(|(by, at, side)| Step::Vote(by, at, side)),
        4 => proposal().prop_map(Step::Execute),
        2 => proposal().prop_map(Step::Close),
        3 => proposal().prop_map(Step::Compensate),
        1 => who().prop_map(Step::Exit),
        1 => (who(), 1..STAKE).prop_map(|(by, amount)| Step::AddStake(by, amount)),
        6 => (0..2usize).prop_map(Step::Answer),
        2 => (who(), 0..2u8, 0..4usize).prop_map(|(by, kind, target)| Step::Remove(by, kind, target)),
    ]
}

struct Pair {
    world: World,
    model: Model,
    people: Vec<Address>,
    made: Vec<Made>,
    batches: Vec<Sample>,
}

impl Pair {
    fn new() -> Self {
        let world = World::new();
        world.fill_pot(STAKE / 2);
        let [first, second] = world.producers.map(|producer| producer.address());
        let people = vec![
            SEQUENCERS[0],
            SEQUENCERS[1],
            ALICE,
            BOB,
            first,
            second,
            CAROL,
        ];
        let mut model = Model::new(START - 1);
        for who in &people[..6] {
            let member = world.member(*who);
            let person = Person {
                role: member.role,
                stake: member.stake,
                is_active: true,
            };
            model.people.insert(*who, person);
        }
        model.wait(1);
        Self {
            world,
            model,
            people,
            made: Vec::new(),
            batches: Vec::new(),
        }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Wait(blocks) => {
                self.model.wait(blocks);
                self.world.at(self.model.now);
            }
            Step::Propose(by, kind, target, amount) => self.propose(by, kind, target, amount),
            Step::Vote(by, at, support) => self.vote(by, at, support),
            Step::Execute(at) => self.with(at, Self::execute),
            Step::Close(at) => self.with(at, Self::close),
            Step::Compensate(at) => self.with(at, Self::compensate),
            Step::Exit(by) => self.exit(by),
            Step::AddStake(by, amount) => self.add_stake(by, amount),
            Step::Answer(by) => self.answer(by),
            Step::Remove(by, kind, target) => self.remove(by, kind, target),
        }
    }

    /// Does something with one of the newest proposals.
    fn with(&mut self, at: usize, act: impl FnOnce(&mut Self, usize)) {
        if let Some(at) = self.made.len().checked_sub(at + 1) {
            act(self, at);
        }
    }

    fn propose(&mut self, by: usize, kind: u8, target: usize, amount: u128) {
        let (proposer, target) = (self.people[by], self.people[target]);
        let numbers: Vec<_> = (0..self.batches.len()).collect();
        let requests: Vec<_> = self.batches.iter().map(Sample::hash).collect();
        let removal = || (target, 1u32, requests.clone()).abi_encode_params();
        let (kind, role, payload) = match kind {
            0 => (ProposalKind::RemoveSequencer, Role::Sequencer, removal()),
            1 => (ProposalKind::RemoveVerifier, Role::Verifier, removal()),
            2 => {
                let payload = (target, 1u32, amount.is_multiple_of(2), amount).abi_encode_params();
                (ProposalKind::PunishProducer, Role::Producer, payload)
            }
            3 => {
                let payload = spending(CAROL, amount);
                (ProposalKind::SpendPot, Role::None, payload)
            }
            _ => {
                let set = parameters(&limits());
                (ProposalKind::AddParameterSet, Role::None, set)
            }
        };
        let accused = (role != Role::None).then_some(target);
        let fits = match accused {
            Some(accused) => {
                let known = self.model.people.get(&accused);
                known.is_some_and(|person| person.role == role)
            }
            None => true,
        };
        let subject = accused.unwrap_or(proposer);
        let may = self.model.is_active(proposer) && fits && self.model.is_free(kind, subject);
        let done = self.world.propose(proposer, kind, payload);
        assert_eq!(done.is_ok(), may, "{kind:?} of {subject} by {proposer}");
        let Ok(made) = done else { return };
        let is_removal = matches!(
            kind,
            ProposalKind::RemoveSequencer | ProposalKind::RemoveVerifier
        );
        self.made.push(made);
        self.model.proposals.push(Expected {
            kind,
            proposer,
            accused,
            made_at: self.model.now,
            electorate: self.model.electorate(accused),
            votes: BTreeMap::default(),
            requests: if is_removal { numbers } else { Vec::new() },
            amount,
            ended: None,
        });
    }

    fn remove(&mut self, by: usize, kind: u8, target: usize) {
        let before = self.made.len();
        self.propose(by, kind, target, 1);
        if self.made.len() == before {
            return;
        }
        for voter in 0..self.people.len() {
            self.vote(voter, 0, true);
        }
        self.step(&Step::Wait(31));
        self.execute(before);
    }

    fn vote(&mut self, by: usize, at: usize, support: bool) {
        let voter = self.people[by];
        self.with(at, |pair, at| {
            let ballot = pair.model.ballot(voter, &pair.model.proposals[at]);
            let done = pair.world.vote(voter, &pair.made[at], support);
            assert_eq!(done.is_ok(), ballot.is_some());
            if let Some(votes) = ballot {
                let proposal = &mut pair.model.proposals[at];
                proposal.votes.insert(voter, (support, votes));
            }
        });
    }

    fn execute(&mut self, at: usize) {
        let proposal = self.model.proposals[at].clone();
        let reserved = self.world.contract.sender(CAROL).reserved();
        let is_payable = proposal.kind != ProposalKind::SpendPot
            || self
                .model
                .may_spend(proposal.amount, self.world.pot(), reserved);
        let may = proposal.phase(self.model.now) == Phase::Executable && is_payable;
        let before = self.world.credit(proposal.proposer);
        let done = self.world.execute(&self.made[at]);
        assert_eq!(done.is_ok(), may, "{proposal:?}");
        if !may {
            return;
        }
        let mut phase = Phase::Executed;
        match proposal.kind {
            ProposalKind::SpendPot => self.model.spend(proposal.amount),
            ProposalKind::AddParameterSet => {}
            ProposalKind::PunishProducer => {
                self.leave(proposal.accused, proposal.amount.is_multiple_of(2));
            }
            _ => {
                self.leave(proposal.accused, true);
                if !proposal.requests.is_empty() {
                    phase = Phase::Compensating;
                }
            }
        }
        self.model.proposals[at].ended = Some(phase);
        // All that a removed verifier has goes, the bond of its own proposal included.
        let is_forfeited = proposal.kind == ProposalKind::RemoveVerifier
            && proposal.accused == Some(proposal.proposer);
        let bond = limits().proposal_bond;
        let after = if is_forfeited { 0 } else { before + bond };
        assert_eq!(self.world.credit(proposal.proposer), after);
    }

    fn leave(&mut self, who: Option<Address>, leaves: bool) {
        let person = who.and_then(|who| self.model.people.get_mut(&who));
        if let (Some(person), true) = (person, leaves) {
            person.is_active = false;
        }
    }

    fn close(&mut self, at: usize) {
        let proposal = self.model.proposals[at].clone();
        let phase = proposal.phase(self.model.now);
        let may = matches!(phase, Phase::Defeated | Phase::Expired);
        let (credit, pot) = (self.world.credit(proposal.proposer), self.world.pot());
        assert_eq!(self.world.close(&self.made[at]).is_ok(), may);
        if !may {
            return;
        }
        self.model.proposals[at].ended = Some(Phase::Closed);
        let bond = limits().proposal_bond;
        let (to_credit, to_pot) = if proposal.has_quorum() {
            (bond, 0)
        } else {
            (0, bond)
        };
        assert_eq!(self.world.credit(proposal.proposer), credit + to_credit);
        assert_eq!(self.world.pot(), pot + to_pot);
    }

    fn compensate(&mut self, at: usize) {
        let proposal = self.model.proposals[at].clone();
        let may = proposal.phase(self.model.now) == Phase::Compensating;
        let named = proposal.requests.iter();
        let batches: Vec<_> = named.map(|number| &self.batches[*number]).collect();
        let people = self.people.iter();
        let before: Vec<_> = people.map(|who| (*who, self.world.credit(*who))).collect();
        let done = self.world.compensate(&self.made[at], &batches);
        assert_eq!(done.is_ok(), may);
        if !may {
            return;
        }
        let paid = self.model.compensate(&proposal);
        self.model.proposals[at].ended = Some(Phase::Executed);
        for (who, credit) in before {
            let more = paid.get(&who).copied().unwrap_or(0);
            assert_eq!(self.world.credit(who), credit + more, "{proposal:?}");
        }
    }

    fn exit(&mut self, by: usize) {
        let who = self.people[by];
        let done = self.world.pool.sender(who).request_exit().motsu_res();
        assert_eq!(done.is_ok(), self.model.is_active(who));
        self.leave(Some(who), done.is_ok());
    }

    fn add_stake(&mut self, by: usize, amount: u128) {
        let who = self.people[by];
        let done = self.world.pool.sender(who).add_stake(amount).motsu_res();
        assert_eq!(done.is_ok(), self.model.is_active(who));
        if let (Some(person), true) = (self.model.people.get_mut(&who), done.is_ok()) {
            person.stake += amount;
        }
    }

    fn answer(&mut self, by: usize) {
        let verifier = [ALICE, BOB][by];
        let author = self.world.selected();
        if author.is_zero() || !self.model.is_active(verifier) || self.batches.len() >= 12 {
            return;
        }
        let parent = self.batches.last().map(|batch| batch.header.clone());
        let parent = parent.unwrap_or_else(|| self.world.genesis.clone());
        let batch = self.world.answered(&parent, verifier);
        let costs = limits().costs;
        let bytes = u128::from(batch.header.dataLength);
        self.model.batches.push(Answered {
            hash: batch.hash(),
            author,
            requester: verifier,
            fee: self.world.fee(&batch),
            cost: costs.answer_base + costs.answer_per_byte * bytes,
            is_settled: false,
        });
        self.batches.push(batch);
    }

    fn assert_equal(&self) {
        let (world, model) = (&self.world, &self.model);
        let mut reserved = 0;
        for (made, expected) in self.made.iter().zip(&model.proposals) {
            let found = world.proposal(made);
            assert_eq!(found.phase, expected.phase(model.now));
            assert_eq!(found.electorate, expected.electorate);
            let votes = (expected.sum(true), expected.sum(false));
            assert_eq!((found.votesFor, found.votesAgainst), votes);
            let is_locked = expected.ended.is_none();
            let bond = if is_locked { limits().proposal_bond } else { 0 };
            assert_eq!(world.bond(made, expected.proposer), bond);
            let contract = world.contract.sender(CAROL);
            let open = contract.open_proposal(made.kind, expected.subject());
            assert_eq!(open == made.id, expected.is_open());
            assert!(found.reserved >= self.still_due(expected));
            reserved += found.reserved;
        }
        assert_eq!(world.contract.sender(CAROL).reserved(), reserved);
        // What is kept back is there.
        assert!(world.pot() >= reserved);
        for who in &self.people {
            let member = world.member(*who);
            assert_eq!(member.proposalHolds as usize, model.holds(*who));
        }
        world.assert_solvent();
    }

    /// What the requests of a removal that is to be compensated may still come to.
    fn still_due(&self, proposal: &Expected) -> u128 {
        match proposal.ended {
            Some(Phase::Compensating) => self.model.fees(&proposal.requests),
            _ => 0,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn prop_proposals_and_money_are_as_the_model_says_after_every_call(
        schedule in proptest::collection::vec(steps(), 1..90),
    ) {
        let mut pair = Pair::new();
        for step in &schedule {
            pair.step(step);
            pair.assert_equal();
        }
        let hashes: BTreeSet<B256> =
            pair.model.batches.iter().map(|batch| batch.hash).collect();
        prop_assert_eq!(hashes.len(), pair.batches.len());
    }
}
