//! Programs that do what programs do, out of arbitrary bytes: host calls with arguments that often
//! make sense, memory growth, loops, calls.

use arbitrary::{Result, Unstructured};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, ImportSection, InstructionSink, MemArg,
    MemArgTarget, MemorySection, MemoryType, Module, RefType, TableSection, TableType, TypeSection,
    ValType,
};

/// The host functions: name, number of i32 parameters, position of an i64 among the parameters,
/// result. What they are is the sheet's; that they are the same here and there is tested by every
/// module that is accepted.
const HOOKS: [(&str, u32, Option<u32>, Option<ValType>); 42] = [
    ("read_args", 1, None, None),
    ("write_result", 2, None, None),
    ("exit_early", 1, None, None),
    ("storage_load_bytes32", 2, None, None),
    ("storage_cache_bytes32", 2, None, None),
    ("storage_flush_cache", 1, None, None),
    ("transient_load_bytes32", 2, None, None),
    ("transient_store_bytes32", 2, None, None),
    ("call_contract", 6, Some(4), Some(ValType::I32)),
    ("delegate_call_contract", 5, Some(3), Some(ValType::I32)),
    ("static_call_contract", 5, Some(3), Some(ValType::I32)),
    ("create1", 5, None, None),
    ("create2", 6, None, None),
    ("read_return_data", 3, None, Some(ValType::I32)),
    ("return_data_size", 0, None, Some(ValType::I32)),
    ("emit_log", 3, None, None),
    ("account_balance", 2, None, None),
    ("account_code", 4, None, Some(ValType::I32)),
    ("account_code_size", 1, None, Some(ValType::I32)),
    ("account_codehash", 2, None, None),
    ("evm_gas_left", 0, None, Some(ValType::I64)),
    ("evm_ink_left", 0, None, Some(ValType::I64)),
    ("block_basefee", 1, None, None),
    ("block_coinbase", 1, None, None),
    ("block_gas_limit", 0, None, Some(ValType::I64)),
    ("block_number", 0, None, Some(ValType::I64)),
    ("block_timestamp", 0, None, Some(ValType::I64)),
    ("chainid", 0, None, Some(ValType::I64)),
    ("contract_address", 1, None, None),
    ("math_div", 2, None, None),
    ("math_mod", 2, None, None),
    ("math_pow", 2, None, None),
    ("math_add_mod", 3, None, None),
    ("math_mul_mod", 3, None, None),
    ("msg_reentrant", 0, None, Some(ValType::I32)),
    ("msg_sender", 1, None, None),
    ("msg_value", 1, None, None),
    ("native_keccak256", 3, None, None),
    ("tx_gas_price", 1, None, None),
    ("tx_ink_price", 0, None, Some(ValType::I32)),
    ("tx_origin", 1, None, None),
    ("pay_for_memory_grow", 1, None, None),
];

/// Local functions; the first is the entry point.
const FUNCTIONS: u32 = 3;
/// Index of `storage_load_bytes32`, which the table holds behind them.
const LOAD: u32 = 3;
/// Nesting of loops, blocks and branches.
const MOST_DEPTH: u32 = 3;

/// A module. `addresses` are put at the start of its memory, 20 bytes each.
pub(crate) fn module(bytes: &mut Unstructured<'_>, addresses: &[[u8; 20]]) -> Result<Vec<u8>> {
    let mut types = TypeSection::new();
    let mut imports = ImportSection::new();
    for (index, (name, params, long, result)) in (0_u32..).zip(HOOKS) {
        let params = (0..params).map(|at| match long {
            Some(long) if long == at => ValType::I64,
            _ => ValType::I32,
        });
        types.ty().function(params, result);
        imports.import("vm_hooks", name, EntityType::Function(index));
    }
    let hooks = imports.len();
    types.ty().function([ValType::I32], [ValType::I32]);
    types.ty().function([], []);

    let mut functions = FunctionSection::new();
    let mut codes = CodeSection::new();
    for index in 0..FUNCTIONS {
        functions.function(hooks + u32::from(index > 0));
        // A counter for each depth of loops.
        let mut code = Function::new([(MOST_DEPTH + 1, ValType::I32)]);
        let mut sink = code.instructions();
        let counter = u32::from(index == 0);
        Writer { hooks, counter }.body(bytes, &mut sink, 0)?;
        if index == 0 {
            sink.i32_const(bytes.int_in_range(0..=1)?);
        }
        sink.end();
        codes.function(&code);
    }

    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: u64::from(FUNCTIONS + 1),
        maximum: None,
        shared: false,
    });
    let minimum = bytes.int_in_range(0..=3)?;
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum,
        maximum: bytes
            .arbitrary::<Option<u8>>()?
            .map(|more| minimum + u64::from(more)),
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("user_entrypoint", ExportKind::Func, hooks);
    let mut elements = ElementSection::new();
    let members: Vec<u32> = (hooks..hooks + FUNCTIONS).chain([LOAD]).collect();
    elements.active(
        None,
        &ConstExpr::i32_const(0),
        Elements::Functions(members.into()),
    );
    let mut datas = DataSection::new();
    datas.active(0, &ConstExpr::i32_const(0), addresses.concat());

    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&tables)
        .section(&memories)
        .section(&exports)
        .section(&elements)
        .section(&codes);
    if minimum > 0 {
        module.section(&datas);
    }
    Ok(module.finish())
}

