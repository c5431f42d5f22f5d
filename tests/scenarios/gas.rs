//! The gas of every public method, as a committed snapshot that a change must move visibly.
//!
//! `UPDATE=1 cargo test -p system-tests --test scenarios gas` writes `tests/snapshots/gas.json`. The figures are
//! those of a transaction alone in its block: 21,000 and calldata included, nothing cached, no Layer 1 data fee.

use crate::support::{Posted, call_as, post_batch, small_world};
use alloy::{
    json_abi::JsonAbi,
    primitives::{Address, B256, U256, keccak256},
    signers::{SignerSync, local::PrivateKeySigner},
    sol_types::{SolCall, SolValue},
};
use deploy::Contract;
use harness::World;
use interfaces::{
    client::{
        IBatchRegistry, IMetisToken,
        ISequencerPool::{self, Role},
        ITreasury,
    },
    purpose::Kind,
};
use std::{collections::BTreeMap, env, fs, path::Path};

/// Contract → method → gas.
type Snapshot = BTreeMap<String, BTreeMap<String, u64>>;

/// The methods that this deployment lets nobody call, because it has no such peer: their refusal is measured.
const REFUSED: &[&str] = &[
    "BatchRegistry.addParameterSet",
    "SequencerPool.placeHold",
    "SequencerPool.liftHold",
    "Treasury.spendPot",
];

/// Measures in one world, call after call.
struct Bench {
    world: World,
    seen: Snapshot,
}

impl Bench {
    /// Sends a call as `from` and notes its gas.
    async fn call<C: SolCall>(&mut self, contract: &str, from: Address, call: C) {
        let to = self.address(contract);
        let method = C::SIGNATURE
            .split('(')
            .next()
            .expect("a signature has a name");
        let name = format!("{contract}.{method}");
        let receipt = call_as(&self.world, from, to, call.abi_encode()).await;
        assert_eq!(
            receipt.status(),
            !REFUSED.contains(&name.as_str()),
            "{name}"
        );
        self.note(contract, method, receipt.gas_used);
    }

    fn note(&mut self, contract: &str, method: &str, gas: u64) {
        let methods = self.seen.entry(contract.into()).or_default();
        assert!(
            methods.insert(method.into(), gas).is_none(),
            "{contract}.{method} is measured twice"
        );
    }

    fn address(&self, contract: &str) -> Address {
        let addresses = self.world.addresses();
        match contract {
            "BatchRegistry" => addresses.registry,
            "MetisToken" => addresses.token,
            "SequencerPool" => addresses.pool,
            "Treasury" => addresses.treasury,
            other => panic!("no contract is named {other}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn gas_of_every_public_method_is_as_committed() {
    let mut bench = Bench {
        world: small_world().await,
        seen: Snapshot::new(),
    };
    bench.note_wiring();
    token(&mut bench).await;
    let posted = registry(&mut bench).await;
    pool(&mut bench).await;
    treasury(&mut bench).await;
    views(&mut bench, &posted).await;
    bench.require_every_method();

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/gas.json");
    let seen = serde_json::to_string_pretty(&bench.seen).expect("numbers are JSON") + "\n";
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, &seen).expect("the snapshot can be written");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == seen,
        "gas has moved; if it should have, run with UPDATE=1 and read the difference. Now:\n{seen}"
    );
}

impl Bench {
    /// `wire` runs once, in the deployment.
    fn note_wiring(&mut self) {
        let wired: Vec<_> = self
            .world
            .manifest
            .wired
            .iter()
            .map(|(&it, mined)| (it, mined.as_ref().map(|mined| mined.gas_used)))
            .collect();
        for (contract, gas) in wired {
            self.note(
                contract_name(contract),
                "wire",
                gas.expect("it was mined just now"),
            );
        }
    }

    /// Every function of every interface was measured, and nothing else.
    fn require_every_method(&self) {
        for (contract, methods) in &self.seen {
            let file = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(format!("../interfaces/abi/I{contract}.json"));
            let text = fs::read_to_string(&file).expect("the JSON ABI is committed");
            let abi: JsonAbi = serde_json::from_str(&text).expect("the JSON ABI parses");
            let promised: Vec<_> = abi.functions.keys().collect();
            let measured: Vec<_> = methods.keys().collect();
            assert_eq!(measured, promised, "{contract}");
        }
        assert_eq!(self.seen.len(), 4);
    }
}

/// A contract's name, as its interface has it.
const fn contract_name(contract: Contract) -> &'static str {
    match contract {
        Contract::MetisToken => "MetisToken",
        Contract::Treasury => "Treasury",
        Contract::SequencerPool => "SequencerPool",
        Contract::BatchRegistry => "BatchRegistry",
    }
}

