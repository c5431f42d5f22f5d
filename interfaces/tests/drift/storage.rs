//! The storage layout of the contracts against `storage/*.md`.
//!
//! The SDK lays storage out as Solidity does: fields in their order, packed into words of 32 bytes from the
//! right; a struct, array, map or list begins a word of its own. `MetisToken` is not here: its storage is
//! openzeppelin-stylus' and holds no money of the protocol.

use std::{collections::BTreeMap, fmt::Write};

use quote::ToTokens;
use syn::{GenericArgument, Item, ItemStruct, PathArguments, Type};

use crate::{assert_committed, path, source};

/// Contracts with storage of our own: struct, folder.
const LAYOUTS: [(&str, &str); 6] = [
    ("BatchRegistry", "batch-registry"),
    ("DataAvailability", "data-availability"),
    ("FraudProof", "fraud-proof"),
    ("Governance", "governance"),
    ("SequencerPool", "sequencer-pool"),
    ("Treasury", "treasury"),
];

const WORD: usize = 32;

/// What a type takes: bytes within a word, or whole words.
#[derive(Clone, Copy)]
enum Size {
    Bytes(usize),
    Words(usize),
}

/// The storage structs of a crate, and its names for types.
struct Crate {
    structs: BTreeMap<String, ItemStruct>,
    aliases: BTreeMap<String, Type>,
}

/// A row of the layout.
struct Row {
    slot: usize,
    offset: usize,
    name: String,
    ty: String,
}

#[test]
fn committed_layout_equals_the_storage() {
    for (contract, folder) in LAYOUTS {
        let source = Crate::read(folder);
        let mut text = format!(
            "# Storage of {contract}\n\nGenerated from `contracts/{folder}`. Slot and offset in bytes \
             from the right of the word; of a struct, the fields are listed under its own name.\n\n\
             | slot | offset | name | type |\n|---|---|---|---|\n"
        );
        let (rows, _) = source.layout(contract, 0, "");
        for Row {
            slot,
            offset,
            name,
            ty,
        } in rows
        {
            writeln!(text, "| {slot} | {offset} | `{name}` | `{ty}` |")
                .expect("text can be written");
        }
        text += &source.values(contract);
        assert_committed(&format!("interfaces/storage/{contract}.md"), &text);
    }
}

impl Crate {
    fn read(folder: &str) -> Self {
        let (mut structs, mut aliases) = (BTreeMap::new(), BTreeMap::new());
        for (_, file) in source::files(&path(&format!("contracts/{folder}/src"))) {
            for item in file.items {
                match item {
                    Item::Struct(item) if source::has(&item.attrs, "storage") => {
                        structs.insert(item.ident.to_string(), item);
                    }
                    Item::Type(item) => {
                        aliases.insert(item.ident.to_string(), *item.ty);
                    }
                    _ => {}
                }
            }
        }
        Self { structs, aliases }
    }

    /// The type that a field is declared with, an alias resolved.
    fn declared<'a>(&'a self, ty: &'a Type) -> &'a Type {
        self.aliases.get(&named(ty).0).unwrap_or(ty)
    }

    /// The rows of a struct that begins at a slot, and the slot behind it.
    fn layout(&self, name: &str, slot: usize, prefix: &str) -> (Vec<Row>, usize) {
        let (mut slot, mut used) = (slot, 0);
        let mut rows = Vec::new();
        for field in &self.structs[name].fields {
            let ident = field.ident.as_ref().expect("storage fields have names");
            let field_name = format!("{prefix}{ident}");
            let declared = self.declared(&field.ty);
            let (ty, _) = named(declared);
            let size = self.size(declared);
            let bytes = match size {
                Size::Bytes(bytes) => bytes,
                Size::Words(_) => WORD,
            };
            if used + bytes > WORD {
                (slot, used) = (slot + 1, 0);
            }
            if self.structs.contains_key(&ty) {
                let (inner, next) = self.layout(&ty, slot, &format!("{field_name}."));
                rows.extend(inner);
                (slot, used) = (next, 0);
                continue;
            }
            rows.push(Row {
                slot,
                offset: used,
                name: field_name,
                ty: shown(declared),
            });
            match size {
                Size::Bytes(bytes) => used += bytes,
                Size::Words(words) => (slot, used) = (slot + words, 0),
            }
        }
        (rows, slot + usize::from(used > 0))
    }

    /// The layouts of structs that are the values of maps and lists, relative to where each begins.
    fn values(&self, contract: &str) -> String {
        let mut text = String::new();
        let (placed, _) = self.layout(contract, 0, "");
        let nested: Vec<_> = placed.iter().map(|row| row.ty.clone()).collect();
        for name in self.structs.keys() {
            let word = |ty: &String| {
                ty.split(|c: char| !c.is_alphanumeric())
                    .any(|part| part == name)
            };
            if !nested.iter().any(word) {
                continue;
            }
            write!(
                text,
                "\n## `{name}`\n\nFrom where the map or list puts it.\n\n\
                 | slot | offset | name | type |\n|---|---|---|---|\n"
            )
            .expect("text can be written");
            let (rows, _) = self.layout(name, 0, "");
            for Row {
                slot,
                offset,
                name,
                ty,
            } in rows
            {
                writeln!(text, "| +{slot} | {offset} | `{name}` | `{ty}` |")
                    .expect("text can be written");
            }
        }
        text
    }

    fn size(&self, ty: &Type) -> Size {
        let (name, _) = named(ty);
        match name.as_str() {
            "StorageAddress" => Size::Bytes(20),
            "StorageBool" => Size::Bytes(1),
            "StorageB256" => Size::Bytes(32),
            "StorageMap" | "StorageVec" | "StorageBytes" | "StorageString" => Size::Words(1),
            name if self.structs.contains_key(name) => {
                let (_, words) = self.layout(name, 0, "");
                Size::Words(words)
            }
            name => {
                let bits = name.trim_start_matches("StorageU").parse::<usize>();
                Size::Bytes(bits.unwrap_or_else(|_| panic!("size of {name}?")) / 8)
            }
        }
    }
}

/// The last part of a type's path, and its arguments as text.
fn named(ty: &Type) -> (String, Vec<String>) {
    let Type::Path(path) = ty else {
        panic!("storage fields have named types");
    };
    let segment = path.path.segments.last().expect("a path has a segment");
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .map(|argument| match argument {
                GenericArgument::Type(ty) => shown(ty),
                other => other.to_token_stream().to_string(),
            })
            .collect(),
        _ => Vec::new(),
    };
    (segment.ident.to_string(), arguments)
}

/// A type as the layout shows it: `StorageMap<u64, StorageB256>` as `map(u64 => b256)`.
fn shown(ty: &Type) -> String {
    let (name, arguments) = named(ty);
    match (name.as_str(), arguments.as_slice()) {
        ("StorageMap", [key, value]) => format!("map({key} => {value})"),
        ("StorageVec", [item]) => format!("list({item})"),
        ("StorageArray", [item, length]) => format!("array({item}, {length})"),
        _ => match name.strip_prefix("Storage") {
            Some(simple) => simple.to_lowercase(),
            None => name,
        },
    }
}
