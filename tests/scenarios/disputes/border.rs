//! The first element of a batch says that it is in another L2 block, or at another time, than it can be: what it may
//! say is bounded by the parent's last claim, and by the batch's own header.

use alloy::sol_types::SolError;
use harness::{
    Batch, DataError, DataStore, Execute, FlowError, OddLeaf, Policy, ProvenClaim, User, World,
    executable,
};
use interfaces::client::IFraudProof::ClaimNotProven;
use types::{Bounds, Element, L2Block, L2Timestamp, StateClaim};

use super::leaf::{Leaf, Wrong, still_world};
use crate::support::{Posted, next_batch, post_batch, small};

/// What the first element says of itself.
#[derive(Clone, Copy, Debug)]
enum Says {
    /// The block before the parent's last.
    NumberBelow,
    /// A second before the parent's last.
    TimestampBelow,
    /// The parent's last block, at another time.
    TimestampDiffers,
    /// The block after the batch's last.
    NumberAbove,
    /// A second after the batch's last.
    TimestampAbove,
}

impl Says {
    const ALL: [Self; 5] = [
        Self::NumberBelow,
        Self::TimestampBelow,
        Self::TimestampDiffers,
        Self::NumberAbove,
        Self::TimestampAbove,
    ];

    /// On a parent with this last claim, in a batch with these bounds.
    fn place(self, parent: &StateClaim, bounds: &Bounds) -> Bounds {
        let (number, timestamp) = (parent.l2_block.0, parent.l2_timestamp.0);
        let last = (bounds.last_l2_block.0, bounds.last_l2_timestamp.0);
        let (number, timestamp) = match self {
            Self::NumberBelow => (number - 1, timestamp),
            Self::TimestampBelow => (number + 1, timestamp - 1),
            Self::TimestampDiffers => (number, timestamp + 1),
            Self::NumberAbove => (last.0 + 1, last.1),
            Self::TimestampAbove => (last.0, last.1 + 1),
        };
        Bounds {
            last_l2_block: L2Block(number),
            last_l2_timestamp: L2Timestamp(timestamp),
        }
    }
}

/// Puts an element before all others; claims what is true, or what another element comes to.
#[derive(Debug)]
struct Leading {
    element: Vec<u8>,
    executes: Option<Vec<u8>>,
}

impl Policy for Leading {
    fn elements(
        &self,
        received: Vec<Vec<u8>>,
        _bounds: &Bounds,
    ) -> Result<Vec<Vec<u8>>, FlowError> {
        Ok([vec![self.element.clone()], received].concat())
    }

    fn claims(
        &self,
        elements: &[Vec<u8>],
        _before: &StateClaim,
        execute: Execute<'_>,
    ) -> Result<(Vec<StateClaim>, Option<OddLeaf>), FlowError> {
        let mut executed = elements.to_vec();
        if let Some(instead) = &self.executes {
            executed[0].clone_from(instead);
        }
        Ok((execute(&executed)?, None))
    }

    fn store(&self, _memolabs: &dyn DataStore, _batch: &Batch) -> Result<(), DataError> {
        Ok(())
    }
}

/// A dispute on such an element; gives also the last claim of the parent.
async fn disputed(says: Says, wrong: Wrong) -> (Leaf, StateClaim) {
    let mut world = still_world(small()).await;
    let parent = post_batch(&mut world).await;
    let parent = *parent.batch.claims.last().expect("it has elements");
    let user = world.users[2].clone();
    let honest = next_batch(&mut world).await;
    let bounds = Bounds {
        last_l2_block: honest.last_l2_block,
        last_l2_timestamp: honest.last_l2_timestamp,
    };
    let (leading, instead) = elements(&user, &says.place(&parent, &bounds), &parent);
    world.sequencers[0].adopt(Box::new(Leading {
        element: leading,
        executes: (wrong == Wrong::Author).then(|| instead.clone()),
    }));
    let batch = world.sequencers[0].compute();
    let batch = batch.expect("every element gives a claim");
    assert_eq!(batch.claims[0] == parent, wrong == Wrong::Challenger);
    let posted = submit(&mut world, batch).await;
    (Leaf::on(world, posted, 0, (wrong, &instead)).await, parent)
}

/// Without the producer's signature, which has not made such a batch.
async fn submit(world: &mut World, batch: Batch) -> Posted {
    let submitted = world.sequencers[0].submit(&batch, None).await;
    let (accepted, receipt) = submitted.expect("it is selected");
    Posted {
        accepted,
        batch,
        gas: receipt.gas_used,
    }
}

/// A payment with this place, and the same payment with a place that it can have.
fn elements(user: &User, place: &Bounds, parent: &StateClaim) -> (Vec<u8>, Vec<u8>) {
    let possible = Bounds {
        last_l2_block: parent.l2_block,
        last_l2_timestamp: parent.l2_timestamp,
    };
    let payment = |place| executable(user, place).expect("it is short");
    let (leading, instead) = (payment(place), payment(&possible));
    assert_ne!(leading, instead);
    let transaction = |bytes: &[u8]| {
        let element = Element::decode(bytes).expect("it was encoded so");
        element.transaction.to_vec()
    };
    assert_eq!(transaction(&leading), transaction(&instead));
    (leading, instead)
}

/// Whoever is wrong about the element loses, and only against the parent's last claim.
async fn is_decided(says: Says, wrong: Wrong) {
    let (leaf, parent) = Box::pin(disputed(says, wrong)).await;
    let what = format!("{says:?}, {wrong:?} is wrong");
    assert_eq!(leaf.evidence.before.claim, parent, "{what}");
    let (before, own) = (leaf.standing().await, &leaf.posted.batch);
    let other = ProvenClaim {
        claim: own.claims[own.claims.len() - 1],
        proof: leaf.evidence.before.proof.clone(),
    };
    let mut call = leaf.proof();
    call.before = (&other).into();
    let answer = leaf.tell(&call).await.map(drop);
    let data = answer.expect_err("it is a claim of the batch itself");
    let error = ClaimNotProven::abi_decode(&data).expect("the typed error");
    assert_eq!(error.mtsr, call.parent.mtsr, "{what}");
    leaf.assert_still(&before, &what).await;
    leaf.tell(&leaf.proof()).await.expect(&what);
    leaf.assert_decided(&what).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prove_convicts_who_executes_a_first_element_that_is_out_of_place() {
    for says in Says::ALL {
        Box::pin(is_decided(says, Wrong::Author)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prove_clears_who_does_not_execute_a_first_element_that_is_out_of_place() {
    for says in Says::ALL {
        Box::pin(is_decided(says, Wrong::Challenger)).await;
    }
}