async fn token(bench: &mut Bench) {
    let (owner, spender) = (bench.world.anybody.account(), Address::repeat_byte(0x51));
    let amount = U256::from(1_000_000);
    bench
        .call(
            "MetisToken",
            owner,
            IMetisToken::transferCall {
                to: spender,
                value: amount,
            },
        )
        .await;
    bench
        .call(
            "MetisToken",
            owner,
            IMetisToken::approveCall {
                spender,
                value: amount,
            },
        )
        .await;
    bench
        .call(
            "MetisToken",
            spender,
            IMetisToken::transferFromCall {
                from: owner,
                to: spender,
                value: amount,
            },
        )
        .await;
    let permit = permit(&bench.world, spender, amount).await;
    bench.call("MetisToken", spender, permit).await;
    bench
        .call("MetisToken", owner, IMetisToken::nameCall {})
        .await;
    bench
        .call("MetisToken", owner, IMetisToken::symbolCall {})
        .await;
    bench
        .call("MetisToken", owner, IMetisToken::decimalsCall {})
        .await;
    bench
        .call("MetisToken", owner, IMetisToken::totalSupplyCall {})
        .await;
    bench
        .call(
            "MetisToken",
            owner,
            IMetisToken::balanceOfCall { account: owner },
        )
        .await;
    bench
        .call(
            "MetisToken",
            owner,
            IMetisToken::allowanceCall { owner, spender },
        )
        .await;
    bench
        .call("MetisToken", owner, IMetisToken::noncesCall { owner })
        .await;
    bench
        .call("MetisToken", owner, IMetisToken::DOMAIN_SEPARATORCall {})
        .await;
}

/// A permit by a fresh key (EIP-2612).
async fn permit(world: &World, spender: Address, value: U256) -> IMetisToken::permitCall {
    let key = PrivateKeySigner::from_bytes(&B256::repeat_byte(0x11)).expect("a key");
    let deadline = U256::from(u64::MAX);
    let domain = world
        .anybody
        .token()
        .DOMAIN_SEPARATOR()
        .call()
        .await
        .expect("a view");
    let kind = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
    );
    let content = (kind, key.address(), spender, value, U256::ZERO, deadline).abi_encode();
    let digest = keccak256(
        [
            &[0x19, 0x01],
            domain.as_slice(),
            keccak256(content).as_slice(),
        ]
        .concat(),
    );
    let signature = key.sign_hash_sync(&digest).expect("a local key signs");
    IMetisToken::permitCall {
        owner: key.address(),
        spender,
        value,
        deadline,
        v: 27 + u8::from(signature.v()),
        r: signature.r().into(),
        s: signature.s().into(),
    }
}

/// A fresh member with money, tokens and an approval, that is in no queue yet.
async fn newcomer(world: &World, tag: u8, tokens: u128) -> Address {
    let account = Address::repeat_byte(tag);
    let token = world.addresses().token;
    let transfer = IMetisToken::transferCall {
        to: account,
        value: U256::from(tokens),
    };
    call_as(world, world.anybody.account(), token, transfer.abi_encode()).await;
    let approve = IMetisToken::approveCall {
        spender: world.addresses().treasury,
        value: U256::from(tokens),
    };
    call_as(world, account, token, approve.abi_encode()).await;
    account
}

async fn registry(bench: &mut Bench) -> Posted {
    let posted = post_batch(&mut bench.world).await;
    bench.note("BatchRegistry", "submitBatch", posted.gas);
    let anybody = bench.world.anybody.account();
    let closes_at = bench
        .world
        .anybody
        .closes_at(posted.accepted.hash)
        .await
        .expect("a view");
    bench
        .world
        .pass_blocks(closes_at + 1)
        .await
        .expect("the embedded chain mines");
    let finalize = IBatchRegistry::finalizeCall {
        headerHashes: vec![posted.accepted.hash.0.into()],
    };
    bench.call("BatchRegistry", anybody, finalize).await;
    let parameters = bench
        .world
        .anybody
        .registry()
        .parameters(0)
        .call()
        .await
        .expect("a view");
    bench
        .call(
            "BatchRegistry",
            anybody,
            IBatchRegistry::addParameterSetCall { parameters },
        )
        .await;
    posted
}

