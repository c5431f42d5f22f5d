//! The system's state, while any number of requests is open (spec 4.1).

use alloy::{primitives::Address, rpc::types::TransactionReceipt, sol_types::SolEvent};
use interfaces::client::{IBatchRegistry::SystemStateChanged, IDataAvailability::RequestStatus};

use crate::{error::FlowError, story::StepInProgress, world::World};

/// Whether the system is secure, and the lowest batch that has an open request, as Layer 1 gives it.
pub(super) type SystemState = (bool, u64);

/// The lowest insecure batch while there is none.
const NONE_INSECURE: u64 = u64::MAX;

/// The state that follows from the requests themselves, batch by batch of the chain.
pub(super) async fn by_requests(world: &World) -> Result<SystemState, FlowError> {
    for posted in world.canonical() {
        let request = world.anybody.request_of(posted.accepted.hash).await?;
        if request.status == RequestStatus::Open {
            return Ok((false, posted.accepted.header.index.0));
        }
    }
    Ok((true, NONE_INSECURE))
}

/// Proves that a transaction has said what the state is now, at `told` or later among its events, if it has changed;
/// and nothing if it has not.
pub(super) fn is_said<'s, 'a>(
    step: StepInProgress<'s, 'a>,
    receipt: &TransactionReceipt,
    registry: Address,
    told: &mut usize,
    (before, after): (SystemState, SystemState),
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    if before != after {
        return step.next_event::<SystemStateChanged>(receipt, registry, told, |event| {
            (event.secure, event.lowestInsecure) == after
        });
    }
    let topic = Some(&SystemStateChanged::SIGNATURE_HASH);
    let says = |log: &alloy::rpc::types::Log| log.topic0() == topic;
    let silent = !receipt.logs().iter().any(says);
    step.fact(
        "the system's state is as before, no event says else",
        silent,
    )
}

/// The state in words.
pub(super) fn words((secure, lowest): SystemState) -> String {
    if secure {
        "the system is secure".into()
    } else {
        format!("the system is insecure from batch {lowest} on")
    }
}
