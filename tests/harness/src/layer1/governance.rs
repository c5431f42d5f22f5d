//! Governance: what a member proposes, votes and executes, and what anybody reads there.

use alloy::{
    primitives::{Address, B256, Bytes, U256},
    rpc::types::TransactionReceipt,
    sol_types::{SolCall, SolValue},
};
use anyhow::Context;
use interfaces::client::{
    IBatchRegistry::{self, Parameters},
    IGovernance::{
        Header, Proposal, ProposalKind, Proposed, Statement, Terms, compensateCall, executeCall,
        proposeCall, voteCall,
    },
};
use types::HeaderHash;

use super::{Layer1, Refusal, send};
use crate::{error::FlowError, l2::Accepted};

/// What is proposed: a kind, and its payload as `IGovernance` describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    /// What.
    pub kind: ProposalKind,
    /// Whom, how much, and on what evidence.
    pub payload: Bytes,
    /// The member that is accused, if it accuses one.
    pub accused: Option<Address>,
}

/// A motion that Layer 1 has taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposition {
    /// What votes name.
    pub id: B256,
    /// Counted from 1.
    pub number: u64,
    /// What is proposed.
    pub motion: Motion,
}

impl Motion {
    /// To remove a sequencer, and to compensate those who asked for the data of these batches.
    pub fn remove_sequencer(member: (Address, u32), batches: &[HeaderHash]) -> Self {
        Self::removal(ProposalKind::RemoveSequencer, member, batches)
    }

    /// To remove a verifier, and to compensate the authors of these batches, whose data it asked for.
    pub fn remove_verifier(member: (Address, u32), batches: &[HeaderHash]) -> Self {
        Self::removal(ProposalKind::RemoveVerifier, member, batches)
    }

    fn removal(
        kind: ProposalKind,
        (member, epoch): (Address, u32),
        batches: &[HeaderHash],
    ) -> Self {
        let batches: Vec<_> = batches.iter().map(|hash| B256::from(hash.0)).collect();
        let payload = (member, epoch, batches).abi_encode_params();
        Self::new(kind, payload, Some(member))
    }

    /// To kick a block producer, and to take so much of its stake.
    pub fn punish_producer((member, epoch): (Address, u32), slash: u128) -> Self {
        let payload = (member, epoch, true, slash).abi_encode_params();
        Self::new(ProposalKind::PunishProducer, payload, Some(member))
    }

    /// To end the turn of the author of a batch with another order than `producer` has attested.
    pub fn kick_for_ordering(epoch: u32, batch: &Accepted, producer: Address) -> Self {
        let member = Address::from(batch.header.sequencer.0);
        let header: IBatchRegistry::Header = (&batch.header).into();
        let payload = (member, epoch, header, producer).abi_encode_params();
        Self::new(ProposalKind::KickForOrdering, payload, Some(member))
    }

    /// To add a parameter set.
    pub fn add_parameters(set: &Parameters) -> Self {
        Self::new(ProposalKind::AddParameterSet, set.abi_encode(), None)
    }

    /// To give somebody an amount out of the pot.
    pub fn spend(beneficiary: Address, amount: u128) -> Self {
        let payload = (beneficiary, amount).abi_encode_params();
        Self::new(ProposalKind::SpendPot, payload, None)
    }

    fn new(kind: ProposalKind, payload: Vec<u8>, accused: Option<Address>) -> Self {
        let payload = payload.into();
        Self {
            kind,
            payload,
            accused,
        }
    }
}

/// What a member does.
impl Layer1 {
    /// Approves the Treasury for the bond of a proposal, and makes it.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of the token, Governance, the pool or the Treasury.
    pub async fn propose(
        &self,
        motion: Motion,
    ) -> Result<(Proposition, TransactionReceipt), FlowError> {
        let (bond, treasury) = (self.proposal_bond().await?, self.addresses.treasury);
        let token = self.token();
        let approval = token.approve(treasury, U256::from(bond));
        send("MetisToken.approve", approval).await?;
        let governance = self.governance();
        let call = governance.propose(motion.kind, motion.payload.clone());
        let receipt = send("Governance.propose", call).await?;
        let mut logs = receipt.logs().iter();
        let event = logs.find_map(|log| log.log_decode::<Proposed>().ok());
        let event = event.context("the receipt has no Proposed")?.inner.data;
        let (id, number) = (event.id, event.number);
        Ok((Proposition { id, number, motion }, receipt))
    }

    /// Proposes what Layer 1 refuses.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if Layer 1 takes it up.
    pub async fn proposal_refused(&self, motion: Motion) -> Result<Refusal, FlowError> {
        let Motion { kind, payload, .. } = motion;
        self.refused_by_governance(&proposeCall { kind, payload })
            .await
    }

    /// Votes in vain.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if Layer 1 counts the vote.
    pub async fn vote_refused(&self, id: B256, support: bool) -> Result<Refusal, FlowError> {
        self.refused_by_governance(&voteCall { id, support }).await
    }

    /// Executes in vain.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if Layer 1 executes it.
    pub async fn execution_refused(&self, it: &Proposition) -> Result<Refusal, FlowError> {
        let Motion { kind, payload, .. } = it.motion.clone();
        let number = it.number;
        let call = executeCall {
            number,
            kind,
            payload,
        };
        self.refused_by_governance(&call).await
    }

