//! Compiled programs.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
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
    modules: Mutex<HashMap<B256, Module>>,
}

impl ModuleCache {
    /// The engine.
    pub(super) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// The host functions.
    pub(super) fn linker(&self) -> &Linker<ProgramData> {
        &self.inner.linker
    }

    /// The program with this module hash.
    pub(super) fn get(&self, hash: B256) -> Option<Module> {
        self.modules().get(&hash).cloned()
    }

    /// Translates an instrumented module and keeps it.
    ///
    /// # Errors
    /// The interpreter does not take it.
    pub(crate) fn insert(&self, hash: B256, wasm: &[u8]) -> Result<Module, wasmi::Error> {
        let module = Module::new(&self.inner.engine, wasm)?;
        self.modules().insert(hash, module.clone());
        Ok(module)
    }

    fn modules(&self) -> std::sync::MutexGuard<'_, HashMap<B256, Module>> {
        // A panic elsewhere cannot leave the map half changed.
        self.inner
            .modules
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
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
            }),
        }
    }
}

impl fmt::Debug for ModuleCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModuleCache")
            .field("modules", &self.modules().len())
            .finish_non_exhaustive()
    }
}
