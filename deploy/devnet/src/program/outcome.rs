//! How a program ended.

/// Outcome of one call of a program (sheet of the VM, section 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramOutcome {
    /// Status 0.
    Success,
    /// Any other status.
    Revert,
    /// A trap or an error of a host function: the frame reverts without data and keeps its gas.
    Failure,
    /// The ink ran out: all gas is lost.
    OutOfInk,
    /// The stack ran out: all gas is lost.
    OutOfStack,
    /// The entry could not be paid.
    OutOfGasAtInit,
    /// The return data could not be paid.
    OutOfGasForReturnData,
}
