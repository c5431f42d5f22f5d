//! Who acts in tests.

use alloy_primitives::Address;

/// Who wires.
pub const DEPLOYER: Address = Address::repeat_byte(0xd0);
/// Stands for BatchRegistry.
pub const REGISTRY: Address = Address::repeat_byte(0xa1);
/// Stands for SequencerPool.
pub const POOL: Address = Address::repeat_byte(0xa2);
/// Stands for DataAvailability.
pub const DATA_AVAILABILITY: Address = Address::repeat_byte(0xa3);
/// Stands for FraudProof.
pub const FRAUD_PROOF: Address = Address::repeat_byte(0xa4);
/// Stands for Governance.
pub const GOVERNANCE: Address = Address::repeat_byte(0xa5);
/// A person.
pub const ALICE: Address = Address::repeat_byte(0x11);
/// Another one.
pub const BOB: Address = Address::repeat_byte(0x22);
/// A third one.
pub const CAROL: Address = Address::repeat_byte(0x33);
/// A fourth one.
pub const DAVE: Address = Address::repeat_byte(0x44);