    /// Asks for compensations in vain.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if Layer 1 pays.
    pub async fn compensation_refused(
        &self,
        it: &Proposition,
        batches: &[Accepted],
    ) -> Result<Refusal, FlowError> {
        let Motion { kind, payload, .. } = it.motion.clone();
        let call = compensateCall {
            number: it.number,
            kind,
            payload,
            headers: batches.iter().map(|it| (&it.header).into()).collect(),
        };
        self.refused_by_governance(&call).await
    }

    /// Calls Governance, which refuses.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if it does not.
    async fn refused_by_governance<C: SolCall>(&self, call: &C) -> Result<Refusal, FlowError> {
        self.refusal(self.addresses.governance, call).await
    }

    /// Votes.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of Governance.
    pub async fn vote(&self, id: B256, support: bool) -> Result<TransactionReceipt, FlowError> {
        send("Governance.vote", self.governance().vote(id, support)).await
    }

    /// Says on Layer 1 which elements are to follow a header, as the selected block producer.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the registry's error.
    pub async fn attest(
        &self,
        parent: HeaderHash,
        mttbr: B256,
    ) -> Result<TransactionReceipt, FlowError> {
        let registry = self.registry();
        let call = registry.attest(parent.0.into(), mttbr);
        send("BatchRegistry.attest", call).await
    }
}

/// What anybody does.
impl Layer1 {
    /// Executes what has passed.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of Governance or a contract below it.
    pub async fn execute(&self, it: &Proposition) -> Result<TransactionReceipt, FlowError> {
        let (governance, Motion { kind, payload, .. }) = (self.governance(), it.motion.clone());
        let call = governance.execute(it.number, kind, payload);
        send("Governance.execute", call).await
    }

    /// Ends what is defeated or expired.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of Governance.
    pub async fn close(&self, it: &Proposition) -> Result<TransactionReceipt, FlowError> {
        let (governance, Motion { kind, payload, .. }) = (self.governance(), it.motion.clone());
        let call = governance.close(it.number, kind, payload);
        send("Governance.close", call).await
    }

    /// Pays the compensations of an executed removal, whose batches these are.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of Governance or a contract below it.
    pub async fn compensate(
        &self,
        it: &Proposition,
        batches: &[Accepted],
    ) -> Result<TransactionReceipt, FlowError> {
        let (governance, Motion { kind, payload, .. }) = (self.governance(), it.motion.clone());
        let headers = batches.iter().map(|it| Header::from(&it.header)).collect();
        let call = governance.compensate(it.number, kind, payload, headers);
        send("Governance.compensate", call).await
    }

    /// Shows two statements of a block producer on one parent.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of Governance.
    pub async fn punish_equivocation(
        &self,
        parent: HeaderHash,
        [first, second]: [Statement; 2],
    ) -> Result<TransactionReceipt, FlowError> {
        let governance = self.governance();
        let call = governance.punishEquivocation(parent.0.into(), first, second);
        send("Governance.punishEquivocation", call).await
    }
}

/// What anybody reads.
impl Layer1 {
    /// A proposal.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn proposal(&self, id: B256) -> Result<Proposal, FlowError> {
        let proposal = self.governance().proposalOf(id).call().await;
        Ok(proposal.context("Governance.proposalOf")?)
    }

    /// How long Governance takes, and what it may spend.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn terms(&self) -> Result<Terms, FlowError> {
        let terms = self.governance().terms().call().await;
        Ok(terms.context("Governance.terms")?)
    }

    /// What Governance may spend of the pot now, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn spendable(&self) -> Result<u128, FlowError> {
        let amount = self.governance().spendable().call().await;
        Ok(amount.context("Governance.spendable")?)
    }

    /// A parameter set.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if there is none of this number.
    pub async fn parameters(&self, set: u32) -> Result<Parameters, FlowError> {
        let parameters = self.registry().parameters(set).call().await;
        Ok(parameters.context("BatchRegistry.parameters")?)
    }

    /// Bond of a proposal by the parameter set that holds, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if a view fails.
    pub async fn proposal_bond(&self) -> Result<u128, FlowError> {
        let set = self.parameter_set().await?;
        Ok(self.parameters(set).await?.proposalBond)
    }

    /// What a block producer has attested to follow a header: the root, and the block; zero if nothing.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn attestation_of(
        &self,
        producer: Address,
        parent: HeaderHash,
    ) -> Result<(B256, u64), FlowError> {
        let registry = self.registry();
        let known = registry
            .attestationOf(parent.0.into(), producer)
            .call()
            .await;
        let known = known.context("BatchRegistry.attestationOf")?;
        Ok((known.mttbr, known.attestedAt))
    }

    /// All about a member of the pool.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn member(
        &self,
        account: Address,
    ) -> Result<interfaces::client::ISequencerPool::Member, FlowError> {
        let member = self.pool().member(account).call().await;
        Ok(member.context("SequencerPool.member")?)
    }

    /// Its votes at the end of a block, and those of all members.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if a view fails.
    pub async fn votes_at(&self, account: Address, block: u64) -> Result<(u128, u128), FlowError> {
        let own = self.pool().votesAt(account, block).call().await;
        let all = self.pool().totalVotesAt(block).call().await;
        let own = own.context("SequencerPool.votesAt")?;
        Ok((own, all.context("SequencerPool.totalVotesAt")?))
    }
}
