//! The program's heap: blocks of few sizes, each size with a list of free ones.
//!
//! Every step of an allocator is gas and every page of memory is more of it, so general ones are too slow, and
//! one that never frees runs out of pages. Here both allocation and release are a handful of instructions; a block is
//! at most a quarter larger than what was asked for; the last block grows where it is, so that a buffer which grows
//! by itself is never copied; memory that was never used is known to be zero.
#![allow(unsafe_code, reason = "an allocator hands out raw memory")]

#[cfg(test)]
mod tests;

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::UnsafeCell,
    ptr,
};

/// Sizes and alignments are multiples of this.
const GRAIN: usize = 16;
/// Four sizes to 64 bytes, then four to every doubling, up to 128 MiB.
const CLASSES: usize = 4 + 4 * 21;

/// A size class: its number and the size of its blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Class {
    number: usize,
    size: usize,
}

impl Class {
    /// The smallest that holds `size` bytes; `None` above the largest.
    fn of(size: usize) -> Option<Self> {
        if size <= 4 * GRAIN {
            let number = size.saturating_sub(1) / GRAIN;
            let size = (number + 1) * GRAIN;
            return Some(Self { number, size });
        }
        let last = size - 1;
        let doubling = last.ilog2() as usize - 6;
        let quarter = last >> (doubling + 4);
        let number = 4 * doubling + quarter;
        let size = (quarter + 1) << (doubling + 4);
        (number < CLASSES).then_some(Self { number, size })
    }
}

/// What is known of the memory; addresses are plain numbers, 0 means none.
#[derive(Debug)]
struct Map {
    /// End of what was handed out.
    top: usize,
    /// End of what there is.
    end: usize,
    /// From here on nothing was ever written.
    untouched: usize,
    /// First free block of every class; its first bytes hold the address of the next.
    free: [usize; CLASSES],
}

impl Map {
    const fn new() -> Self {
        Self {
            top: 0,
            end: 0,
            untouched: 0,
            free: [0; CLASSES],
        }
    }

    /// A block of this class, and whether it is all zero. `grow` makes the memory reach an address and returns its
    /// new end.
    ///
    /// # Safety
    ///
    /// Everything below `end` that was not handed out belongs to this map.
    unsafe fn take(
        &mut self,
        class: Class,
        grow: impl FnOnce(usize) -> Option<usize>,
    ) -> Option<(usize, bool)> {
        let first = self.free[class.number];
        if first != 0 {
            self.free[class.number] =
                unsafe { ptr::with_exposed_provenance::<usize>(first).read() };
            return Some((first, false));
        }
        let block = self.top;
        self.extend(block.checked_add(class.size)?, grow)?;
        let is_zero = block >= self.untouched;
        self.untouched = self.untouched.max(self.top);
        Some((block, is_zero))
    }

    fn extend(&mut self, top: usize, grow: impl FnOnce(usize) -> Option<usize>) -> Option<()> {
        if top > self.end {
            self.end = grow(top)?;
        }
        self.top = top;
        Some(())
    }

    /// Makes the last block larger; `false` if it is not the last.
    fn stretch(
        &mut self,
        block: usize,
        from: Class,
        to: Class,
        grow: impl FnOnce(usize) -> Option<usize>,
    ) -> bool {
        let is_last = block + from.size == self.top;
        let stretched = is_last && self.extend(block + to.size, grow).is_some();
        self.untouched = self.untouched.max(self.top);
        stretched
    }

    /// Takes a block back.
    ///
    /// # Safety
    ///
    /// The block was handed out in this class and is of no use to anybody.
    unsafe fn give(&mut self, block: usize, class: Class) {
        if block + class.size == self.top {
            self.top = block;
            return;
        }
        unsafe {
            ptr::with_exposed_provenance_mut::<usize>(block).write(self.free[class.number]);
        }
        self.free[class.number] = block;
    }
}

/// The allocator of a program with one thread.
#[derive(Debug)]
pub struct Heap(UnsafeCell<Map>);

// SAFETY: a Stylus program has one thread.
unsafe impl Sync for Heap {}

impl Default for Heap {
    fn default() -> Self {
        Self::new()
    }
}

impl Heap {
    /// Begins where the linker's data ends, at the first allocation.
    pub const fn new() -> Self {
        Self(UnsafeCell::new(Map::new()))
    }

    #[expect(
        clippy::mut_from_ref,
        reason = "one thread, and no call below calls back"
    )]
    unsafe fn map(&self) -> &mut Map {
        let map = unsafe { &mut *self.0.get() };
        if map.end == 0 {
            let base = memory::base().next_multiple_of(GRAIN);
            (map.top, map.untouched, map.end) = (base, base, memory::end());
        }
        map
    }
}

/// The class for a layout; `None` if no block fits.
fn class(layout: Layout) -> Option<Class> {
    if layout.align() > GRAIN {
        return None;
    }
    Class::of(layout.size())
}

// SAFETY: blocks do not overlap, are as large as their class says and aligned to `GRAIN`.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let taken = class(layout).and_then(|class| unsafe { self.map().take(class, memory::grow) });
        taken.map_or(ptr::null_mut(), |(block, _)| {
            ptr::with_exposed_provenance_mut(block)
        })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let taken = class(layout).and_then(|class| unsafe { self.map().take(class, memory::grow) });
        let Some((block, is_zero)) = taken else {
            return ptr::null_mut();
        };
        let block = ptr::with_exposed_provenance_mut::<u8>(block);
        if !is_zero {
            unsafe { block.write_bytes(0, layout.size()) };
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if let Some(class) = class(layout) {
            unsafe { self.map().give(block.expose_provenance(), class) };
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (Some(from), Some(to)) = (class(layout), Class::of(size)) else {
            return ptr::null_mut();
        };
        if from == to {
            return block;
        }
        let map = unsafe { self.map() };
        if map.stretch(block.expose_provenance(), from, to, memory::grow) {
            return block;
        }
        let Some((moved, _)) = (unsafe { map.take(to, memory::grow) }) else {
            return ptr::null_mut();
        };
        let moved = ptr::with_exposed_provenance_mut::<u8>(moved);
        unsafe {
            moved.copy_from_nonoverlapping(block, layout.size().min(size));
            map.give(block.expose_provenance(), from);
        }
        moved
    }
}

/// The linear memory of the program.
#[cfg(target_arch = "wasm32")]
mod memory {
    use core::arch::wasm32::{memory_grow, memory_size};

    const PAGE: usize = 65_536;

    unsafe extern "C" {
        static __heap_base: u8;
    }

    pub(super) fn base() -> usize {
        (&raw const __heap_base).expose_provenance()
    }

    pub(super) fn end() -> usize {
        memory_size::<0>() * PAGE
    }

    pub(super) fn grow(to: usize) -> Option<usize> {
        let missing = (to - end()).div_ceil(PAGE);
        (memory_grow::<0>(missing) != usize::MAX).then(end)
    }
}

/// Nowhere else is there a memory to manage.
#[cfg(not(target_arch = "wasm32"))]
mod memory {
    pub(super) fn base() -> usize {
        0
    }

    pub(super) fn end() -> usize {
        0
    }

    pub(super) fn grow(_to: usize) -> Option<usize> {
        None
    }
}
