//! What the users want: a reproducible stream of payments, contract creations and token calls.

use alloy::{
    hex,
    primitives::{Address, Bytes, TxKind, U256},
    sol,
    sol_types::{SolCall, SolConstructor},
};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

sol! {
    /// The part of an ERC-20 that the users call.
    interface Token {
        constructor(string name, string symbol, uint256 supply, address holder);
        function transfer(address to, uint256 amount) external returns (bool);
        function approve(address spender, uint256 amount) external returns (bool);
        function transferFrom(address from, address to, uint256 amount) external returns (bool);
        function balanceOf(address holder) external view returns (uint256);
    }
}

/// The creation code of a fixed-supply ERC-20; see `artifacts/README.md`.
const TOKEN_CODE: &str = include_str!("../artifacts/ERC20PresetFixedSupply.hex");

/// What is paid per unit of gas on the L2, all of it to the fee vault: 1 gwei.
pub(crate) const GAS_PRICE: u128 = 1_000_000_000;

/// How many tokens each holder gets first, and how many a later transfer moves at most.
const ENDOWMENT: u64 = 1_000_000;
const TRANSFER: u64 = 1_000;

/// One transaction that a user wants, unsigned and without its nonce.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Which user.
    pub user: usize,
    /// A call's target, or a creation.
    pub to: TxKind,
    /// Wei to move.
    pub value: U256,
    /// Call data or creation code.
    pub input: Bytes,
    /// Gas limit.
    pub gas_limit: u64,
    /// Which of the three transaction types.
    pub envelope: Envelope,
}

/// The transaction types that the L2 takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelope {
    /// With chain id (EIP-155).
    Legacy,
    /// EIP-2930.
    AccessList,
    /// EIP-1559.
    DynamicFee,
}

/// What the users want most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mix {
    /// Payments, token transfers and approvals, and now and then a new contract.
    #[default]
    All,
    /// Payments only: the shortest transactions.
    Payments,
}

/// A stream of intents, the same for the same seed and users.
#[derive(Clone, Debug)]
pub struct Workload {
    rng: ChaCha8Rng,
    mix: Mix,
    users: Vec<Address>,
    /// The first user's token, known from its creation on.
    token: Address,
    issued: usize,
}

impl Workload {
    /// The stream for `users` under `seed`; the first intents create a token and give every user some, unless
    /// all are payments.
    pub fn new(seed: u64, mix: Mix, users: Vec<Address>) -> Self {
        let token = users[0].create(0);
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            mix,
            users,
            token,
            issued: 0,
        }
    }

    /// The token that all users hold.
    pub const fn token(&self) -> Address {
        self.token
    }

    /// The next intent.
    pub fn next_intent(&mut self) -> Intent {
        match self.mix {
            Mix::All => self.next_of_all(),
            Mix::Payments => {
                let user = self.rng.random_range(0..self.users.len());
                self.pay(user)
            }
        }
    }

    fn next_of_all(&mut self) -> Intent {
        let issued = self.issued;
        self.issued += 1;
        if issued == 0 {
            return self.create_token(0);
        }
        if issued < self.users.len() {
            return self.call_token(
                0,
                &Token::transferCall {
                    to: self.users[issued],
                    amount: U256::from(ENDOWMENT),
                },
                100_000,
            );
        }
        let user = self.rng.random_range(0..self.users.len());
        match self.rng.random_range(0..100u8) {
            0..40 => self.pay(user),
            40..85 => {
                let to = self.somebody();
                let amount = U256::from(self.rng.random_range(1..=TRANSFER));
                self.call_token(user, &Token::transferCall { to, amount }, 100_000)
            }
            85..98 => {
                let spender = self.somebody();
                let amount = U256::from(self.rng.random_range(1..=TRANSFER));
                self.call_token(user, &Token::approveCall { spender, amount }, 100_000)
            }
            _ => self.create_token(user),
        }
    }

    fn somebody(&mut self) -> Address {
        *self.users.choose(&mut self.rng).expect("there are users")
    }

    fn pay(&mut self, user: usize) -> Intent {
        let to = TxKind::Call(self.somebody());
        let value = U256::from(self.rng.random_range(1..1_000_000_000u64));
        self.intent(user, to, value, Bytes::new(), 21_000)
    }

    fn call_token(&mut self, user: usize, call: &impl SolCall, gas_limit: u64) -> Intent {
        self.intent(
            user,
            TxKind::Call(self.token),
            U256::ZERO,
            call.abi_encode().into(),
            gas_limit,
        )
    }

    fn create_token(&mut self, user: usize) -> Intent {
        let mut code = hex::decode(TOKEN_CODE.trim()).expect("the artifact is hex");
        let arguments = Token::constructorCall {
            name: "Example".into(),
            symbol: "EX".into(),
            supply: U256::from(ENDOWMENT) * U256::from(1_000_000),
            holder: self.users[user],
        };
        code.extend(arguments.abi_encode());
        self.intent(user, TxKind::Create, U256::ZERO, code.into(), 1_500_000)
    }

    fn intent(
        &mut self,
        user: usize,
        to: TxKind,
        value: U256,
        input: Bytes,
        gas_limit: u64,
    ) -> Intent {
        let envelopes = [Envelope::Legacy, Envelope::AccessList, Envelope::DynamicFee];
        let envelope = *envelopes.choose(&mut self.rng).expect("three types");
        Intent {
            user,
            to,
            value,
            input,
            gas_limit,
            envelope,
        }
    }
}
