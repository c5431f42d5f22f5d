//! What cargo-stylus asks a contract for, on the host.
//!
//! The SDK has a feature for this, which writes an interface anew from the Rust methods, without events and
//! documentation. Here the interface is the file itself; only the constructor, which an interface cannot have,
//! comes from the code.

use std::env;

use stylus_sdk::abi::{AbiType, ConstString};

/// A constructor, told by the types of its arguments.
pub trait Constructor<Types> {
    /// The types in Solidity, with commas.
    fn arguments() -> String;
}

macro_rules! constructors {
    ($($argument:ident)*) => {
        impl<C, R, F, $($argument: AbiType),*> Constructor<(C, R, $($argument,)*)> for F
        where
            F: Fn(&mut C, $($argument),*) -> R,
        {
            fn arguments() -> String {
                let types: &[ConstString] = &[$($argument::ABI),*];
                let types: Vec<_> = types.iter().map(ConstString::to_string).collect();
                types.join(", ")
            }
        }
    };
}

constructors!();
constructors!(A0);
constructors!(A0 A1);
constructors!(A0 A1 A2);
constructors!(A0 A1 A2 A3);

/// Prints the constructor's signature if the first argument of the program is `constructor`, else the interface.
pub fn print_from_args<T, F: Constructor<T>>(interface: &str, constructor: F) {
    if env::args()
        .nth(1)
        .is_some_and(|asked| asked == "constructor")
    {
        println!("{}", signature(constructor));
    } else {
        print!("{interface}");
    }
}

/// The signature as Solidity has it, with types alone.
fn signature<T, F: Constructor<T>>(_: F) -> String {
    format!("constructor({})", F::arguments())
}

#[cfg(test)]
mod tests {
    use super::signature;
    use crate::contracts::IBatchRegistry::StateClaim;
    use stylus_primitives::{Address, U256};

    struct Contract;

    #[test]
    fn signature_succeeds_with_structs_as_tuples() {
        let none = |_: &mut Contract| ();
        assert_eq!(signature(none), "constructor()");
        fn some(_: &mut Contract, _: Address, _: U256, _: StateClaim) -> Result<(), ()> {
            Ok(())
        }
        assert_eq!(
            signature(some),
            "constructor(address, uint256, (bytes32,uint64,uint64))"
        );
    }
}
