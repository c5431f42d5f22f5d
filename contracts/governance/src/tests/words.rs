//! Where fields are in the answers of peers.

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolValue;
use interfaces::contracts::{
    IBatchRegistry::Parameters,
    IDataAvailability::{Request, RequestStatus},
    ISequencerPool::{Member, Role, Status},
};

use crate::words::{member, parameters, request, Words};

fn words(encoded: Vec<u8>, count: usize) -> Words {
    Words::new(encoded, count).expect("so many words")
}

#[test]
fn parameters_are_where_the_interface_puts_them() {
    let set = types::Parameters::arbitrum(types::Address::ZERO);
    let mut set = Parameters::from(&set);
    (set.costs.answerBase, set.costs.answerPerByte) = (11, 12);
    set.proposalBond = 13;
    let answer = words(set.abi_encode(), parameters::WORDS);
    assert_eq!(answer.amount(parameters::ANSWER_BASE), 11);
    assert_eq!(answer.amount(parameters::ANSWER_PER_BYTE), 12);
    assert_eq!(answer.amount(parameters::PROPOSAL_BOND), 13);
}

#[test]
fn member_is_where_the_interface_puts_it() {
    let known = Member {
        role: Role::Verifier,
        status: Status::Exiting,
        epoch: 4,
        requestHolds: 5,
        disputeHolds: 6,
        proposalHolds: 7,
        banned: true,
        stake: 8,
        joinedAt: 9,
        exitRequestedAt: 10,
        lastSubmission: 11,
    };
    let answer = words(known.abi_encode(), member::WORDS);
    let found = [member::ROLE, member::STATUS].map(|at| answer.byte(at));
    assert_eq!(found, [3, 2]);
    let found = [member::EPOCH, member::REQUEST_HOLDS, member::DISPUTE_HOLDS];
    assert_eq!(found.map(|at| answer.short(at)), [4, 5, 6]);
}

#[test]
fn request_is_where_the_interface_puts_it() {
    let known = Request {
        status: RequestStatus::Answered,
        requester: Address::repeat_byte(7),
        fee: u128::MAX,
        deadline: 3,
        halted: true,
        replayUntil: 4,
        producer: Address::repeat_byte(8),
        producerSlot: 5,
    };
    let answer = words(known.abi_encode(), request::WORDS);
    assert_eq!(answer.byte(request::STATUS), 2);
    assert_eq!(answer.address(request::REQUESTER), Address::repeat_byte(7));
    assert_eq!(answer.amount(request::FEE), u128::MAX);
}

#[test]
fn new_refuses_another_number_of_words() {
    for length in [0, 31, 33, 64] {
        assert!(Words::new(vec![0; length], 1).is_none());
    }
    let answer = words((u64::MAX, B256::repeat_byte(1)).abi_encode(), 2);
    assert_eq!(answer.number(0), u64::MAX);
    assert_eq!(answer.hash(1), B256::repeat_byte(1));
    // Behind its end there is nothing.
    assert_eq!(answer.hash(2), B256::ZERO);
}
