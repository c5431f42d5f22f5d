//! A program's memory and ink, as host functions use them.

use revm::primitives::{Address, B256, Bytes, U256};
use wasmi::{StoreContextMut, Val};

use super::{
    data::{Handles, ProgramData},
    escape::Escape,
    price,
    request::Pointer,
};
use crate::evm::{HostRecord, TRACE_LIMIT};

/// A running program, seen from a host function or from between two of them.
pub(super) struct Guest<'a>(pub(super) StoreContextMut<'a, ProgramData>);

impl Guest<'_> {
    pub(super) fn data(&self) -> &ProgramData {
        self.0.data()
    }

    pub(super) fn data_mut(&mut self) -> &mut ProgramData {
        self.0.data_mut()
    }

    /// Ink left; 0 once it ran out.
    pub(super) fn ink_left(&self) -> u64 {
        let Ok(handles) = self.handles() else {
            return 0;
        };
        match handles.ink_left.get(&self.0) {
            Val::I64(ink) => ink.cast_unsigned(),
            _ => 0,
        }
    }

    /// Gas that the ink left is worth.
    pub(super) fn gas_left(&self) -> u64 {
        self.ink_left() / u64::from(self.data().env.ink_price)
    }

    /// Takes `ink`, all of it and the status if there is less.
    pub(super) fn buy_ink(&mut self, ink: u64) -> Result<(), Escape> {
        match self.ink_left().checked_sub(ink) {
            Some(left) => self.set_ink(left),
            None => self.exhaust(),
        }
    }

    /// Like [`Self::buy_ink`], but takes nothing if there is enough.
    pub(super) fn require_ink(&mut self, ink: u64) -> Result<(), Escape> {
        if self.ink_left() < ink {
            return self.exhaust();
        }
        Ok(())
    }

    /// Takes `gas`.
    pub(super) fn buy_gas(&mut self, gas: u64) -> Result<(), Escape> {
        self.buy_ink(self.gas_to_ink(gas))
    }

    /// Requires `gas`.
    pub(super) fn require_gas(&mut self, gas: u64) -> Result<(), Escape> {
        self.require_ink(self.gas_to_ink(gas))
    }

    /// Reads `len` bytes of the program's memory, free of charge.
    pub(super) fn read(&self, pointer: Pointer, len: u32) -> Result<&[u8], Escape> {
        let memory = self.handles()?.memory.data(&self.0);
        bounds(pointer, len)
            .and_then(|(start, end)| memory.get(start..end))
            .ok_or(Escape::Failure)
    }

    /// Reads a word.
    pub(super) fn read_word(&self, pointer: Pointer) -> Result<U256, Escape> {
        Ok(U256::from_be_slice(self.read(pointer, 32)?))
    }

    /// Reads an address.
    pub(super) fn read_address(&self, pointer: Pointer) -> Result<Address, Escape> {
        Ok(Address::from_slice(self.read(pointer, 20)?))
    }

    /// Reads bytes into a value of their own.
    pub(super) fn read_bytes(&self, pointer: Pointer, len: u32) -> Result<Bytes, Escape> {
        Ok(Bytes::copy_from_slice(self.read(pointer, len)?))
    }

    /// Writes to the program's memory, free of charge.
    pub(super) fn write(&mut self, pointer: Pointer, bytes: &[u8]) -> Result<(), Escape> {
        let memory = self.handles()?.memory.data_mut(&mut self.0);
        let len = u32::try_from(bytes.len()).map_err(|_| Escape::Failure)?;
        let target = bounds(pointer, len)
            .and_then(|(start, end)| memory.get_mut(start..end))
            .ok_or(Escape::Failure)?;
        target.copy_from_slice(bytes);
        Ok(())
    }

    /// Writes a word.
    pub(super) fn write_word(&mut self, pointer: Pointer, word: U256) -> Result<(), Escape> {
        self.write(pointer, B256::from(word).as_slice())
    }

    /// Writes a little-endian u32.
    pub(super) fn write_u32(&mut self, pointer: Pointer, value: u32) -> Result<(), Escape> {
        self.write(pointer, &value.to_le_bytes())
    }

    /// Charges for `len` bytes that will be read.
    pub(super) fn pay_for_read(&mut self, len: u32) -> Result<(), Escape> {
        self.buy_ink(price::read(len))
    }

    /// Charges for `len` bytes that will be written.
    pub(super) fn pay_for_write(&mut self, len: u32) -> Result<(), Escape> {
        self.buy_ink(price::write(len))
    }

    /// Notes arguments and results of the call that is being served, if anybody listens.
    pub(super) fn note(&mut self, args: &[&[u8]], outs: &[&[u8]]) {
        if let Some(trace) = &mut self.data_mut().trace {
            trace.noted = (args.concat(), outs.concat());
        }
    }

    /// Records a completed call of `name` that began with `start_ink`, unless there are more
    /// records than any observer keeps.
    pub(super) fn record(&mut self, name: &'static str, start_ink: u64) {
        let end_ink = self.ink_left();
        if let Some(trace) = &mut self.data_mut().trace {
            let (args, outs) = std::mem::take(&mut trace.noted);
            let record = HostRecord {
                name,
                args,
                outs,
                start_ink,
                end_ink,
            };
            if trace.size <= TRACE_LIMIT {
                trace.size += record.size();
                trace.records.push(record);
            }
        }
    }

    /// Whether all of the stack is used up, which only a trap for it leaves behind.
    pub(super) fn is_out_of_stack(&self) -> bool {
        self.handles()
            .is_ok_and(|handles| matches!(handles.stack_left.get(&self.0), Val::I32(0)))
    }

    /// Whether the ink ran out.
    pub(super) fn is_out_of_ink(&self) -> bool {
        self.handles()
            .is_ok_and(|handles| !matches!(handles.ink_status.get(&self.0), Val::I32(0)))
    }

    fn gas_to_ink(&self, gas: u64) -> u64 {
        gas.saturating_mul(self.data().env.ink_price.into())
    }

    fn set_ink(&mut self, ink: u64) -> Result<(), Escape> {
        let global = self.handles()?.ink_left;
        global
            .set(&mut self.0, Val::I64(ink.cast_signed()))
            .map_err(|_| Escape::Failure)
    }

    fn exhaust(&mut self) -> Result<(), Escape> {
        self.set_ink(0)?;
        let global = self.handles()?.ink_status;
        global
            .set(&mut self.0, Val::I32(1))
            .map_err(|_| Escape::Failure)?;
        Err(Escape::OutOfInk)
    }

    fn handles(&self) -> Result<Handles, Escape> {
        self.data().handles.ok_or(Escape::Failure)
    }
}

fn bounds(pointer: Pointer, len: u32) -> Option<(usize, usize)> {
    let start = usize::try_from(pointer).ok()?;
    let len = usize::try_from(len).ok()?;
    Some((start, start.checked_add(len)?))
}
