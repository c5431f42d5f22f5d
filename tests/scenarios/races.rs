//! The data of batches, where only real transactions show what happens: several in one block of the suite's clock,
//! copies that run ahead, and blocks that are jumped over.
//!
//! These worlds count the blocks of a parent chain, as on Arbitrum. It stands still while transactions come in, so
//! that any number of them meet in one of its blocks, and it jumps when it is told to.

mod disputes;
mod jumps;
mod order;

use crate::support::{attempt, post_batch, small, suite};
use alloy::{
    primitives::{Address, Bytes, U256},
    rpc::types::TransactionReceipt,
    sol_types::SolCall,
};
use deploy::{Clock, Network};
use harness::{Accepted, Settings, Standing, World, cut};
use interfaces::client::{
    IBatchRegistry::Verdict,
    IDataAvailability::{
        Publication, Request, expireCall, publishCall, requestCall, settleOrphanCall,
    },
    IMetisToken::approveCall,
};
use std::ops::Range;

/// Anybody, without a part in the protocol.
const STRANGER: Address = Address::repeat_byte(0x5f);

/// A batch that the first sequencer has posted, and the world in which it did.
struct Scene {
    world: World,
    batch: crate::support::Posted,
}

/// What has become of a batch, its request, its author and the suite.
#[derive(Debug, PartialEq)]
struct Outcome {
    verdict: (Verdict, bool),
    request: Request,
    publication: Publication,
    /// Stake and open requests of the author.
    author: (u128, u32),
    /// Credits of the verifier and of the stranger.
    credits: (u128, u128),
    secure: (bool, u64),
    standing: Standing,
}

impl Scene {
    /// With so many sequencers, on a parent chain that stands still.
    async fn new(sequencers: usize) -> Self {
        let settings = small();
        let network = Network {
            clock: Clock::BlockNumber,
            ..settings.network.clone()
        };
        let settings = Settings {
            sequencers,
            network,
            ..settings
        };
        let world = World::build(suite(), settings).await;
        let mut world = world.expect("a world can be built");
        let batch = post_batch(&mut world).await;
        Self { world, batch }
    }

    /// With one sequencer, the verifier having asked for its batch.
    async fn asked() -> Self {
        let scene = Self::new(1).await;
        scene.request(&scene.batch.accepted).await;
        scene
    }

    fn author(&self) -> Address {
        self.world.sequencers[0].layer1().account()
    }

    fn verifier(&self) -> Address {
        self.world.verifier.layer1().account()
    }

    /// The verifier asks for a batch, with tokens for the fee.
    async fn request(&self, batch: &Accepted) {
        let (layer1, addresses) = (&self.world.anybody, self.world.addresses());
        let fee = layer1.request_fee(&batch.header).await.expect("a view");
        let given = layer1.give_tokens(self.verifier(), fee).await;
        given.expect("the deployer has tokens");
        let approval = approveCall {
            spender: addresses.treasury,
            value: U256::from(fee),
        };
        let approved = self.send(self.verifier(), addresses.token, &approval).await;
        approved.expect("anyone may approve");
        let header = (&batch.header).into();
        let asked = self.tell(self.verifier(), &requestCall { header }).await;
        asked.expect("the batch can be asked for");
    }

    /// Calls DataAvailability.
    async fn tell(&self, from: Address, call: &impl SolCall) -> Result<TransactionReceipt, Bytes> {
        let to = self.world.addresses().data_availability;
        self.send(from, to, call).await
    }

    async fn send(
        &self,
        from: Address,
        to: Address,
        call: &impl SolCall,
    ) -> Result<TransactionReceipt, Bytes> {
        attempt(&self.world, from, to, call.abi_encode()).await
    }

    /// The call that publishes a run of the batch's elements, which fit one transaction.
    fn publication(&self, run: Range<u32>) -> publishCall {
        let chunks = cut(&self.batch.batch.elements, run).expect("the batch has such a run");
        let [chunk] = <[_; 1]>::try_from(chunks).expect("it is small");
        publishCall {
            header: self.header(),
            first: chunk.first,
            elements: chunk.packed.into(),
            proof: chunk.proof.iter().map(|hash| hash.0.into()).collect(),
        }
    }

    /// The call that publishes all of the batch.
    fn whole(&self) -> publishCall {
        self.publication(0..self.count())
    }

    fn expiry(&self) -> expireCall {
        let header = self.header();
        expireCall { header }
    }

    fn settlement(batch: &Accepted) -> settleOrphanCall {
        let header = (&batch.header).into();
        settleOrphanCall { header }
    }

    fn header(&self) -> interfaces::client::IDataAvailability::Header {
        (&self.batch.accepted.header).into()
    }

    fn count(&self) -> u32 {
        self.batch.accepted.header.element_count
    }

    /// Last block at which the request can be answered.
    async fn deadline(&self) -> u64 {
        let request = self.world.anybody.request_of(self.batch.accepted.hash);
        request.await.expect("a view").deadline
    }

    /// Lets the clock go to a block, which lies ahead.
    async fn at(&self, block: u64) {
        let waited = self.world.wait_for_block(block, "the scene goes on").await;
        waited.expect("the embedded chain can be told to jump");
        assert_eq!(self.now().await, block);
    }

    async fn now(&self) -> u64 {
        self.world.anybody.current_block().await.expect("a view")
    }

    /// What has become of the batch by now.
    async fn outcome(&self) -> Outcome {
        let (layer1, batch) = (&self.world.anybody, &self.batch.accepted);
        let credit = async |account| layer1.credit(account).await.expect("a view");
        let stake = layer1.holdings(self.author()).await.expect("views").1;
        let holds = layer1.request_holds(self.author()).await.expect("a view");
        Outcome {
            verdict: layer1.verdict(&batch.header).await.expect("a view"),
            request: layer1.request_of(batch.hash).await.expect("a view"),
            publication: layer1.publication_of(batch.hash).await.expect("a view"),
            author: (stake, holds),
            credits: (credit(self.verifier()).await, credit(STRANGER).await),
            secure: layer1.system_state().await.expect("a view"),
            standing: layer1.standing().await.expect("views"),
        }
    }
}
