//! `DIV`, `SDIV`, `MOD`, `SMOD`, `ADDMOD`, `MULMOD` and `EXP`: slow where there is no wide arithmetic, so that a
//! host's is used where there is one. `revm`'s own are the reference; the tests compare.

#![expect(
    clippy::needless_pass_by_value,
    reason = "instructions have this signature"
)]

#[cfg(test)]
mod tests;

use alloy_primitives::U256;
use revm::{
    context_interface::Host,
    interpreter::{
        InstructionContext, InstructionExecResult, gas, interpreter::EthInterpreter, popn_top,
    },
};

use super::MachineContext;
use crate::{Arithmetic, NodeSource};

type Context<'a, 'w, S, A> = InstructionContext<'a, MachineContext<'w, S, A>, EthInterpreter>;

/// Writes an instruction of two operands.
macro_rules! binary {
    ($name:ident($arithmetic:ident, $a:ident, $b:ident) => $result:expr) => {
        pub(super) fn $name<S: NodeSource, A: Arithmetic>(
            context: Context<'_, '_, S, A>,
        ) -> InstructionExecResult {
            popn_top!([$a], top, context.interpreter);
            let ($arithmetic, $b) = (context.host.chain, *top);
            *top = $result;
            Ok(())
        }
    };
}

/// Writes an instruction of three operands.
macro_rules! ternary {
    ($name:ident($arithmetic:ident, $a:ident, $b:ident, $n:ident) => $result:expr) => {
        pub(super) fn $name<S: NodeSource, A: Arithmetic>(
            context: Context<'_, '_, S, A>,
        ) -> InstructionExecResult {
            popn_top!([$a, $b], top, context.interpreter);
            let ($arithmetic, $n) = (context.host.chain, *top);
            *top = $result;
            Ok(())
        }
    };
}

binary!(div(arithmetic, a, b) => divide(arithmetic, a, b));
binary!(rem(arithmetic, a, b) => remainder(arithmetic, a, b));
binary!(sdiv(arithmetic, a, b) => signed_quotient(arithmetic, a, b));
binary!(smod(arithmetic, a, b) => signed_remainder(arithmetic, a, b));
ternary!(addmod(arithmetic, a, b, n) => arithmetic.add_mod(a, b, n));
ternary!(mulmod(arithmetic, a, b, n) => arithmetic.mul_mod(a, b, n));

pub(super) fn exp<S: NodeSource, A: Arithmetic>(
    context: Context<'_, '_, S, A>,
) -> InstructionExecResult {
    popn_top!([base], exponent, context.interpreter);
    gas!(
        context.interpreter,
        context.host.gas_params().exp_cost(*exponent)
    );
    *exponent = context.host.chain.pow(base, *exponent);
    Ok(())
}

/// The one limb of a number that has no more.
fn small(number: U256) -> Option<u64> {
    let [low, high @ ..] = number.into_limbs();
    (high == [0; 3]).then_some(low)
}

fn divide<A: Arithmetic>(arithmetic: &A, a: U256, b: U256) -> U256 {
    match (small(a), small(b)) {
        (_, Some(0)) => U256::ZERO,
        (Some(a), Some(b)) => U256::from(a / b),
        _ => arithmetic.div(a, b),
    }
}

fn remainder<A: Arithmetic>(arithmetic: &A, a: U256, b: U256) -> U256 {
    match (small(a), small(b)) {
        (_, Some(0)) => U256::ZERO,
        (Some(a), Some(b)) => U256::from(a % b),
        _ => arithmetic.rem(a, b),
    }
}

/// In two's complement, rounded towards zero; the least number by -1 is itself.
fn signed_quotient<A: Arithmetic>(arithmetic: &A, a: U256, b: U256) -> U256 {
    let quotient = divide(arithmetic, magnitude(a), magnitude(b));
    if is_negative(a) == is_negative(b) {
        quotient
    } else {
        quotient.wrapping_neg()
    }
}

/// In two's complement, with the sign of `a`.
fn signed_remainder<A: Arithmetic>(arithmetic: &A, a: U256, b: U256) -> U256 {
    let rest = remainder(arithmetic, magnitude(a), magnitude(b));
    if is_negative(a) {
        rest.wrapping_neg()
    } else {
        rest
    }
}

fn is_negative(number: U256) -> bool {
    number.bit(255)
}

/// The absolute value of a number in two's complement; that of the least number is itself.
fn magnitude(number: U256) -> U256 {
    if is_negative(number) {
        number.wrapping_neg()
    } else {
        number
    }
}
