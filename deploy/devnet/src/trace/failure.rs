//! Geth's words for the ends of calls.

use revm::interpreter::InstructionResult;

/// What `callTracer` shows as the error of a call; nothing for success.
pub(super) fn error_text(result: InstructionResult) -> Option<&'static str> {
    use InstructionResult as End;
    let text = match result {
        End::Stop | End::Return | End::SelfDestruct | End::Suspend => return None,
        End::Revert => "execution reverted",
        End::CallTooDeep => "max call depth exceeded",
        End::OutOfFunds | End::OverflowPayment => "insufficient balance for transfer",
        End::OutOfGas
        | End::MemoryOOG
        | End::MemoryLimitOOG
        | End::PrecompileOOG
        | End::InvalidOperandOOG
        | End::ReentrancySentryOOG => "out of gas",
        End::OpcodeNotFound
        | End::InvalidFEOpcode
        | End::NotActivated
        | End::InvalidImmediateEncoding => "invalid opcode",
        End::CallNotAllowedInsideStatic | End::StateChangeDuringStaticCall => "write protection",
        End::InvalidJump => "invalid jump destination",
        End::StackUnderflow => "stack underflow",
        End::StackOverflow => "stack limit reached",
        End::OutOfOffset => "return data out of bounds",
        End::CreateCollision => "contract address collision",
        End::NonceOverflow => "nonce uint64 overflow",
        End::CreateContractSizeLimit => "max code size exceeded",
        End::CreateInitCodeSizeLimit => "max initcode size exceeded",
        End::CreateContractStartingWithEF
        | End::CreateInitCodeStartingEF00
        | End::InvalidEOFInitCode => "invalid code: must not begin with 0xef",
        End::PrecompileError => "precompile failed, or program cannot be called",
        End::InvalidExtDelegateCallTarget | End::FatalExternalError => "internal error",
    };
    Some(text)
}
