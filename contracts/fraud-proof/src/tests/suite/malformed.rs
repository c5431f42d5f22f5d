//! Moves that are right but for one fault.

use alloy_sol_types::SolError;
use interfaces::contracts::{
    IFraudProof::{
        BadSize, ClaimNotProven, ElementsNotProven, EntryOutOfRange, GapBefore, MalformedElements,
        NoElements, NotParent, RunTooLong, StaleMove, WrongFrontier, WrongFrontierLength,
        WrongProofLength,
    },
    IStateTransition::NotStaged,
};

/// What a move is, and what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Malformed(pub(super) Call, pub(super) Fault);

/// A method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Select,
    Prove,
    TimeOut,
    Settle,
    Reveal,
    Begin,
    Feed,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Another node than the dispute's.
    Node,
    /// A size that the node does not have.
    Size,
    /// A place where the node is not.
    First,
    /// An entry behind the last.
    Entry,
    /// A hash of the frontier.
    Frontier,
    /// A frontier that lacks its last hash.
    Short,
    /// A frontier with one more.
    Long,
    /// A size that nothing can be revealed of.
    NoSize(u32),
    /// The batch itself for its parent.
    Parent,
    /// A claim that is at no leaf.
    Claim,
    /// A claim's proof with one hash changed.
    ClaimProof,
    /// A claim's proof with one hash more.
    ClaimLength,
    /// An element that the batch does not have.
    Element,
    /// Its proof with one hash changed.
    ElementProof,
    /// Its proof with one hash more.
    ElementLength,
    /// A part of the witness that nobody has staged.
    Part,
    /// Elements behind the cursor, but not right behind.
    Gap,
    /// No elements.
    Nothing,
    /// Elements that end within one.
    Torn,
    /// One element more than there are.
    Beyond,
}

/// Every fault that a method can meet.
pub(super) fn all() -> Vec<Malformed> {
    use Fault::*;
    let at = [Node, Size, First];
    let proofs = [
        Parent,
        Claim,
        ClaimProof,
        ClaimLength,
        Element,
        ElementProof,
        ElementLength,
        Part,
    ];
    let sizes = [0, 1, types::MAX_BATCH_ELEMENTS + 1, u32::MAX].map(NoSize);
    let elements = [Gap, Nothing, Torn, Beyond];
    let mut all = Vec::new();
    let mut add = |call, faults: &[Fault]| {
        all.extend(faults.iter().map(|fault| Malformed(call, *fault)));
    };
    add(Call::Select, &at);
    add(Call::Select, &[Entry, Frontier, Short, Long]);
    add(Call::Prove, &at);
    add(Call::Prove, &proofs);
    add(Call::TimeOut, &at);
    add(Call::Settle, &at);
    add(Call::Reveal, &sizes);
    add(Call::Reveal, &[Short, Long]);
    add(Call::Begin, &proofs[..4]);
    add(Call::Feed, &proofs[4..]);
    add(Call::Feed, &elements);
    all
}

impl Fault {
    /// The error that names it.
    pub(super) fn refusal(self) -> [u8; 4] {
        match self {
            Self::Node | Self::Size | Self::First => StaleMove::SELECTOR,
            Self::Entry => EntryOutOfRange::SELECTOR,
            Self::Frontier => WrongFrontier::SELECTOR,
            Self::Short | Self::Long => WrongFrontierLength::SELECTOR,
            Self::NoSize(_) => BadSize::SELECTOR,
            Self::Parent => NotParent::SELECTOR,
            Self::Claim | Self::ClaimProof => ClaimNotProven::SELECTOR,
            Self::ClaimLength | Self::ElementLength => WrongProofLength::SELECTOR,
            Self::Element | Self::ElementProof => ElementsNotProven::SELECTOR,
            Self::Part => NotStaged::SELECTOR,
            Self::Gap => GapBefore::SELECTOR,
            Self::Nothing => NoElements::SELECTOR,
            Self::Torn => MalformedElements::SELECTOR,
            Self::Beyond => RunTooLong::SELECTOR,
        }
    }

    /// Whether the move answers to another state of the dispute.
    pub(super) fn is_stale(self) -> bool {
        self.refusal() == StaleMove::SELECTOR
    }
}
