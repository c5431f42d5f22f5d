//! Taking transactions into blocks.

use alloy::{
    consensus::{
        SignableTransaction, Signed, Transaction, TxEnvelope, TxType, Typed2718, TypedTransaction,
        transaction::{Recovered, SignerRecoverable},
    },
    eips::eip2718::Decodable2718,
    primitives::{Address, B256, Signature, TxKind, U256},
    rpc::types::TransactionRequest,
    signers::SignerSync,
};

use super::{
    block::{Ending, Included},
    calls::Overrides,
    config::CHAIN_ID,
    error::{CallError, TransactionError},
    execute::{RecentHashes, execute, transaction_env},
    ledger::Chain,
};
use crate::evm::{Mode, Outcome};

/// Longest transaction that Nitro's sequencer takes, in bytes.
const MAX_TRANSACTION_BYTES: usize = 95_000;

impl Chain {
    /// Includes a signed transaction in a block of its own and returns its hash.
    ///
    /// # Errors
    /// It cannot be decoded or executed; the chain is then unchanged.
    pub(crate) fn submit(&mut self, raw: &[u8]) -> Result<B256, TransactionError> {
        if raw.len() > MAX_TRANSACTION_BYTES {
            return Err(TransactionError::TooLarge {
                size: raw.len(),
                limit: MAX_TRANSACTION_BYTES,
            });
        }
        let envelope = TxEnvelope::decode_2718_exact(raw)
            .map_err(|error| TransactionError::Malformed(error.to_string()))?;
        if envelope.tx_type() == TxType::Eip4844 {
            return Err(TransactionError::UnsupportedType(envelope.ty()));
        }
        let sender = envelope
            .recover_signer()
            .map_err(|error| TransactionError::InvalidSender(error.to_string()))?;
        self.include(
            Recovered::new_unchecked(envelope, sender),
            Mode::Transaction,
        )
    }

    /// Includes a transaction that the node signs for a dev account, or that an impersonated
    /// account sends without a signature. Missing fields are filled in as a wallet would.
    pub(crate) fn send(&mut self, request: TransactionRequest) -> Result<B256, CallError> {
        let sender = request
            .from
            .ok_or_else(|| CallError::BadRequest("missing field: from".to_owned()))?;
        let key = self
            .config()
            .accounts
            .iter()
            .find(|account| account.address == sender);
        let signer = key.map(super::DevAccount::signer);
        if signer.is_none() && !self.is_impersonated(sender) {
            return Err(TransactionError::UnknownAccount(sender).into());
        }
        let typed = self.complete(request, sender)?;
        let (signature, mode) = match signer {
            Some(signer) => {
                let signature = signer.sign_hash_sync(&typed.signature_hash());
                let signature =
                    signature.map_err(|error| CallError::BadRequest(error.to_string()))?;
                (signature, Mode::Transaction)
            }
            None => (placeholder_signature(sender), Mode::Impersonated),
        };
        let envelope = TxEnvelope::from(Signed::new_unhashed(typed, signature));
        Ok(self.include(Recovered::new_unchecked(envelope, sender), mode)?)
    }

    fn complete(
        &self,
        mut request: TransactionRequest,
        sender: Address,
    ) -> Result<TypedTransaction, CallError> {
        if request.gas.is_none() {
            let call = self.prepare(self.head(), &request, &Overrides::default())?;
            request.gas = Some(call.estimate()?);
        }
        let base_fee = u128::from(self.base_fee());
        if request.gas_price.is_none() {
            request.max_fee_per_gas.get_or_insert(base_fee);
            request.max_priority_fee_per_gas.get_or_insert(0);
        }
        request.nonce.get_or_insert(self.state().nonce(sender));
        request.chain_id.get_or_insert(CHAIN_ID);
        request.to.get_or_insert(TxKind::Create);
        request
            .build_consensus_tx()
            .map_err(|error| CallError::BadRequest(error.error))
    }

    fn include(
        &mut self,
        transaction: Recovered<TxEnvelope>,
        mode: Mode,
    ) -> Result<B256, TransactionError> {
        let hash = *transaction.tx_hash();
        if self.position(hash).is_some() {
            return Err(TransactionError::AlreadyKnown);
        }
        check_chain(&transaction)?;
        let mut context = self.next_context();
        let state = self.state_in(&context);
        let hashes = RecentHashes::before(context.number, self.blocks());
        let env = transaction_env(&transaction);
        let outcome = execute(
            self.machine(),
            &state,
            &hashes,
            &mut context,
            env,
            mode,
            None,
        )?;
        let Outcome {
            result,
            state: changes,
        } = outcome;
        let ending = Ending {
            is_success: result.is_success(),
            gas_used: result.tx_gas_used(),
            logs: result.into_logs(),
        };
        let included = Included::new(transaction, mode, state.clone(), ending);
        self.append(&context, state, Some(included), changes);
        Ok(hash)
    }
}

fn check_chain(transaction: &TxEnvelope) -> Result<(), TransactionError> {
    match transaction.chain_id() {
        Some(have) if have != CHAIN_ID => Err(TransactionError::WrongChain {
            have,
            want: CHAIN_ID,
        }),
        _ => Ok(()),
    }
}

/// Stands where an impersonated account has no signature. It names the sender, so that equal
/// transactions of two senders keep different hashes.
fn placeholder_signature(sender: Address) -> Signature {
    Signature::new(U256::from_be_slice(sender.as_slice()), U256::ONE, false)
}
