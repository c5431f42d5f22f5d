//! What the end of a slot costs in pools of 1, 10 and 100 sequencers, and after many rotations.
//!
//! `UPDATE=1 cargo test --test scenarios gas` writes `tests/snapshots/rotation.json`.

use super::{Bench, Snapshot, assert_committed, call, newcomer};
use crate::support::small_world;
use alloy::primitives::Address;
use deploy::Contract;
use interfaces::client::ISequencerPool::{self as Pool, Role};
use std::collections::BTreeMap;

const POOL: Contract = Contract::SequencerPool;

/// Sequencers in the pool.
const SIZES: [usize; 3] = [1, 10, 100];

/// Rotations that lie between two measurements of the same.
const PAST: usize = 100;

/// What ends a slot → gas.
type Costs = BTreeMap<String, u64>;

#[tokio::test(flavor = "multi_thread")]
async fn gas_of_a_rotation_grows_neither_with_past_ones_nor_with_the_pool() {
    let bench = Bench {
        world: small_world().await,
        seen: Snapshot::new(),
    };
    let mut members = vec![bench.world.sequencers[0].layer1().account()];
    let mut seen = BTreeMap::new();
    for size in SIZES {
        let joining = grow(&bench, &mut members, size).await;
        let mut costs = rotations(&bench).await;
        for _ in 0..PAST {
            end_slot(&bench).await;
        }
        assert_eq!(rotations(&bench).await, costs, "with {PAST} more rotations");
        costs.extend(joining.map(|gas| ("join".into(), gas)));
        seen.insert(format!("{size:03} sequencers"), costs);
    }
    assert_committed("rotation.json", &seen);
}

/// Lets sequencers join up to a size; gives the gas of the last joining.
async fn grow(bench: &Bench, members: &mut Vec<Address>, size: usize) -> Option<u64> {
    let stake = bench.world.settings.network.parameters.stakes.sequencer;
    let mut gas = None;
    while members.len() < size {
        let tag = u8::try_from(members.len()).expect("a hundred at most");
        let member = newcomer(&bench.world, tag, stake).await;
        let role = Role::Sequencer;
        let join = call(&Pool::joinCall { role, stake });
        gas = Some(bench.send(POOL, member, join).await);
        members.push(member);
    }
    gas
}

/// Ends one slot in each way that a running pool knows.
async fn rotations(bench: &Bench) -> Costs {
    Costs::from([
        ("by its holder".into(), end_slot(bench).await),
        ("by its elements".into(), fill_slot(bench).await),
        ("idle".into(), idle(bench).await),
    ])
}

async fn selected(bench: &Bench) -> Address {
    let selected = bench.world.anybody.pool().selectedSequencer().call().await;
    selected.expect("a view")
}

async fn end_slot(bench: &Bench) -> u64 {
    let holder = selected(bench).await;
    bench.send(POOL, holder, call(&Pool::endSlotCall {})).await
}

/// A submission above the slot's elements, as the registry reports it; not the first of its sequencer, whose word in
/// storage it would have to open.
async fn fill_slot(bench: &Bench) -> u64 {
    let registry = bench.world.addresses().registry;
    let member = selected(bench).await;
    let submit = async |elements| {
        let submission = call(&Pool::recordSubmissionCall { member, elements });
        bench.send(POOL, registry, submission).await
    };
    submit(1).await;
    submit(bench.world.settings.network.parameters.slot.elements).await
}

async fn idle(bench: &Bench) -> u64 {
    let limit = bench.world.settings.network.parameters.slot.idle;
    bench.pass_blocks(u64::from(limit.0) + 1).await;
    let stranger = bench.world.anybody.account();
    bench
        .send(POOL, stranger, call(&Pool::rotateIdleCall {}))
        .await
}
