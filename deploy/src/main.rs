//! `cargo deploy`: builds, plans, applies and verifies a deployment of the suite.

fn main() {
    let options = deploy::build::Options::default();
    match deploy::build::build(&options, &|e| eprintln!("{e:?}")) {
        Ok(a) => a.iter().for_each(|a| {
            println!(
                "{} {} {} {}",
                a.contract,
                a.raw_size(),
                a.compressed_size,
                a.code_hash()
            )
        }),
        Err(e) => eprintln!("{e}"),
    }
}
