//! What strangers and the other side try between the moves of a dispute.

use alloy_primitives::{Address, B256};
use motsu::prelude::*;
use proptest::prelude::*;

use super::{
    super::batch::Sample,
    attempt::Attempt,
    malformed::{all, Malformed},
    refusals::assert_refused,
    world::{ALICE, BOB, CAROL, DAVE, SEQUENCERS},
};

/// Something that is tried.
#[derive(Clone, Copy, Debug)]
pub(super) enum Noise {
    TimeOut,
    Settle,
    /// With what is right for another leaf.
    Prove(u32),
    OpenOwn(usize),
    RevealSome(u32),
    BeginReplay,
    /// So many elements from the cursor on, by one of these.
    Feed(usize, u32),
    /// DataAvailability finds a fault in the parent.
    CutParent,
    /// DataAvailability finds a fault in the batch itself.
    Cut,
    Finalize,
    /// A move with one fault, by a side of the dispute or by a stranger: it must be refused.
    Malformed(Malformed, Address),
}

/// Any but a cut of the batch itself.
pub(super) fn noise() -> impl Strategy<Value = Noise> {
    let sides = [ALICE, BOB, CAROL, DAVE, SEQUENCERS[0], SEQUENCERS[1]];
    let malformed = (
        proptest::sample::select(all()),
        proptest::sample::select(sides.to_vec()),
    );
    prop_oneof![
        2 => Just(Noise::TimeOut),
        2 => Just(Noise::Settle),
        2 => any::<u32>().prop_map(Noise::Prove),
        2 => (0..3usize).prop_map(Noise::OpenOwn),
        2 => any::<u32>().prop_map(Noise::RevealSome),
        2 => Just(Noise::BeginReplay),
        2 => (0..3usize, 1..25u32).prop_map(|(who, more)| Noise::Feed(who, more)),
        1 => Just(Noise::CutParent),
        1 => Just(Noise::Finalize),
        8 => malformed.prop_map(|(malformed, who)| Noise::Malformed(malformed, who)),
    ]
}

/// Tries something against a dispute; but for malformed moves, whether it is done does not matter here.
pub(super) fn disturb(right: Attempt<'_>, parent: Option<&Sample>, noise: Noise) {
    let (world, batch) = (right.world, right.batch);
    let (challenger, position) = (right.challenger, right.position.clone());
    match noise {
        Noise::TimeOut => drop(world.timeout(challenger, batch, &position)),
        Noise::Settle => drop(world.settle(challenger, batch, &position)),
        Noise::Prove(leaf) => drop(prove_another(&right, leaf % batch.count())),
        Noise::OpenOwn(who) => drop(world.open([BOB, CAROL, DAVE][who], batch)),
        Noise::RevealSome(leaf) => reveal_some(&right, leaf % batch.count()),
        Noise::BeginReplay => drop(world.begin_replay(batch)),
        Noise::Feed(who, more) => {
            let cursor = right.cursor().min(batch.count() - 1);
            let end = (cursor + more).min(batch.count());
            drop(world.feed([BOB, CAROL, DAVE][who], batch, cursor, end));
        }
        Noise::CutParent => {
            let _ = parent.is_some_and(|parent| world.cut(parent));
        }
        Noise::Cut => {
            let _ = world.cut(batch);
        }
        Noise::Finalize => {
            let _ = parent.is_some_and(|parent| world.finalize(parent));
            let _ = world.finalize(batch);
        }
        Noise::Malformed(malformed, sender) => {
            let batches: Vec<_> = parent.into_iter().chain([batch]).collect();
            assert_refused(right, sender, malformed, &batches);
        }
    }
}

fn prove_another(right: &Attempt<'_>, leaf: u32) -> Result<(), crate::Error> {
    let batch = right.batch;
    let mut contract = right.world.contract.sender(DAVE);
    let proved = contract.prove(
        batch.header.clone(),
        batch.parent.clone(),
        right.challenger,
        right.position.clone(),
        batch.element(leaf),
        batch.claim_before(leaf),
        vec![],
        &[],
    );
    proved.motsu_res()
}

/// What lies below an entry of the root, or what nobody has.
fn reveal_some(right: &Attempt<'_>, leaf: u32) {
    let batch = right.batch;
    let (entry, below) = batch.entry(&batch.root(), leaf);
    let frontier = if below.size > 1 {
        batch.frontier(&below)
    } else {
        vec![B256::repeat_byte(entry as u8); 2]
    };
    drop(right.world.reveal(below.size.max(2), frontier));
}
