//! The public methods of the contracts against the functions of their interfaces: names, argument types,
//! return types, mutability.
//!
//! A method is public if it is in a block that the SDK routes (`#[public]`), or is a `pub fn` of a contract
//! that routes its calls by a list. The SDK's `export-abi` is no help in a test: Cargo would turn it on for all
//! crates of the run, and it replaces the host functions that the contracts' tests need.

use std::{collections::BTreeSet, fs};

use syn::{
    Expr, ExprLit, FnArg, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, Lit,
    PathArguments, ReturnType, Type, TypePath, Visibility,
};

use syn_solidity::{ItemFunction, Mutability, ParameterList};

use crate::{path, source};

#[test]
fn public_methods_equal_the_functions_of_the_interface() {
    let routed = crate::CONTRACTS.into_iter();
    for (interface, folder) in routed.filter(|contract| *contract != crate::STATE_TRANSITION) {
        let promised = promises(interface);
        let kept = methods(folder);
        let missing: Vec<_> = promised.difference(&kept).collect();
        let stray: Vec<_> = kept.difference(&promised).collect();
        assert!(
            missing.is_empty() && stray.is_empty(),
            "{interface}: promised only {missing:#?}, in the contract only {stray:#?}"
        );
    }
}

/// The functions of an interface, each as one line.
fn promises(interface: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(path(&format!("interfaces/{interface}.sol")));
    let tokens = text.expect("the interface can be read");
    let file: syn_solidity::File = syn::parse_str(&tokens).expect("the interface is Solidity");
    let contracts = file.items.iter().filter_map(|item| match item {
        syn_solidity::Item::Contract(contract) => Some(contract),
        _ => None,
    });
    contracts
        .flat_map(|contract| &contract.body)
        .filter_map(|item| match item {
            syn_solidity::Item::Function(function) => Some(promise(function)),
            _ => None,
        })
        .collect()
}

fn promise(function: &ItemFunction) -> String {
    let mutability = match function.attributes.mutability() {
        Some(Mutability::Pure(_)) => "pure",
        Some(Mutability::View(_) | Mutability::Constant(_)) => "view",
        Some(Mutability::Payable(_)) => "payable",
        None => "writes",
    };
    let types = |list: &ParameterList| {
        let types = list.iter().map(|parameter| parameter.ty.to_string());
        types.collect::<Vec<_>>().join(",")
    };
    let name = function
        .name
        .as_ref()
        .expect("an interface's function has a name");
    let inputs = types(&function.parameters);
    let outputs = function
        .returns
        .as_ref()
        .map(|returns| types(&returns.returns));
    format!(
        "{name}({inputs}) {mutability} ({})",
        outputs.unwrap_or_default()
    )
}

/// The public methods of a contract crate, each as one line.
fn methods(folder: &str) -> BTreeSet<String> {
    let files = source::files(&path(&format!("contracts/{folder}/src")));
    // Mocks of the tests are contracts, too: only the crate's own are in its top modules.
    let contract = files
        .iter()
        .find_map(|(_, file)| entrypoint(file))
        .expect("a contract");
    let public = files
        .iter()
        .flat_map(|(_, file)| &file.items)
        .filter_map(|item| match item {
            Item::Impl(item) => Some(item),
            _ => None,
        })
        .filter(|item| matches!(*item.self_ty, Type::Path(_)))
        .filter(|item| last_segment(&item.self_ty).0 == contract);
    let views = files.iter().flat_map(|(_, file)| addresses(file));
    public.flat_map(lines).chain(views).collect()
}

/// The views that `interfaces::addresses!(Contract: name, …)` writes.
fn addresses(file: &syn::File) -> Vec<String> {
    let tokens = file.items.iter().filter_map(|item| match item {
        Item::Macro(item) if item.mac.path.segments.last()?.ident == "addresses" => {
            Some(item.mac.tokens.to_string())
        }
        _ => None,
    });
    let names = tokens.filter_map(|tokens| Some(tokens.split_once(':')?.1.to_owned()));
    let line = |name: &str| format!("{}() view (address)", camel(name.trim()));
    names
        .flat_map(|names| names.split(',').map(line).collect::<Vec<_>>())
        .collect()
}