/// Writes instructions.
struct Writer {
    hooks: u32,
    /// First local that counts a loop.
    counter: u32,
}

impl Writer {
    fn body(
        &self,
        bytes: &mut Unstructured<'_>,
        sink: &mut InstructionSink<'_>,
        depth: u32,
    ) -> Result<()> {
        for _ in 0..bytes.int_in_range(0..=8)? {
            self.operation(bytes, sink, depth)?;
        }
        Ok(())
    }

    fn operation(
        &self,
        bytes: &mut Unstructured<'_>,
        sink: &mut InstructionSink<'_>,
        depth: u32,
    ) -> Result<()> {
        let plain = MemArg {
            offset: 0,
            align: 0,
            target: MemArgTarget::Memory(0),
            ordering: None,
        };
        match bytes.int_in_range(0..=15)? {
            0..=6 => return Self::host_call(bytes, sink),
            7 => {
                sink.i32_const(number(bytes)?).memory_grow(0).drop();
            }
            8 => {
                for _ in 0..3 {
                    sink.i32_const(number(bytes)?);
                }
                if bytes.arbitrary()? {
                    sink.memory_fill(0);
                } else {
                    sink.memory_copy(0, 0);
                }
            }
            9 => {
                let (at, value) = (number(bytes)?, bytes.arbitrary()?);
                sink.i32_const(at).i64_const(value).i64_store(plain);
            }
            10 => {
                let (a, b) = (number(bytes)?, number(bytes)?);
                sink.i32_const(a).i32_load(plain).i32_const(b);
                sink.i32_div_s().drop();
            }
            11 if depth < MOST_DEPTH => {
                let counter = self.counter + depth;
                sink.i32_const(bytes.int_in_range(0..=40)?)
                    .local_set(counter)
                    .loop_(BlockType::Empty);
                self.body(bytes, sink, depth + 1)?;
                sink.local_get(counter)
                    .i32_const(1)
                    .i32_sub()
                    .local_tee(counter)
                    .i32_const(0)
                    .i32_gt_s()
                    .br_if(0)
                    .end();
            }
            12 if depth < MOST_DEPTH => {
                sink.block(BlockType::Empty).i32_const(number(bytes)?);
                sink.br_table([0, 0], 0).end();
                sink.i32_const(number(bytes)?).if_(BlockType::Empty);
                self.body(bytes, sink, depth + 1)?;
                sink.else_();
                self.body(bytes, sink, depth + 1)?;
                sink.end();
            }
            13 => {
                sink.call(self.hooks + bytes.int_in_range(1..=FUNCTIONS - 1)?);
            }
            14 if bytes.arbitrary()? => {
                sink.i32_const(number(bytes)?).i32_const(number(bytes)?);
                sink.i32_const(FUNCTIONS.cast_signed())
                    .call_indirect(0, LOAD);
            }
            14 => {
                // Of another type at 0 and 3, outside the table at 4.
                sink.i32_const(bytes.int_in_range(0..=4)?)
                    .call_indirect(0, self.hooks + 1);
            }
            _ => {
                if bytes.ratio(1, 8)? {
                    sink.unreachable();
                } else {
                    sink.nop();
                }
            }
        }
        Ok(())
    }

    fn host_call(bytes: &mut Unstructured<'_>, sink: &mut InstructionSink<'_>) -> Result<()> {
        let index = bytes.choose_index(HOOKS.len())?;
        let (_, params, long, result) = HOOKS[index];
        for at in 0..params {
            if long == Some(at) {
                let some: u32 = bytes.arbitrary()?;
                let gas = if bytes.arbitrary()? {
                    -1
                } else {
                    i64::from(some)
                };
                sink.i64_const(gas);
            } else {
                sink.i32_const(number(bytes)?);
            }
        }
        sink.call(u32::try_from(index).unwrap_or_default());
        if result.is_some() {
            sink.drop();
        }
        Ok(())
    }
}

/// A pointer, a length, a count: mostly one that means something.
fn number(bytes: &mut Unstructured<'_>) -> Result<i32> {
    const KNOWN: [i32; 16] = [
        0, 1, 4, 20, 32, 40, 60, 80, 100, 128, 192, 1024, 4096, 65_504, 65_536, -1,
    ];
    if bytes.ratio(1, 10)? {
        bytes.arbitrary()
    } else {
        bytes.choose(&KNOWN).copied()
    }
}
