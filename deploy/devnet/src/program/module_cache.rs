//! Compiled programs.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use revm::primitives::B256;
use wasmi::{CompilationMode, Config, Engine, Linker, Module};

use super::{data::ProgramData, hooks};

/// Bytes of value stack that one program instance may use. The words that a program is metered
/// for (22,000 by default) fit many times over, so the metered limit is always hit first.
const VALUE_STACK_BYTES: usize = 16 << 20;

/// Frames that one program instance may nest. The smallest metered frame has 6 words.
const MAX_FRAMES: usize = 100_000;

/// Compiled programs by module hash, and the engine that runs them. Clones share all of it.
#[derive(Clone)]
pub(crate) struct ModuleCache {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    linker: Linker<ProgramData>,
    modules: Mutex<HashMap<B256, Slot>>,
    translations: AtomicU64,
}

/// A program, once it is translated. Locked while that is done.
type Slot = Arc<Mutex<Option<Module>>>;

impl ModuleCache {
    /// The engine.
    pub(super) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// The host functions.
    pub(super) fn linker(&self) -> &Linker<ProgramData> {
        &self.inner.linker
    }

    /// The program with this module hash. Where the process does not have it, whoever asks first
    /// gets it by `translate`, and those who ask meanwhile wait.
    ///
    /// # Errors
    /// That of `translate`.
    pub(super) fn get_or_insert_with<E>(
        &self,
        hash: B256,
        translate: impl FnOnce() -> Result<Module, E>,
    ) -> Result<Module, E> {
        let slot = lock(&self.inner.modules).entry(hash).or_default().clone();
        let mut slot = lock(&slot);
        if let Some(module) = &*slot {
            return Ok(module.clone());
        }
        let module = translate()?;
        *slot = Some(module.clone());
        Ok(module)
    }

    /// Keeps an instrumented module, translated unless it was before.
    ///
    /// # Errors
    /// The interpreter does not take it.
    pub(crate) fn insert(&self, hash: B256, wasm: &[u8]) -> Result<Module, wasmi::Error> {
        self.get_or_insert_with(hash, || self.translate(wasm))
    }

    /// Translates an instrumented module for the interpreter.
    ///
    /// # Errors
    /// The interpreter does not take it.
    pub(super) fn translate(&self, wasm: &[u8]) -> Result<Module, wasmi::Error> {
        self.inner.translations.fetch_add(1, Ordering::Relaxed);
        Module::new(&self.inner.engine, wasm)
    }

    /// How many modules were translated.
    pub(crate) fn translations(&self) -> u64 {
        self.inner.translations.load(Ordering::Relaxed)
    }
}

/// A panic elsewhere cannot leave the map, or a slot, half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for ModuleCache {
    fn default() -> Self {
        let mut config = Config::default();
        config
            .set_max_stack_height(VALUE_STACK_BYTES)
            .set_max_recursion_depth(MAX_FRAMES)
            .consume_fuel(false)
            .compilation_mode(CompilationMode::Eager);
        let engine = Engine::new(&config);
        let linker = hooks::linker(&engine).expect("host functions have distinct names");
        Self {
            inner: Arc::new(Inner {
                engine,
                linker,
                modules: Mutex::default(),
                translations: AtomicU64::default(),
            }),
        }
    }
}

impl fmt::Debug for ModuleCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModuleCache")
            .field("translations", &self.translations())
            .finish_non_exhaustive()
    }
}
