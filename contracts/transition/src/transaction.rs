//! The signed transaction of an element: strict decoding and the recovery of its sender.
//!
//! Legacy with chain id (EIP-155), EIP-2930 and EIP-1559; canonical RLP, nothing after it, `s` in the
//! lower half (EIP-2).

#[cfg(test)]
mod tests;

use alloy_consensus::{
    SignableTransaction, TxEip1559, TxEip2930, TxLegacy,
    transaction::{RlpEcdsaDecodableTx, RlpEcdsaEncodableTx},
};
use alloy_primitives::{Address, B256, Signature, U256};
use revm::context::{TransactionType, TxEnv};

use crate::{Arithmetic, NotExecutable, precompiles};

/// EIP-2718 type bytes in scope; a legacy transaction starts with an RLP list instead.
const EIP2930: u8 = 1;
const EIP1559: u8 = 2;
/// Least first byte of an RLP list.
const LIST: u8 = 0xc0;

/// Decodes a signed transaction and recovers who sent it.
///
/// # Errors
/// [`NotExecutable::Undecodable`], [`NotExecutable::UnsupportedType`],
/// [`NotExecutable::InvalidSignature`].
pub(crate) fn decode<A: Arithmetic>(bytes: &[u8], arithmetic: &A) -> Result<TxEnv, NotExecutable> {
    match bytes.first() {
        None => Err(NotExecutable::Undecodable(alloy_rlp::Error::InputTooShort)),
        Some(&EIP2930) => signed::<TxEip2930, A>(&bytes[1..], TransactionType::Eip2930, arithmetic),
        Some(&EIP1559) => signed::<TxEip1559, A>(&bytes[1..], TransactionType::Eip1559, arithmetic),
        Some(LIST..) => signed::<TxLegacy, A>(bytes, TransactionType::Legacy, arithmetic),
        Some(other) => Err(NotExecutable::UnsupportedType(*other)),
    }
}

fn signed<T, A>(
    mut rlp: &[u8],
    kind: TransactionType,
    arithmetic: &A,
) -> Result<TxEnv, NotExecutable>
where
    T: RlpEcdsaDecodableTx + RlpEcdsaEncodableTx + SignableTransaction<Signature>,
    A: Arithmetic,
{
    let (transaction, signature) =
        T::rlp_decode_with_signature(&mut rlp).map_err(NotExecutable::Undecodable)?;
    if !rlp.is_empty() {
        return Err(NotExecutable::Undecodable(
            alloy_rlp::Error::UnexpectedLength,
        ));
    }
    let caller = recover(&transaction.signature_hash(), &signature, arithmetic)
        .ok_or(NotExecutable::InvalidSignature)?;
    Ok(TxEnv {
        tx_type: kind as u8,
        caller,
        gas_limit: transaction.gas_limit(),
        gas_price: transaction.max_fee_per_gas(),
        kind: transaction.kind(),
        value: transaction.value(),
        nonce: transaction.nonce(),
        chain_id: transaction.chain_id(),
        access_list: transaction.access_list().cloned().unwrap_or_default(),
        gas_priority_fee: transaction.max_priority_fee_per_gas(),
        data: transaction.input().clone(),
        ..TxEnv::default()
    })
}

/// The signer, `None` for a signature out of range or that no key made.
fn recover<A: Arithmetic>(hash: &B256, signature: &Signature, arithmetic: &A) -> Option<Address> {
    let (r, s): (U256, U256) = (signature.r(), signature.s());
    if !precompiles::in_range(&r) || s.is_zero() || s > (precompiles::ORDER >> 1) {
        return None;
    }
    arithmetic.recover(hash, signature.v(), &r.into(), &s.into())
}
