//! Data availability: what an account does in DataAvailability, and what it reads there.

use alloy::{
    consensus::Transaction,
    network::TransactionBuilder,
    primitives::{Address, B256, U64, U256},
    providers::Provider,
    rpc::types::{TransactionReceipt, TransactionRequest},
    sol_types::SolCall,
};
use anyhow::Context;
use interfaces::client::IDataAvailability::{
    ElementsPublished, Publication, Request, expireCall, publishCall,
};
use serde::Deserialize;
use types::{Header, HeaderHash};

use super::{Layer1, Refusal, b256, refused, send};
use crate::{
    error::FlowError,
    l2::{Chunk, unpack},
};

/// What is of interest in a call's trace.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CallTrace {
    gas_used: U64,
    error: Option<String>,
}

/// What a verifier does.
impl Layer1 {
    /// Approves the Treasury for the fee of a request on this batch; returns the fee, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the token's error.
    pub async fn approve_request_fee(&self, header: &Header) -> Result<u128, FlowError> {
        let fee = self.request_fee(header).await?;
        let (token, treasury) = (self.token(), self.addresses.treasury);
        let approval = token.approve(treasury, U256::from(fee));
        send("MetisToken.approve", approval).await?;
        Ok(fee)
    }

    /// Asks for the data of a batch, with the fee approved.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of DataAvailability, the registry, the Treasury or the token.
    pub async fn request_data(&self, header: &Header) -> Result<TransactionReceipt, FlowError> {
        let data = self.data_availability();
        send("DataAvailability.request", data.request(header.into())).await
    }
}

/// On a halted L2.
impl Layer1 {
    /// Approves the Treasury for the fee of a request on this batch of a halted L2; returns the fee, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the token's error.
    pub async fn approve_halted_fee(&self, header: &Header) -> Result<u128, FlowError> {
        let data = self.data_availability();
        let fee = data.haltedRequestFee(header.into()).call().await;
        let fee = fee.map_err(|error| refused("DataAvailability.haltedRequestFee", &error))?;
        let (token, treasury) = (self.token(), self.addresses.treasury);
        let approval = token.approve(treasury, U256::from(fee));
        send("MetisToken.approve", approval).await?;
        Ok(fee)
    }

    /// Asks for the re-execution of a batch of a halted L2, with the fee approved.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of DataAvailability, the registry, the Treasury or the token.
    pub async fn request_halted(&self, header: &Header) -> Result<TransactionReceipt, FlowError> {
        let data = self.data_availability();
        let call = data.requestHalted(header.into());
        send("DataAvailability.requestHalted", call).await
    }

    /// Ends a request on a halted L2 by Layer 1's verdict.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of DataAvailability.
    pub async fn settle_halted(&self, header: &Header) -> Result<TransactionReceipt, FlowError> {
        let data = self.data_availability();
        let call = data.settleHalted(header.into());
        send("DataAvailability.settleHalted", call).await
    }
}

/// What anybody does.
impl Layer1 {
    /// Publishes a chunk of a batch.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of DataAvailability or the registry.
    pub async fn publish(
        &self,
        header: &Header,
        chunk: Chunk,
    ) -> Result<TransactionReceipt, FlowError> {
        let data = self.data_availability();
        let call = data.call_builder(&publication(header, chunk));
        send("DataAvailability.publish", call).await
    }

    /// Publishes a chunk that Layer 1 refuses.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if Layer 1 takes it.
    pub async fn publication_refused(
        &self,
        header: &Header,
        chunk: Chunk,
    ) -> Result<Refusal, FlowError> {
        let call = publication(header, chunk);
        self.refusal(self.addresses.data_availability, &call).await
    }

    /// Ends a request whose deadline is over.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of DataAvailability.
    pub async fn expire(&self, header: &Header) -> Result<TransactionReceipt, FlowError> {
        let data = self.data_availability();
        send("DataAvailability.expire", data.expire(header.into())).await
    }

    /// Tries to end a request, which Layer 1 refuses.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if Layer 1 ends it.
    pub async fn expiry_refused(&self, header: &Header) -> Result<Refusal, FlowError> {
        let call = expireCall {
            header: header.into(),
        };
        self.refusal(self.addresses.data_availability, &call).await
    }

    /// What ending a request would cost this account now, in gas.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the node cannot trace calls, or the call fails.
    pub async fn gas_of_expiry(&self, header: &Header) -> Result<u64, FlowError> {
        let header = header.into();
        let request = TransactionRequest::default()
            .with_from(self.account)
            .with_to(self.addresses.data_availability)
            .with_input(expireCall { header }.abi_encode());
        let options = serde_json::json!({ "tracer": "callTracer" });
        let trace = self
            .provider
            .raw_request::<_, CallTrace>("debug_traceCall".into(), (request, "latest", options))
            .await
            .context("debug_traceCall of DataAvailability.expire")?;
        match trace.error {
            None => Ok(trace.gas_used.to()),
            Some(error) => Err(anyhow::anyhow!("DataAvailability.expire fails: {error}").into()),
        }
    }

    /// Ends a request on a batch that no longer counts.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of DataAvailability.
    pub async fn settle_orphan(&self, header: &Header) -> Result<TransactionReceipt, FlowError> {
        let data = self.data_availability();
        send(
            "DataAvailability.settleOrphan",
            data.settleOrphan(header.into()),
        )
        .await
    }

    /// Gives a requester the fee of an answered request back, the batch being invalid.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of DataAvailability or the Treasury.
    pub async fn claim_fee(&self, header: &Header) -> Result<TransactionReceipt, FlowError> {
        let data = self.data_availability();
        send("DataAvailability.claimFee", data.claimFee(header.into())).await
    }
}

