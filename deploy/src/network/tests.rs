use super::*;

const FILE: &str = include_str!("../../config/devnet.toml");

/// The devnet's file with one piece of text replaced.
fn parse_with(from: &str, to: &str) -> Result<Network, NetworkError> {
    assert!(FILE.contains(from), "{from}");
    Network::parse(&FILE.replacen(from, to, 1))
}

fn message(from: &str, to: &str) -> String {
    parse_with(from, to).unwrap_err().to_string()
}

#[test]
fn read_succeeds_for_every_file_of_the_repository() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let network = Network::read(&path).unwrap();
        assert_eq!(path.file_stem().unwrap(), network.name.as_str());
        names.push(network.name);
    }
    names.sort();
    assert_eq!(names, ["arbitrum-one", "arbitrum-sepolia", "devnet"]);
}

#[test]
fn parse_gives_what_the_devnets_file_says() {
    let network = Network::parse(FILE).unwrap();
    assert_eq!(network.chain_id, 412_346);
    assert_eq!(network.clock.code(), 1);
    let supply = U256::from(10).pow(U256::from(27));
    assert_eq!(network.token, Some(Token::Deploy(supply)));
    assert_eq!(
        network.parameters,
        Parameters::devnet(types::Address([0; 20]))
    );
    assert_eq!(network.fee_vault.unwrap()[18..], [0x0f, 0xee]);
}

#[test]
fn parse_scales_every_duration_and_nothing_else() {
    let one = Network::parse(FILE).unwrap().parameters;
    let three = parse_with("\"devnet\"\n\n[l2]", "\"devnet\"\nscale = 3\n\n[l2]");
    let (one, three) = (
        describe_parameters(&one),
        describe_parameters(&three.unwrap().parameters),
    );
    for (name, value) in &one {
        let scaled =
            name.starts_with("windows.") || name == "slot.idle" || name == "slot.join-delay";
        let expected = if scaled {
            (value.parse::<u32>().unwrap() * 3).to_string()
        } else {
            value.clone()
        };
        assert_eq!(three[name], expected, "{name}");
    }
}

#[test]
fn parse_scales_what_governance_waits_and_not_what_it_may_spend() {
    let one = Network::parse(FILE).unwrap().governance;
    let three = parse_with("\"devnet\"\n\n[l2]", "\"devnet\"\nscale = 3\n\n[l2]");
    let expected = GovernanceTerms {
        voting: one.voting * 3,
        timelock: one.timelock * 3,
        expiry: one.expiry * 3,
        spending_period: one.spending_period * 3,
        spending_bps: one.spending_bps,
    };
    assert_eq!(three.unwrap().governance, expected);
}

#[test]
fn parse_reads_the_genesis_claim() {
    let network = parse_with("block = 0\ntimestamp = 0", "block = 7\ntimestamp = 9");
    let claim = network.unwrap().genesis.unwrap();
    assert_eq!((claim.l2_block.0, claim.l2_timestamp.0), (7, 9));
    // keccak-256 of the RLP of an empty string: the root of the trie without entries.
    let empty = alloy::primitives::keccak256([0x80]);
    assert_eq!(claim.state_root.0, empty.0);
}

#[test]
fn parse_refuses_an_unknown_key_and_names_it() {
    for table in ["[token]", "[parameters]", "[l2]", "[genesis]"] {
        let error = message(table, &format!("{table}\nfoo = 1"));
        assert!(error.contains("foo"), "{error}");
    }
    assert!(message("name =", "nmae =").contains("nmae"));
}

#[test]
fn parse_refuses_a_missing_key_and_names_it() {
    assert!(message("chain-id = 412346", "").contains("chain-id"));
}

#[test]
fn parse_refuses_a_bad_value_and_names_key_and_remedy() {
    let deployer = "0xcEcba2F1DC234f70Dd89F2041029807F8D03A990";
    let cases = [
        ("\"arb-sys\"", "\"sundial\"", "sundial"),
        ("preset = \"devnet\"", "preset = \"moon\"", "moon"),
        ("chain-id = 412346", "chain-id = 0", "`chain-id` is 0: give"),
        ("http://127.0.0.1:8547", "ftp://x", "`rpc` is ftp://x: give"),
        ("name = \"devnet\"", "name = \"a/b\"", "`name` is a/b: use"),
        (deployer, "0x12", "invalid string length"),
        (
            deployer,
            "0x0000000000000000000000000000000000000000",
            "`stylus-deployer` is 0x0000000000000000000000000000000000000000",
        ),
        (
            "1000000000000000000000000000",
            "1.5",
            "`token.deploy` is 1.5: give the supply",
        ),
        (
            "deploy = \"1000000000000000000000000000\"",
            "",
            "`token` is empty: give either",
        ),
        (
            "[token]",
            "[token]\nexisting = \"0x0000000000000000000000000000000000000fee\"",
            "`token` is two tokens: give either",
        ),
        (
            "1088412346",
            "412346",
            "`l2.chain-id` is 412346: give an id of its own",
        ),
        (
            "preset = \"devnet\"",
            "preset = \"devnet\"\nscale = 0",
            "`parameters.scale` is 0",
        ),
        (
            "preset = \"devnet\"",
            "preset = \"devnet\"\nscale = 4000000000",
            "`parameters.scale` is 4000000000",
        ),
    ];
    for (from, to, names) in cases {
        let error = message(from, to);
        assert!(error.contains(names), "{names}: {error}");
    }
}

#[test]
fn read_names_the_file_when_it_is_missing() {
    let error = Network::read(Path::new("no/such.toml")).unwrap_err();
    assert!(error.to_string().contains("no/such.toml"), "{error}");
}
