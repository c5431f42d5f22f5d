//! What the end of a slot costs in pools of 1, 10 and 100 sequencers, and after many rotations.
//!
//! `UPDATE=1 cargo test --test scenarios gas` writes `tests/snapshots/rotation.json`.

use super::{Bench, Snapshot, assert_committed, call, newcomer};
use crate::support::small_world;
use alloy::primitives::{Address, B256};
use deploy::Contract;
use interfaces::client::ISequencerPool::{self as Pool, Offence, Role};
use std::collections::BTreeMap;

const POOL: Contract = Contract::SequencerPool;

/// Sequencers in the pool.
const SIZES: [u32; 3] = [1, 10, 100];

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
    // One has joined with the world.
    let mut joined = 1;
    let mut seen = BTreeMap::new();
    for size in SIZES {
        let joining = grow(&bench, &mut joined, size).await;
        let mut costs = rotations(&bench).await;
        for _ in 0..PAST {
            end_slot(&bench).await;
        }
        assert_eq!(rotations(&bench).await, costs, "with {PAST} more rotations");
        costs.extend(joining.map(|gas| ("join".into(), gas)));
        if size > 1 {
            costs.extend(departures(&bench, &mut joined, size).await);
        }
        seen.insert(format!("{size:03} sequencers"), costs);
    }
    assert_committed("rotation.json", &seen);
}

/// Lets sequencers join up to a size; gives the gas of the last joining. `joined` have ever done so.
async fn grow(bench: &Bench, joined: &mut u8, size: u32) -> Option<u64> {
    let stake = bench.world.settings.network.parameters.stakes.sequencer;
    let role = Role::Sequencer;
    let active = bench.world.anybody.pool().activeMembers(role).call().await;
    let mut gas = None;
    for _ in active.expect("a view")..size {
        let member = newcomer(&bench.world, *joined, stake).await;
        let join = call(&Pool::joinCall { role, stake });
        gas = Some(bench.send(POOL, member, join).await);
        *joined += 1;
    }
    gas
}

/// The selected one goes: by its own exit, and by a punishment that leaves the seat vacant. The second punishment is
/// measured: the first opens words of storage that stay, as the beneficiary's credit.
async fn departures(bench: &Bench, joined: &mut u8, size: u32) -> Costs {
    let leaving = selected(bench).await;
    submit(bench, leaving, 1).await;
    let exit = bench
        .send(POOL, leaving, call(&Pool::requestExitCall {}))
        .await;
    grow(bench, joined, size).await;
    kick(bench, *joined).await;
    grow(bench, joined, size).await;
    let (punishment, rotation) = kick(bench, *joined).await;
    Costs::from([
        ("exit of the selected".into(), exit),
        ("punishment of the selected".into(), punishment),
        ("rotation from it".into(), rotation),
    ])
}

/// Punishes the selected one as DataAvailability does, for an object of this number, and fills its seat.
async fn kick(bench: &Bench, object: u8) -> (u64, u64) {
    let judge = bench.address(Contract::DataAvailability);
    let member = selected(bench).await;
    submit(bench, member, 1).await;
    let punish = call(&Pool::punishCall {
        member,
        offence: Offence::DataWithheld,
        object: B256::repeat_byte(object),
        set: 0,
        beneficiary: bench.world.anybody.account(),
    });
    let rotate = call(&Pool::rotateFromCall { member });
    (
        bench.send(POOL, judge, punish).await,
        bench.send(POOL, judge, rotate).await,
    )
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
    let member = selected(bench).await;
    submit(bench, member, 1).await;
    let limit = bench.world.settings.network.parameters.slot.elements;
    submit(bench, member, limit).await
}

async fn submit(bench: &Bench, member: Address, elements: u32) -> u64 {
    let submission = call(&Pool::recordSubmissionCall { member, elements });
    let registry = bench.world.addresses().registry;
    bench.send(POOL, registry, submission).await
}

async fn idle(bench: &Bench) -> u64 {
    let limit = bench.world.settings.network.parameters.slot.idle;
    bench.pass_blocks(u64::from(limit.0) + 1).await;
    let stranger = bench.world.anybody.account();
    bench
        .send(POOL, stranger, call(&Pool::rotateIdleCall {}))
        .await
}
