//! A program in the interpreter.

use revm::{
    Database,
    context_interface::{Block, Transaction},
    primitives::U256,
};
use wasmi::{AsContextMut, Error, Instance as Wasm, Module, ResumableCall, Store, Val};

use super::{
    data::{Environment, Handles, ProgramData},
    entry::Entry,
    frame::Call,
    guest::Guest,
};
use crate::{
    evm::{ArbContext, Fault, TraceEvent},
    wasm::{ENTRYPOINT, INK_LEFT, INK_STATUS, MEMORY, STACK_LEFT},
};

/// A fresh instance of a program: memory, globals and cache begin anew with every call.
pub(super) struct Instance {
    pub(super) store: Store<ProgramData>,
    wasm: Wasm,
    /// Ink at the first instruction.
    pub(super) ink: u64,
    /// Pages that were open before.
    pub(super) open_pages: u16,
}

impl Instance {
    /// Instantiates `module` for `call` with `ink`.
    ///
    /// # Errors
    /// The module is none that activation accepted.
    pub(super) fn new<DB: Database>(
        ctx: &ArbContext<'_, DB>,
        module: &Module,
        call: &Call,
        entry: &Entry,
        ink: u64,
    ) -> Result<Self, Fault<DB>> {
        let modules = &ctx.chain.modules;
        let env = environment(ctx, call, entry);
        let args = call.input.bytes(ctx);
        let data = ProgramData::new(env, entry.params, args, ctx.chain.is_traced());
        let mut store = Store::new(modules.engine(), data);
        let wasm = modules
            .linker()
            .instantiate_and_start(&mut store, module)
            .map_err(|error| broken::<DB>(&error))?;
        let missing = || broken::<DB>(&"an export is missing");
        let global = |name| wasm.get_global(&store, name).ok_or_else(missing);
        let handles = Handles {
            memory: wasm.get_memory(&store, MEMORY).ok_or_else(missing)?,
            ink_left: global(INK_LEFT)?,
            ink_status: global(INK_STATUS)?,
            stack_left: global(STACK_LEFT)?,
        };
        let stack = Val::I32(entry.params.max_stack_depth.cast_signed());
        handles
            .stack_left
            .set(&mut store, stack)
            .map_err(|error| broken::<DB>(&error))?;
        handles
            .ink_left
            .set(&mut store, Val::I64(ink.cast_signed()))
            .map_err(|error| broken::<DB>(&error))?;
        store.data_mut().handles = Some(handles);
        Ok(Self {
            store,
            wasm,
            ink,
            open_pages: 0,
        })
    }

    /// Memory and ink.
    pub(super) fn guest(&mut self) -> Guest<'_> {
        Guest(self.store.as_context_mut())
    }

    /// Runs the program from its first instruction; its status is put into `status`.
    pub(super) fn start(&mut self, status: &mut [Val; 1]) -> Result<ResumableCall, Error> {
        let function = self
            .wasm
            .get_func(&self.store, ENTRYPOINT)
            .ok_or_else(|| Error::new("no entry point"))?;
        let len = i32::try_from(self.store.data().args.len()).unwrap_or(i32::MAX);
        function.call_resumable(&mut self.store, &[Val::I32(len)], status)
    }

    /// Tells the observer what was recorded inside the interpreter.
    pub(super) fn report<DB: Database>(&mut self, ctx: &mut ArbContext<'_, DB>) {
        if let Some(trace) = &mut self.store.data_mut().trace {
            for record in trace.records.drain(..) {
                ctx.chain.trace(|| TraceEvent::Host(record));
            }
        }
    }
}

fn environment<DB: Database>(ctx: &ArbContext<'_, DB>, call: &Call, entry: &Entry) -> Environment {
    let base_fee = ctx.block.basefee();
    Environment {
        ink_price: entry.params.ink_price,
        contract: call.address,
        sender: call.sender,
        value: call.value,
        origin: ctx.tx.caller(),
        gas_price: U256::from(ctx.tx.effective_gas_price(base_fee.into())),
        base_fee: U256::from(base_fee),
        coinbase: ctx.block.beneficiary(),
        gas_limit: ctx.block.gas_limit(),
        block_number: ctx.block.number().saturating_to(),
        timestamp: ctx.block.timestamp().saturating_to(),
        chain_id: ctx.chain.rules.chain_id,
        is_static: call.is_static,
        is_reentrant: ctx.chain.is_reentrant(call.address),
    }
}

fn broken<DB: Database>(error: &impl ToString) -> Fault<DB> {
    Fault::<DB>::Custom(error.to_string())
}