/// The contract's name, from `interfaces::entrypoint!(Contract, IContract)`.
fn entrypoint(file: &syn::File) -> Option<String> {
    file.items.iter().find_map(|item| match item {
        Item::Macro(item) if item.mac.path.segments.last()?.ident == "entrypoint" => {
            let tokens = item.mac.tokens.to_string();
            Some(tokens.split(',').next()?.trim().to_owned())
        }
        _ => None,
    })
}

fn lines(item: &ItemImpl) -> Vec<String> {
    let routed = source::has(&item.attrs, "public");
    item.items
        .iter()
        .filter_map(|item| match item {
            ImplItem::Fn(method) if method.sig.ident != "constructor" => Some(method),
            _ => None,
        })
        .filter(|method| routed || matches!(method.vis, Visibility::Public(_)))
        .map(line)
        .collect()
}

fn line(method: &ImplItemFn) -> String {
    let mut mutability = "pure";
    let mut inputs = Vec::new();
    for input in &method.sig.inputs {
        match input {
            FnArg::Receiver(receiver) if receiver.mutability.is_some() => mutability = "writes",
            FnArg::Receiver(_) => mutability = "view",
            FnArg::Typed(argument) => inputs.push(solidity(&argument.ty)),
        }
    }
    if source::has(&method.attrs, "payable") {
        mutability = "payable";
    }
    let outputs = match &method.sig.output {
        ReturnType::Default => Vec::new(),
        ReturnType::Type(_, ty) => results(ty),
    };
    let (name, inputs, outputs) = (name(method), inputs.join(","), outputs.join(","));
    format!("{name}({inputs}) {mutability} ({outputs})")
}

/// The name in `#[selector(name = "…")]`, else the method's in camel case.
fn name(method: &ImplItemFn) -> String {
    for attribute in &method.attrs {
        if !attribute.path().is_ident("selector") {
            continue;
        }
        let assignment: syn::MetaNameValue = attribute.parse_args().expect("name = \"…\"");
        if let Expr::Lit(ExprLit {
            lit: Lit::Str(name),
            ..
        }) = assignment.value
        {
            return name.value();
        }
    }
    camel(&method.sig.ident.to_string())
}

fn camel(snake: &str) -> String {
    let mut words = snake.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(1);
        name + &initial.to_uppercase() + rest
    })
}

/// What a method returns: the inside of `Result`, one type per member of a tuple.
fn results(ty: &Type) -> Vec<String> {
    match ty {
        Type::Tuple(tuple) => tuple.elems.iter().map(solidity).collect(),
        Type::Path(_) => match last_segment(ty) {
            (name, Some(inner)) if name == "Result" => results(inner),
            _ => vec![solidity(ty)],
        },
        _ => vec![solidity(ty)],
    }
}

/// The Solidity type, or the name of the struct or enum, that a Rust type stands for; of what is borrowed, a slice is
/// bytes.
fn solidity(ty: &Type) -> String {
    if let Type::Reference(_) = ty {
        return "bytes".to_owned();
    }
    let (name, inner) = last_segment(ty);
    match (name.as_str(), inner) {
        ("Vec", Some(inner)) => solidity(inner) + "[]",
        ("Address", _) => "address".to_owned(),
        ("B256", _) => "bytes32".to_owned(),
        ("Bytes", _) => "bytes".to_owned(),
        ("String", _) => "string".to_owned(),
        ("bool", _) => "bool".to_owned(),
        (number, _) if number[1..].parse::<u16>().is_ok() => {
            format!("uint{}", &number[1..])
        }
        _ => name,
    }
}

/// The last part of a path, and its first type argument.
fn last_segment(ty: &Type) -> (String, Option<&Type>) {
    let Type::Path(TypePath { path, .. }) = ty else {
        panic!("a public method takes and gives named types only");
    };
    let segment = path.segments.last().expect("a path has a segment");
    let inner = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    };
    (segment.ident.to_string(), inner)
}
