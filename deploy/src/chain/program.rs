//! What the chain knows of a program: whether it is activated, and what activating it costs.

use alloy::eips::BlockId;
use alloy::primitives::{Address, B256, Bytes, U256, keccak256};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use alloy::rpc::types::state::{AccountOverride, StateOverride};
use alloy::sol_types::{SolCall, SolInterface};

use super::bindings::ArbWasm::{
    ArbWasmErrors, activateProgramCall, codehashVersionCall, stylusVersionCall,
};
use super::bindings::{ARB_WASM, ArbWasm};
use super::connection::Chain;
use super::error::ChainError;
use crate::build::Artifact;

/// Value that the estimate sends along: far above any fee, given to the caller by an override.
const AMPLE: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

impl Chain {
    /// The Stylus version by which this chain activates programs.
    ///
    /// # Errors
    ///
    /// [`ChainError::Missing`] on a chain without Stylus.
    pub(crate) async fn stylus_version(&self) -> Result<u16, ChainError> {
        match self.view(ARB_WASM, &stylusVersionCall {}).await {
            Err(ChainError::Refused { .. }) => Err(ChainError::Missing {
                what: "ArbWasm",
                address: ARB_WASM,
                remedy: "the suite needs an Arbitrum chain with Stylus",
            }),
            answer => answer,
        }
    }

    /// Whether code of this hash is activated for the chain's Stylus version and not expired.
    pub(crate) async fn is_activated(&self, code_hash: B256) -> Result<bool, ChainError> {
        let call = codehashVersionCall {
            codehash: code_hash,
        };
        let request = TransactionRequest::default()
            .to(ARB_WASM)
            .input(call.abi_encode().into());
        match self.provider().call(request).block(BlockId::latest()).await {
            Ok(answer) => {
                let version = codehashVersionCall::abi_decode_returns(&answer);
                Ok(version == Ok(self.stylus_version().await?))
            }
            Err(error) => {
                let data = error
                    .as_error_resp()
                    .and_then(|answer| answer.as_revert_data());
                match data.map(|data| ArbWasmErrors::abi_decode(&data)) {
                    Some(Ok(
                        ArbWasmErrors::ProgramNotActivated(_)
                        | ArbWasmErrors::ProgramNeedsUpgrade(_)
                        | ArbWasmErrors::ProgramExpired(_),
                    )) => Ok(false),
                    _ => Err(self.refused(&format!("asking for program {code_hash}"), &error)),
                }
            }
        }
    }

    /// The data fee for activating an artifact, wei; 0 if its code is activated already.
    ///
    /// Asked of ArbWasm itself, on a state in which the code is deployed.
    ///
    /// # Errors
    ///
    /// [`ChainError::Refused`] if the chain would not activate it, with its reason.
    pub(crate) async fn data_fee(&self, artifact: &Artifact) -> Result<U256, ChainError> {
        let code = artifact.program();
        if self.is_activated(keccak256(&code)).await? {
            return Ok(U256::ZERO);
        }
        let caller = Address::repeat_byte(0xca);
        let program = Address::repeat_byte(0xfe);
        let mut state = StateOverride::default();
        state.insert(
            caller,
            AccountOverride::default().with_balance(AMPLE * U256::from(2)),
        );
        state.insert(program, with_code(&code));
        for (address, fragment) in artifact
            .fragment_addresses()
            .into_iter()
            .zip(artifact.code.fragments())
        {
            state.insert(address, with_code(fragment));
        }
        let request = TransactionRequest::default()
            .from(caller)
            .to(ARB_WASM)
            .value(AMPLE)
            .input(activateProgramCall { program }.abi_encode().into());
        let action = format!("activating {}", artifact.contract);
        let answer = self
            .provider()
            .call(request)
            .overrides(state)
            .await
            .map_err(|error| self.refused(&action, &error))?;
        ArbWasm::activateProgramCall::abi_decode_returns(&answer)
            .map(|activated| activated.dataFee)
            .map_err(|error| ChainError::Refused {
                reason: format!("its answer {answer} does not decode: {error}"),
                action,
            })
    }
}

fn with_code(code: &[u8]) -> AccountOverride {
    AccountOverride::default().with_code(Bytes::copy_from_slice(code))
}
