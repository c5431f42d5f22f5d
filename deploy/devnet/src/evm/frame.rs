//! One entry of the call stack: EVM code or a Stylus program.

use revm::{
    handler::{EthFrame, FrameResult, FrameTr},
    interpreter::{CallScheme, FrameInput, InterpreterAction, interpreter_action::FrameInit},
    primitives::Address,
};

use crate::program::{ProgramFrame, is_program};

/// A frame. `eth` carries what both kinds need: inputs, depth, journal checkpoint and the shared
/// memory out of which child frames are cut; a program frame only does not use its interpreter.
pub(super) struct Frame {
    pub(super) eth: EthFrame,
    /// Set when the frame's code is a Stylus program.
    pub(super) program: Option<Box<ProgramFrame>>,
}

impl FrameTr for Frame {
    type FrameResult = FrameResult;
    type FrameInit = FrameInit;
}

impl Frame {
    /// A frame to be filled by the next call.
    pub(super) fn invalid() -> Self {
        Self {
            eth: EthFrame::invalid(),
            program: None,
        }
    }

    /// Prepares the frame to run the code that `eth` was just set up with.
    pub(super) fn prepare(&mut self) {
        self.program = match &self.eth.input {
            FrameInput::Call(inputs)
                if is_program(inputs.known_bytecode.1.original_byte_slice()) =>
            {
                Some(Box::new(ProgramFrame::new(inputs)))
            }
            _ => None,
        };
    }

    /// Who called or created.
    pub(super) fn caller(&self) -> Address {
        self.eth.interpreter.input.caller_address
    }

    /// The address that the frame counts under for re-entrancy: none for delegate calls.
    pub(super) fn counted_address(&self) -> Option<Address> {
        match &self.eth.input {
            FrameInput::Call(inputs) => match inputs.scheme {
                CallScheme::Call | CallScheme::StaticCall => Some(inputs.target_address),
                CallScheme::CallCode | CallScheme::DelegateCall => None,
            },
            FrameInput::Create(_) => Some(self.eth.interpreter.input.target_address),
            FrameInput::Empty => None,
        }
    }

    /// Forbids a new contract to begin with 0xEF unless it is a Stylus program or a fragment of
    /// one: EIP-3541 with Arbitrum's exception.
    pub(super) fn check_created_code(&self, action: &mut InterpreterAction, fragments: bool) {
        use revm::interpreter::InstructionResult::CreateContractStartingWithEF;
        let InterpreterAction::Return(result) = action else {
            return;
        };
        if self.eth.data.is_create()
            && result.result.is_ok()
            && result.output.first() == Some(&0xEF)
            && !crate::program::is_deployable(&result.output, fragments)
        {
            result.result = CreateContractStartingWithEF;
        }
    }
}
