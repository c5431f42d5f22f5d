//! Runs transactions.

use revm::{
    Database, Journal,
    context::{
        BlockEnv, CfgEnv, Context, FrameStack, TxEnv,
        result::{EVMError, ExecutionResult, HaltReason, InvalidTransaction},
    },
    context_interface::{ContextTr, JournalTr},
    handler::Handler,
    primitives::hardfork::SpecId,
    state::EvmState,
};

use super::{
    block::BlockContext,
    chain::{ChainContext, Mode},
    executor::ArbEvm,
    handler::ArbHandler,
    instructions,
    rules::Rules,
    trace::Tracer,
};
use crate::{
    arbos::{ArbPrecompiles, ArbosState},
    program::ModuleCache,
};

/// A context as `revm` makes it, to be filled in.
type MainContext<DB> = Context<BlockEnv, TxEnv, CfgEnv, DB, Journal<DB>, ()>;

/// Ethereum's fork at ArbOS 50 and later.
const FORK: SpecId = SpecId::OSAKA;

/// Runs transactions of one chain on whatever state it is given.
///
/// A value is cheap to clone; clones share the cache of compiled programs.
#[derive(Clone, Debug)]
pub struct Machine {
    rules: Rules,
    modules: ModuleCache,
}

/// What a transaction did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Success, revert or halt, with gas, logs and output.
    pub result: ExecutionResult<HaltReason>,
    /// Changed accounts, to be committed by the owner of the state. A call's are to be dropped.
    pub state: EvmState,
}

/// Why a transaction cannot be included, or the error of the state database.
pub type MachineError<E> = EVMError<E, InvalidTransaction>;

impl Machine {
    /// A machine with an empty cache of compiled programs.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            modules: ModuleCache::default(),
        }
    }

    /// The rules it was made with.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Runs `tx` on `db` in `block` and returns its result and the changes, committing nothing.
    ///
    /// Tips are dropped unless the owner wants them: every transaction pays the base fee. The programs it calls are added to
    /// `block.recents`, except in [`Mode::Call`] and when the transaction is refused.
    ///
    /// # Errors
    /// The transaction is not valid in this state (nonce, balance, gas, size), or the database
    /// failed. Nothing is changed then.
    pub fn transact<DB: Database>(
        &self,
        db: DB,
        block: &mut BlockContext,
        tx: TxEnv,
        mode: Mode,
        tracer: Option<&mut dyn Tracer>,
    ) -> Result<Outcome, MachineError<DB::Error>> {
        let is_free = mode == Mode::Call && tx.gas_price == 0;
        let recents = match mode {
            Mode::Transaction | Mode::Impersonated => block.recents.clone(),
            Mode::Call => super::recents::RecentPrograms::default(),
        };
        let chain = ChainContext::new(
            self.rules,
            mode,
            block,
            self.modules.clone(),
            recents,
            tracer,
        );
        let mut ctx = MainContext::<DB>::new(db, FORK)
            .with_block(block.env(if is_free { 0 } else { block.base_fee }))
            .with_cfg(self.config(mode, is_free))
            .with_chain(chain);
        let mut state = ArbosState::new(ctx.journal_mut());
        let has_calldata_floor = state.has_calldata_floor().map_err(EVMError::Database)?;
        let collects_tips = state.collects_tips().map_err(EVMError::Database)?;
        ctx.cfg.disable_eip7623 = !has_calldata_floor;
        ctx.tx = if collects_tips {
            tx
        } else {
            self.without_tip(tx)
        };
        let mut evm = ArbEvm {
            ctx,
            instructions: instructions::table(FORK),
            precompiles: ArbPrecompiles::new(FORK),
            frames: FrameStack::new(),
        };
        let result = ArbHandler::new().run(&mut evm)?;
        let state = evm.ctx.journal_mut().finalize();
        if mode != Mode::Call {
            block.recents = evm.ctx.chain.recents;
        }
        Ok(Outcome { result, state })
    }

    /// How many programs were translated for the interpreter.
    #[cfg(test)]
    pub(crate) fn translations(&self) -> u64 {
        self.modules.translations()
    }

    fn config(&self, mode: Mode, is_free: bool) -> CfgEnv {
        let mut cfg = CfgEnv::new_with_spec(FORK).with_chain_id(self.rules.chain_id);
        cfg.tx_gas_limit_cap = Some(u64::MAX);
        // Checked by the frame, which knows the exception for programs.
        cfg.disable_eip3541 = true;
        cfg.disable_eip3607 = mode != Mode::Transaction;
        if mode == Mode::Call {
            cfg.disable_nonce_check = true;
            cfg.disable_balance_check = is_free;
        }
        cfg
    }

    /// The same transaction with a tip of zero, whatever its type: it pays the base fee.
    fn without_tip(&self, mut tx: TxEnv) -> TxEnv {
        const LEGACY: u8 = 0;
        const ACCESS_LIST: u8 = 1;
        const DYNAMIC_FEE: u8 = 2;
        if matches!(tx.tx_type, LEGACY | ACCESS_LIST) {
            tx.tx_type = DYNAMIC_FEE;
            // Only a legacy transaction may leave it out.
            tx.chain_id = tx.chain_id.or(Some(self.rules.chain_id));
        }
        tx.gas_priority_fee = Some(0);
        tx
    }
}
