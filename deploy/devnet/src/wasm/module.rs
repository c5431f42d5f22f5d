//! A module taken apart, and the rules that do not look into functions.

use wasmparser::{
    CompositeInnerType, Data, DataKind, Element, ElementItems, ElementKind, Export, FuncType,
    FunctionBody, GlobalType, Imports, KnownCustom, MemoryType, Name, Operator, Parser, Payload,
    TableType, TypeRef, Validator, WasmFeatures,
};

use super::error::WasmError;

/// The parts of a module that rules, costs and instrumentation look at.
#[derive(Default)]
pub(super) struct Module<'a> {
    pub(super) types: Vec<FuncType>,
    pub(super) imports: Vec<Import<'a>>,
    /// Type index of each local function.
    pub(super) functions: Vec<u32>,
    pub(super) tables: Vec<TableType>,
    pub(super) memories: Vec<MemoryType>,
    pub(super) globals: Vec<GlobalType>,
    pub(super) exports: Vec<Export<'a>>,
    pub(super) start: Option<u32>,
    pub(super) elements: Vec<Element<'a>>,
    pub(super) codes: Vec<FunctionBody<'a>>,
    pub(super) datas: Vec<Data<'a>>,
    pub(super) name: Option<&'a str>,
}

/// An imported function.
pub(super) struct Import<'a> {
    pub(super) module: &'a str,
    pub(super) name: &'a str,
    pub(super) ty: u32,
}

/// Where an active segment goes.
pub(super) struct Place {
    /// Index of the memory or table.
    pub(super) index: u32,
    /// First byte or entry.
    pub(super) offset: u32,
}

impl<'a> Module<'a> {
    /// Validates `wasm` and takes it apart.
    ///
    /// # Errors
    /// The file is not valid under Stylus's features, or holds sections that Stylus does not know.
    pub(super) fn parse(wasm: &'a [u8], multi_value: bool) -> Result<Self, WasmError> {
        Validator::new_with_features(features(multi_value))
            .validate_all(wasm)
            .map_err(invalid)?;
        let mut module = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            module.take(payload.map_err(invalid)?)?;
        }
        Ok(module)
    }

    /// Type of the function of that index, imported or local.
    pub(super) fn function_type(&self, index: u32) -> Option<&FuncType> {
        let index = usize::try_from(index).ok()?;
        let ty = match self.imports.get(index) {
            Some(import) => import.ty,
            None => *self.functions.get(index - self.imports.len())?,
        };
        self.ty(ty)
    }

    /// Type of that index.
    pub(super) fn ty(&self, index: u32) -> Option<&FuncType> {
        self.types.get(usize::try_from(index).ok()?)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), WasmError> {
        match payload {
            Payload::TypeSection(reader) => {
                for group in reader {
                    for ty in group.map_err(invalid)?.into_types() {
                        let CompositeInnerType::Func(ty) = ty.composite_type.inner else {
                            return Err(WasmError::UnsupportedSection("type that is no function"));
                        };
                        self.types.push(ty);
                    }
                }
            }
            Payload::ImportSection(reader) => {
                for imports in reader {
                    self.imports.push(import(&imports.map_err(invalid)?)?);
                }
            }
            Payload::FunctionSection(reader) => self.functions = all(reader)?,
            Payload::TableSection(reader) => {
                for table in reader {
                    self.tables.push(table.map_err(invalid)?.ty);
                }
            }
            Payload::MemorySection(reader) => self.memories = all(reader)?,
            Payload::GlobalSection(reader) => {
                for global in reader {
                    let global = global.map_err(invalid)?;
                    constant(&global.init_expr)?;
                    self.globals.push(global.ty);
                }
            }
            Payload::ExportSection(reader) => self.exports = all(reader)?,
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(reader) => self.elements = all(reader)?,
            Payload::CodeSectionEntry(body) => self.codes.push(body),
            Payload::DataSection(reader) => self.datas = all(reader)?,
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        self.take_name(name.map_err(invalid)?)?;
                    }
                }
            }
            Payload::Version { .. } | Payload::CodeSectionStart { .. } | Payload::End(_) => {}
            Payload::DataCountSection { .. } => {
                return Err(WasmError::UnsupportedSection("data count"));
            }
            _ => return Err(WasmError::UnsupportedSection("unknown")),
        }
        Ok(())
    }

    /// Reads one entry of the name section. Only the module's name counts; the functions' must be
    /// readable all the same.
    fn take_name(&mut self, name: Name<'a>) -> Result<(), WasmError> {
        match name {
            Name::Module { name, .. } => self.name = Some(name),
            Name::Function(names) => {
                for name in names {
                    name.map_err(invalid)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Where a data segment goes; `None` for a passive one.
pub(super) fn data_place(data: &Data<'_>) -> Result<Option<Place>, WasmError> {
    match &data.kind {
        DataKind::Passive => Ok(None),
        DataKind::Active {
            memory_index,
            offset_expr,
        } => Ok(Some(Place {
            index: *memory_index,
            offset: segment_offset(offset_expr)?,
        })),
    }
}

/// Where an element segment goes and how many entries it has; `None` for a passive one.
pub(super) fn element_place(element: &Element<'_>) -> Result<Option<(Place, u32)>, WasmError> {
    let ElementItems::Functions(items) = &element.items else {
        return Err(WasmError::UnsupportedConstant);
    };
    match &element.kind {
        ElementKind::Active {
            table_index,
            offset_expr,
        } => {
            let place = Place {
                index: table_index.unwrap_or_default(),
                offset: segment_offset(offset_expr)?,
            };
            Ok(Some((place, items.count())))
        }
        ElementKind::Passive | ElementKind::Declared => Ok(None),
    }
}

/// The features of WASM that programs may use.
fn features(multi_value: bool) -> WasmFeatures {
    let mut features = WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::FLOATS
        | WasmFeatures::GC_TYPES;
    features.set(WasmFeatures::MULTI_VALUE, multi_value);
    features
}

fn import<'a>(imports: &Imports<'a>) -> Result<Import<'a>, WasmError> {
    let Imports::Single(_, import) = imports else {
        return Err(WasmError::UnsupportedSection("grouped imports"));
    };
    let TypeRef::Func(ty) = import.ty else {
        return Err(WasmError::ImportNotFunction {
            module: import.module.to_owned(),
            name: import.name.to_owned(),
        });
    };
    Ok(Import {
        module: import.module,
        name: import.name,
        ty,
    })
}

/// The only instruction of a constant expression.
fn constant<'a>(expression: &wasmparser::ConstExpr<'a>) -> Result<Operator<'a>, WasmError> {
    let mut reader = expression.get_operators_reader();
    let value = reader.read().map_err(invalid)?;
    match reader.read().map_err(invalid)? {
        Operator::End => Ok(value),
        _ => Err(WasmError::UnsupportedConstant),
    }
}

fn segment_offset(expression: &wasmparser::ConstExpr<'_>) -> Result<u32, WasmError> {
    match constant(expression)? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        _ => Err(WasmError::UnsupportedConstant),
    }
}

fn all<'a, T: wasmparser::FromReader<'a>>(
    section: wasmparser::SectionLimited<'a, T>,
) -> Result<Vec<T>, WasmError> {
    section
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(invalid)
}

pub(super) fn invalid(error: impl std::fmt::Display) -> WasmError {
    WasmError::Invalid(error.to_string())
}