async fn pool(bench: &mut Bench) {
    let minimum = bench.world.settings.network.parameters.stakes.verifier;
    let sequencer = bench.world.sequencer.layer1().account();
    let stranger = bench.world.anybody.account();
    let registry = bench.world.addresses().registry;
    let member = newcomer(&bench.world, 0x61, 2 * minimum).await;
    let join = ISequencerPool::joinCall {
        role: Role::Verifier,
        stake: minimum,
    };
    bench.call("SequencerPool", member, join).await;
    bench
        .call(
            "SequencerPool",
            member,
            ISequencerPool::addStakeCall { amount: 1 },
        )
        .await;
    bench
        .call("SequencerPool", member, ISequencerPool::requestExitCall {})
        .await;
    bench
        .call(
            "SequencerPool",
            stranger,
            ISequencerPool::placeHoldCall { member },
        )
        .await;
    bench
        .call(
            "SequencerPool",
            stranger,
            ISequencerPool::liftHoldCall { member },
        )
        .await;
    let parameters = bench
        .world
        .anybody
        .pool()
        .parameters(0)
        .call()
        .await
        .expect("a view");
    bench
        .call(
            "SequencerPool",
            registry,
            ISequencerPool::setParametersCall { parameters },
        )
        .await;
    let record = ISequencerPool::recordSubmissionCall {
        member: sequencer,
        elements: 100,
    };
    bench.call("SequencerPool", registry, record).await;
    bench
        .call("SequencerPool", sequencer, ISequencerPool::endSlotCall {})
        .await;
    let deadline = bench
        .world
        .anybody
        .pool()
        .idleDeadline()
        .call()
        .await
        .expect("a view");
    bench
        .world
        .pass_blocks(deadline + 1)
        .await
        .expect("the embedded chain mines");
    bench
        .call("SequencerPool", stranger, ISequencerPool::rotateIdleCall {})
        .await;
    let unbonding = bench.world.settings.network.parameters.windows.unbonding.0;
    bench
        .world
        .pass_blocks(u64::from(unbonding) + 1)
        .await
        .expect("the embedded chain mines");
    bench
        .call("SequencerPool", member, ISequencerPool::releaseStakeCall {})
        .await;
}

async fn treasury(bench: &mut Bench) {
    let pool = bench.world.addresses().pool;
    let owner = newcomer(&bench.world, 0x71, 1_000).await;
    let stranger = bench.world.anybody.account();
    let purpose = B256::from(Kind::stake(1));
    bench
        .call(
            "Treasury",
            pool,
            ITreasury::lockCall {
                owner,
                purpose,
                amount: 1_000,
            },
        )
        .await;
    bench
        .call(
            "Treasury",
            pool,
            ITreasury::releaseCall {
                owner,
                purpose,
                amount: 100,
            },
        )
        .await;
    let seize = ITreasury::seizeCall {
        owner,
        purpose,
        beneficiary: stranger,
        toBeneficiary: 200,
        toPot: 300,
    };
    bench.call("Treasury", pool, seize).await;
    let withdraw = ITreasury::withdrawCall {
        recipient: stranger,
        amount: 50,
    };
    bench.call("Treasury", owner, withdraw).await;
    let spend = ITreasury::spendPotCall {
        beneficiary: stranger,
        amount: 1,
    };
    bench.call("Treasury", stranger, spend).await;
    let gift = IMetisToken::transferCall {
        to: bench.world.addresses().treasury,
        value: U256::from(7),
    };
    call_as(
        &bench.world,
        stranger,
        bench.world.addresses().token,
        gift.abi_encode(),
    )
    .await;
    bench
        .call("Treasury", stranger, ITreasury::skimCall {})
        .await;
}

