//! EVM opcodes that differ from Ethereum's.

use revm::{
    Database,
    bytecode::opcode,
    interpreter::{
        Host, Instruction, InstructionContext, InstructionExecResult, InstructionResult,
        instructions::{gas_table_spec, host, instruction_table},
        interpreter::EthInterpreter,
        interpreter_types::InputsTr,
    },
    primitives::{Address, B256, U256, hardfork::SpecId},
};

use super::{
    executor::{ArbContext, ArbInstructions},
    report,
};
use crate::program::is_deployable;

type Ctx<'a, 't, DB> = InstructionContext<'a, ArbContext<'t, DB>, EthInterpreter>;

/// Ethereum's table with Arbitrum's exceptions.
pub(super) fn table<'t, DB: Database>(spec: SpecId) -> ArbInstructions<'t, DB> {
    let gas = gas_table_spec(spec);
    let mut table = ArbInstructions::new(instruction_table(), gas, spec);
    let mut replace = |code: u8, instruction| {
        table.insert_instruction(code, instruction, gas[usize::from(code)]);
    };
    replace(opcode::SELFDESTRUCT, Instruction::new(selfdestruct::<DB>));
    replace(opcode::BLOCKHASH, Instruction::new(blockhash::<DB>));
    table
}

/// SELFDESTRUCT reverts when the acting account holds a Stylus program or a part of one, which can
/// only happen when a program delegates to EVM code. It is charged for as if it went on; what it
/// did is undone with the frame.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature of an instruction"
)]
fn selfdestruct<DB: Database>(context: Ctx<'_, '_, DB>) -> InstructionExecResult {
    let acting = context.interpreter.input.target_address();
    let code = context
        .host
        .load_account_code(acting)
        .ok_or(InstructionResult::FatalExternalError)?;
    let fragments = context.host.chain.rules.arbos.has_fragments();
    let target = context.interpreter.stack.top().copied().unwrap_or_default();
    let balance = context
        .host
        .balance(acting)
        .ok_or(InstructionResult::FatalExternalError)?
        .data;
    let ended = host::selfdestruct(InstructionContext {
        interpreter: &mut *context.interpreter,
        host: &mut *context.host,
    });
    if ended != Err(InstructionResult::SelfDestruct) {
        return ended;
    }
    if is_deployable(&code.data, fragments) {
        return Err(InstructionResult::Revert);
    }
    let beneficiary = Address::from_word(B256::from(target));
    report::self_destruct(context.host, acting, beneficiary, balance);
    ended
}

/// BLOCKHASH asks for parent-chain blocks, of which a devnet has none: always zero.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature of an instruction"
)]
fn blockhash<DB: Database>(context: Ctx<'_, '_, DB>) -> InstructionExecResult {
    let Some(number) = context.interpreter.stack.top() else {
        return Err(InstructionResult::StackUnderflow);
    };
    *number = U256::ZERO;
    Ok(())
}