/// What anybody reads.
impl Layer1 {
    /// What a request on a batch costs, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if the view fails.
    pub async fn request_fee(&self, header: &Header) -> Result<u128, FlowError> {
        let fee = self
            .data_availability()
            .requestFee(header.into())
            .call()
            .await;
        fee.map_err(|error| refused("DataAvailability.requestFee", &error))
    }

    /// The request on a batch.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn request_of(&self, hash: HeaderHash) -> Result<Request, FlowError> {
        let request = self
            .data_availability()
            .requestOf(hash.0.into())
            .call()
            .await;
        Ok(request.context("DataAvailability.requestOf")?)
    }

    /// How much of a batch is published.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn publication_of(&self, hash: HeaderHash) -> Result<Publication, FlowError> {
        let data = self.data_availability();
        let publication = data.publicationOf(hash.0.into()).call().await;
        Ok(publication.context("DataAvailability.publicationOf")?)
    }

    /// Whether everything that is canonical can become final, and the lowest batch that an open request is on,
    /// `u64::MAX` if there is none.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn system_state(&self) -> Result<(bool, u64), FlowError> {
        let state = self.registry().systemState().call().await;
        let state = state.context("BatchRegistry.systemState")?;
        Ok((state.secure, state.lowestInsecure))
    }

    /// How many open requests hold a member's stake.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn request_holds(&self, member: Address) -> Result<u32, FlowError> {
        let member = self.pool().member(member).call().await;
        Ok(member.context("SequencerPool.member")?.requestHolds)
    }

    /// What an account may withdraw, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn credit(&self, account: Address) -> Result<u128, FlowError> {
        let credit = self.treasury().creditOf(account).call().await;
        Ok(credit.context("Treasury.creditOf")?)
    }

    /// The elements of a batch that were published so far, from the calldata of the transactions that did it.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the node has lost one of them, or one was no direct call of `publish`.
    pub async fn published_elements(&self, hash: HeaderHash) -> Result<Vec<Vec<u8>>, FlowError> {
        let data = self.data_availability();
        let filter = data.ElementsPublished_filter();
        let events = filter
            .from_block(0)
            .topic1(B256::from(hash.0))
            .query()
            .await;
        let events = events.context("eth_getLogs of ElementsPublished")?;
        let mut elements = Vec::new();
        for (event, log) in events {
            let transaction = log
                .transaction_hash
                .context("a mined log has a transaction")?;
            let found = self.provider.get_transaction_by_hash(transaction).await;
            let found = found.with_context(|| format!("reading {transaction}"))?;
            let found = found.with_context(|| format!("the node has no {transaction}"))?;
            elements.extend(new_elements(found.input(), &event)?);
        }
        Ok(elements)
    }
}

/// The call that publishes a chunk.
fn publication(header: &Header, chunk: Chunk) -> publishCall {
    publishCall {
        header: header.into(),
        first: chunk.first,
        elements: chunk.packed.into(),
        proof: chunk.proof.into_iter().map(b256).collect(),
    }
}

/// Those elements of a call of `publish` that were not there before.
fn new_elements(input: &[u8], event: &ElementsPublished) -> Result<Vec<Vec<u8>>, FlowError> {
    let call =
        publishCall::abi_decode(input).context("ElementsPublished, but no call of publish")?;
    let elements = unpack(&call.elements)?;
    let known = event.first.checked_sub(call.first).map(|it| it as usize);
    let new = known.and_then(|known| elements.get(known..));
    let new = new.with_context(|| format!("element {} is not in the call", event.first))?;
    Ok(new.to_vec())
}

#[cfg(test)]
mod tests {
    use super::{new_elements, publication};
    use crate::l2::{Chunk, MAX_TRANSACTION, cut};
    use alloy::{
        primitives::{Address, B256},
        sol_types::SolCall,
    };
    use interfaces::client::IDataAvailability::ElementsPublished;
    use merkle::Hash;
    use types::{Header, InstanceId, StateClaim};

    fn header() -> Header {
        let claim = StateClaim {
            state_root: Hash([7; 32]),
            l2_block: 1.into(),
            l2_timestamp: 2.into(),
        };
        Header::genesis::<merkle::Keccak>(InstanceId([1; 32]), &claim, 3.into())
    }

    fn input(chunk: &Chunk) -> Vec<u8> {
        publication(&header(), chunk.clone()).abi_encode()
    }

    #[test]
    fn publication_fits_a_transaction_whatever_the_elements_are() {
        for (count, length) in [(3_000, 110), (3, 65_536), (4_096, 1), (20_000, 0)] {
            let elements = vec![vec![0xff; length]; count];
            let chunks = cut(&elements, 0..u32::try_from(count).unwrap()).unwrap();
            for chunk in &chunks {
                // Its own fields and its signature have less than 200 bytes.
                assert!(
                    input(chunk).len() + 200 <= MAX_TRANSACTION,
                    "{count} of {length}"
                );
            }
        }
    }

    #[test]
    fn new_elements_skips_those_that_were_there_before() {
        let elements = vec![vec![1], vec![2, 2], vec![3]];
        let chunk = cut(&elements, 1..3).unwrap().remove(0);
        let mut event = ElementsPublished {
            headerHash: B256::ZERO,
            publisher: Address::ZERO,
            first: 2,
            elements: 1,
            length: 1,
        };
        assert_eq!(new_elements(&input(&chunk), &event).unwrap(), elements[2..]);
        event.first = 1;
        assert_eq!(new_elements(&input(&chunk), &event).unwrap(), elements[1..]);
        assert!(new_elements(&[1, 2, 3, 4], &event).is_err());
        event.first = 0;
        assert!(new_elements(&input(&chunk), &event).is_err());
        event.first = 9;
        assert!(new_elements(&input(&chunk), &event).is_err());
    }
}
