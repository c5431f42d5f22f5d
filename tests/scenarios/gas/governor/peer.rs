//! OpenZeppelin's Governor on a world's chain: a spending from its timelock, step by step.

use super::{super::votes::Passage, tools::Contracts};
use crate::support::{call_as, rpc};
use alloy::{
    network::TransactionBuilder,
    primitives::{Address, Bytes, U256, keccak256},
    providers::Provider,
    rpc::types::TransactionRequest,
    sol,
    sol_types::{SolCall, SolValue},
};
use harness::World;

sol! {
    function transfer(address to, uint256 value) external;
    function delegate(address delegatee) external;
    function grantRole(bytes32 role, address account) external;
    function propose(address[] targets, uint256[] values, bytes[] calldatas, string description) external;
    function castVote(uint256 proposalId, uint8 support) external;
    function queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) external;
    function execute(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) external;
}

/// The vote that is for it, in `GovernorCountingSimple`.
const FOR: u8 = 1;

/// Seconds of the timelock.
const DELAY: u64 = 480;

/// Blocks of voting, as `Governor.sol` has them, and of the delay before.
const VOTING: u64 = 20;
const BEFORE: u64 = 1;

/// Base units of each voter, a good third of them all.
const VOTES: u128 = 400_000 * 10u128.pow(18);

/// What is proposed: the description, as short as a payload's title would be.
const DESCRIPTION: &str = "Spend one unit";

struct Peer<'w> {
    world: &'w World,
    token: Address,
    timelock: Address,
    governor: Address,
}

/// Deploys the three contracts, lets two voters have votes, and spends from the timelock by their decision.
pub(super) async fn spending(world: &World, contracts: Contracts) -> Passage {
    let voters = [0xa1, 0xa2].map(Address::repeat_byte);
    let peer = Peer::deploy(world, contracts).await;
    peer.give_votes(voters).await;
    peer.pass(voters).await
}

impl<'w> Peer<'w> {
    async fn deploy(world: &'w World, contracts: Contracts) -> Self {
        let token = deploy(world, &contracts.voting_token, &[]).await;
        let delay = U256::from(DELAY).abi_encode();
        let timelock = deploy(world, &contracts.timelock, &delay).await;
        let arguments = (token, timelock).abi_encode_params();
        let governor = deploy(world, &contracts.metis_governor, &arguments).await;
        let peer = Self {
            world,
            token,
            timelock,
            governor,
        };
        for (role, account) in [
            ("PROPOSER_ROLE", governor),
            ("EXECUTOR_ROLE", Address::ZERO),
        ] {
            let role = keccak256(role);
            let grant = grantRoleCall { role, account };
            peer.by_deployer(timelock, &grant).await;
        }
        peer
    }

    /// Each voter has votes, and the timelock something to spend.
    async fn give_votes(&self, voters: [Address; 2]) {
        for (to, value) in [(voters[0], VOTES), (voters[1], VOTES), (self.timelock, 100)] {
            let value = U256::from(value);
            self.by_deployer(self.token, &transferCall { to, value })
                .await;
        }
        for delegatee in voters {
            let delegate = delegateCall { delegatee };
            self.send(delegatee, self.token, &delegate).await;
        }
        self.pass_blocks(1).await;
    }

    /// From the proposal to its execution.
    async fn pass(&self, voters: [Address; 2]) -> Passage {
        let (governor, anybody) = (self.governor, Address::repeat_byte(0xa3));
        let spending = Spending::of(self.token);
        let propose = self.send(voters[1], governor, &spending.propose()).await;
        self.pass_blocks(BEFORE + 1).await;
        let vote = castVoteCall {
            proposalId: spending.id(),
            support: FOR,
        };
        let first_vote = self.send(voters[0], governor, &vote).await;
        let later_vote = self.send(voters[1], governor, &vote).await;
        self.pass_blocks(VOTING + 1).await;
        let queue = self.send(anybody, governor, &spending.queue()).await;
        rpc(self.world, "evm_increaseTime", serde_json::json!([DELAY])).await;
        let execute = self.send(anybody, governor, &spending.execute()).await;
        Passage {
            propose,
            first_vote,
            later_vote,
            queue: Some(queue),
            execute,
        }
    }

    /// Sends a call, which has to succeed; gives its gas.
    async fn send<C: SolCall>(&self, from: Address, to: Address, call: &C) -> u64 {
        let receipt = call_as(self.world, from, to, call.abi_encode()).await;
        assert!(receipt.status(), "{}", C::SIGNATURE);
        receipt.gas_used
    }

    /// Sends a call as who has deployed the contracts: an account with a key, which counts its transactions.
    async fn by_deployer<C: SolCall>(&self, to: Address, call: &C) {
        let request = TransactionRequest::default()
            .to(to)
            .input(Bytes::from(call.abi_encode()).into());
        let sent = self
            .world
            .anybody
            .provider()
            .send_transaction(request)
            .await;
        let receipt = sent.expect(C::SIGNATURE).get_receipt().await;
        assert!(receipt.expect("it is mined").status(), "{}", C::SIGNATURE);
    }

    /// By the clock of the votes: `block.number`, which is the parent chain's, as it is the world's.
    async fn pass_blocks(&self, blocks: u64) {
        let passed = self.world.pass_blocks(blocks).await;
        assert!(passed.expect("the embedded chain mines"));
    }
}

async fn deploy(world: &World, code: &Bytes, arguments: &[u8]) -> Address {
    let code = [code, arguments].concat();
    let request = TransactionRequest::default().with_deploy_code(code);
    let sent = world.anybody.provider().send_transaction(request).await;
    let receipt = sent.expect("it can be created").get_receipt().await;
    let receipt = receipt.expect("it is mined");
    receipt.contract_address.expect("it is created")
}

/// What is proposed: that the timelock gives somebody one base unit.
struct Spending {
    targets: Vec<Address>,
    values: Vec<U256>,
    calldatas: Vec<Bytes>,
}

impl Spending {
    fn of(token: Address) -> Self {
        let transfer = transferCall {
            to: Address::repeat_byte(0x95),
            value: U256::from(1),
        };
        Self {
            targets: vec![token],
            values: vec![U256::ZERO],
            calldatas: vec![transfer.abi_encode().into()],
        }
    }

    /// As `IGovernor.hashProposal` has it.
    fn id(&self) -> U256 {
        keccak256(self.queue().abi_encode().split_off(4)).into()
    }

    fn propose(&self) -> proposeCall {
        proposeCall {
            targets: self.targets.clone(),
            values: self.values.clone(),
            calldatas: self.calldatas.clone(),
            description: DESCRIPTION.into(),
        }
    }

    fn queue(&self) -> queueCall {
        queueCall {
            targets: self.targets.clone(),
            values: self.values.clone(),
            calldatas: self.calldatas.clone(),
            descriptionHash: keccak256(DESCRIPTION),
        }
    }

    fn execute(&self) -> executeCall {
        executeCall {
            targets: self.targets.clone(),
            values: self.values.clone(),
            calldatas: self.calldatas.clone(),
            descriptionHash: keccak256(DESCRIPTION),
        }
    }
}