async fn views(bench: &mut Bench, posted: &Posted) {
    let caller = bench.world.anybody.account();
    let header = posted.header();
    let set = 0;
    let account = bench.world.sequencer.layer1().account();
    let role = Role::Sequencer;

    let registry = "BatchRegistry";
    bench
        .call(registry, caller, IBatchRegistry::headCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::finalHeadCall {})
        .await;
    bench
        .call(
            registry,
            caller,
            IBatchRegistry::headerHashCall { index: 1 },
        )
        .await;
    bench
        .call(
            registry,
            caller,
            IBatchRegistry::hashHeaderCall {
                header: header.clone(),
            },
        )
        .await;
    bench
        .call(registry, caller, IBatchRegistry::forkCall {})
        .await;
    bench
        .call(
            registry,
            caller,
            IBatchRegistry::verdictCall {
                header: header.clone(),
            },
        )
        .await;
    let record = IBatchRegistry::recordOfCall {
        headerHash: posted.accepted.hash.0.into(),
    };
    bench.call(registry, caller, record).await;
    bench
        .call(registry, caller, IBatchRegistry::systemStateCall {})
        .await;
    bench
        .call(registry, caller, posted.includes_element())
        .await;
    bench.call(registry, caller, posted.includes_claim()).await;
    bench
        .call(registry, caller, posted.verify_final_state())
        .await;
    bench
        .call(registry, caller, IBatchRegistry::parametersCall { set })
        .await;
    bench
        .call(registry, caller, IBatchRegistry::currentParameterSetCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::instanceCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::clockCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::currentBlockCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::deployerCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::poolCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::treasuryCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::dataAvailabilityCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::fraudProofCall {})
        .await;
    bench
        .call(registry, caller, IBatchRegistry::governanceCall {})
        .await;

    let pool = "SequencerPool";
    bench
        .call(pool, caller, ISequencerPool::selectedCall { role })
        .await;
    bench
        .call(pool, caller, ISequencerPool::selectedSequencerCall {})
        .await;
    bench
        .call(pool, caller, ISequencerPool::selectedProducerCall {})
        .await;
    bench.call(pool, caller, ISequencerPool::phaseCall {}).await;
    bench
        .call(pool, caller, ISequencerPool::slotCall { role })
        .await;
    bench
        .call(pool, caller, ISequencerPool::idleDeadlineCall {})
        .await;
    let queue = ISequencerPool::queueCall {
        role,
        previous: Address::ZERO,
        limit: 16,
    };
    bench.call(pool, caller, queue).await;
    bench
        .call(pool, caller, ISequencerPool::memberCall { account })
        .await;
    bench
        .call(pool, caller, ISequencerPool::activeMembersCall { role })
        .await;
    bench
        .call(pool, caller, ISequencerPool::parametersCall { set })
        .await;
    bench
        .call(pool, caller, ISequencerPool::currentParameterSetCall {})
        .await;
    bench.call(pool, caller, ISequencerPool::clockCall {}).await;
    bench
        .call(pool, caller, ISequencerPool::currentBlockCall {})
        .await;
    bench
        .call(pool, caller, ISequencerPool::deployerCall {})
        .await;
    bench
        .call(pool, caller, ISequencerPool::treasuryCall {})
        .await;
    bench
        .call(pool, caller, ISequencerPool::registryCall {})
        .await;
    bench
        .call(pool, caller, ISequencerPool::dataAvailabilityCall {})
        .await;
    bench
        .call(pool, caller, ISequencerPool::fraudProofCall {})
        .await;
    bench
        .call(pool, caller, ISequencerPool::governanceCall {})
        .await;

    let treasury = "Treasury";
    let purpose = B256::from(Kind::stake(1));
    bench
        .call(
            treasury,
            caller,
            ITreasury::lockOfCall {
                owner: account,
                purpose,
            },
        )
        .await;
    bench
        .call(treasury, caller, ITreasury::creditOfCall { owner: account })
        .await;
    bench.call(treasury, caller, ITreasury::potCall {}).await;
    bench.call(treasury, caller, ITreasury::totalsCall {}).await;
    bench.call(treasury, caller, ITreasury::tokenCall {}).await;
    bench
        .call(treasury, caller, ITreasury::deployerCall {})
        .await;
    bench
        .call(treasury, caller, ITreasury::registryCall {})
        .await;
    bench.call(treasury, caller, ITreasury::poolCall {}).await;
    bench
        .call(treasury, caller, ITreasury::dataAvailabilityCall {})
        .await;
    bench
        .call(treasury, caller, ITreasury::fraudProofCall {})
        .await;
    bench
        .call(treasury, caller, ITreasury::governanceCall {})
        .await;
}
