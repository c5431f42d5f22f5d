//! The `devnet` command as its users meet it.
#![cfg(unix)]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::{Value, json};

fn devnet(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_devnet"));
    command.args(arguments);
    command
}

/// Starts the node on a free port; answers it and the line of JSON that it printed.
fn start(arguments: &[&str]) -> (Child, Value) {
    let arguments = [&["--port", "0", "--json"], arguments].concat();
    let mut child = devnet(&arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut line = String::new();
    let stdout = child.stdout.as_mut().expect("piped");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    (child, serde_json::from_str(&line).expect("JSON"))
}

fn signal(child: &Child, signal: &str) {
    let id = child.id().to_string();
    let status = Command::new("kill").args([signal, &id]).status();
    assert!(status.expect("kill").success());
}

fn stop(mut child: Child, name: &str) {
    signal(&child, name);
    assert!(child.wait().expect("ends").success());
}

/// The result of a method, called on the node that printed this.
fn call(printed: &Value, method: &str, params: &Value) -> Value {
    let url = printed["url"].as_str().expect("a URL");
    let address = url.strip_prefix("http://").expect("HTTP");
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
    let mut stream = TcpStream::connect(address).expect("listens");
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a head");
    let mut answer: Value = serde_json::from_str(body).expect("JSON");
    assert!(answer.get("error").is_none(), "{method}: {answer}");
    answer["result"].take()
}

/// Sends a wei to nobody; answers the hash of the transaction.
fn transfer(printed: &Value) -> Value {
    let from = &printed["accounts"][0]["address"];
    let nobody = "0x00000000000000000000000000000000000000aa";
    let request = json!([{"from": from, "to": nobody, "value": "0x1"}]);
    call(printed, "eth_sendTransaction", &request)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn fails(arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = devnet(arguments).output().expect("runs");
    assert!(!status.success());
    String::from_utf8(stderr).expect("text")
}

#[test]
fn run_succeeds_until_a_signal_stops_it() {
    for signal in ["-INT", "-TERM"] {
        let (child, printed) = start(&["--block-time", "3600"]);
        assert_eq!(printed["chainId"], 412_346);
        let account = &printed["accounts"][0]["address"];
        assert_eq!(account, "0x3f1eae7d46d88f08fc2f8ed27fcb2ab183eb2d0e");
        let url = printed["url"].as_str().expect("a URL");
        let address = url.strip_prefix("http://").expect("HTTP");
        TcpStream::connect(address).expect("listens");
        stop(child, signal);
        TcpStream::connect(address).expect_err("the port is free");
    }
}

#[test]
fn run_fails_naming_the_port_when_it_is_taken() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port().to_string();
    let message = fails(&["--port", &port]);
    assert!(
        message.contains(&format!("port {port} on 127.0.0.1 is taken")),
        "{message}"
    );
    assert!(message.contains("--port"), "{message}");
    if cfg!(target_os = "linux") {
        let holder = format!("by process {} (", std::process::id());
        assert!(message.contains(&holder), "{message}");
    }
}

#[test]
fn run_fails_when_an_option_is_wrong() {
    for arguments in [
        &["--port", "70000"][..],
        &["--block-time", "0"],
        &["--nothing"],
        &["--silent", "--json"],
        &["--state-interval", "1"],
        &["--state", "file", "--state-interval", "0"],
    ] {
        assert!(fails(arguments).contains("error:"), "{arguments:?}");
    }
}

#[test]
fn run_succeeds_with_the_chain_of_the_last_run_when_a_state_file_is_given() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("chain.state");
    let options = ["--state", text(&file), "--fork-block-number-lag", "2"];
    let (child, printed) = start(&options);
    let hash = transfer(&printed);
    call(&printed, "anvil_mine", &json!([5]));
    call(&printed, "devnet_jumpParentChain", &json!([100]));
    call(&printed, "evm_increaseTime", &json!([1_000_000]));
    let look = |printed: &Value| {
        let head = call(printed, "eth_getBlockByNumber", &json!(["latest", true]));
        let receipt = call(printed, "eth_getTransactionReceipt", &json!([hash]));
        (head, receipt)
    };
    let before = look(&printed);
    stop(child, "-TERM");
    let (child, printed) = start(&options);
    assert_eq!(printed["blockNumber"], 6);
    assert_eq!(look(&printed), before);
    call(&printed, "evm_mine", &json!([]));
    let (head, _) = look(&printed);
    let number = |field: &str, head: &Value| {
        let digits = head[field]
            .as_str()
            .and_then(|text| text.strip_prefix("0x"));
        u64::from_str_radix(digits.expect("hexadecimal"), 16).expect("hexadecimal")
    };
    assert!(number("timestamp", &head) >= number("timestamp", &before.0) + 1_000_000);
    // By the jump, and by the time that passed.
    assert!(number("l1BlockNumber", &head) >= 100 + 1_000_000 / 12);
    stop(child, "-HUP");
}

#[test]
fn run_succeeds_with_the_last_whole_file_when_it_was_killed_while_writing() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("chain.state");
    let temporary = directory.path().join("chain.state.tmp");
    let options = ["--state", text(&file), "--state-interval", "1"];
    let (child, printed) = start(&options);
    let hash = transfer(&printed);
    stop(child, "-INT");
    let (mut child, printed) = start(&options);
    // Much to write, so that it takes some time.
    let code = format!("0x{}", "60".repeat(4 << 20));
    for byte in 1..=8 {
        let address = format!("0x{byte:040x}");
        let code = code.replacen("60", &format!("{byte:02x}"), 1);
        call(&printed, "anvil_setCode", &json!([address, code]));
    }
    while !temporary.exists() {
        // Something new each time, so that it is written again until it is caught.
        transfer(&printed);
    }
    signal(&child, "-KILL");
    assert!(!child.wait().expect("ends").success());
    let (child, printed) = start(&options);
    let receipt = call(&printed, "eth_getTransactionReceipt", &json!([hash]));
    assert_eq!(receipt["blockNumber"], "0x1");
    transfer(&printed);
    stop(child, "-TERM");
    assert!(!temporary.exists());
}

#[test]
fn run_fails_in_one_line_and_leaves_the_state_file_when_it_cannot_be_used() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("chain.state");
    let options = ["--port", "0", "--state", text(&file)];
    for content in ["", "DEVNETST", "not a state file"] {
        fs::write(&file, content).expect("written");
        let message = fails(&options);
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(message.contains(text(&file)), "{message}");
        assert_eq!(fs::read_to_string(&file).expect("there"), content);
    }
    fs::remove_file(&file).expect("there");
    let (child, _) = start(&options[2..]);
    let message = fails(&options);
    assert!(
        message.contains(&format!("in use by process {}", child.id())),
        "{message}"
    );
    stop(child, "-TERM");
}

#[test]
fn run_succeeds_with_more_connections_than_the_shell_lets_it_have_files() {
    // The soft limit only: the process may raise it.
    let node = env!("CARGO_BIN_EXE_devnet");
    let command = format!("ulimit -S -n 64; exec {node} --port 0 --json");
    let mut child = Command::new("sh")
        .args(["-c", &command])
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut line = String::new();
    let stdout = child.stdout.as_mut().expect("piped");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let printed: Value = serde_json::from_str(&line).expect("JSON");
    let url = printed["url"].as_str().expect("a URL");
    let address = url.strip_prefix("http://").expect("HTTP");
    let streams: Vec<TcpStream> = (0..100)
        .map(|_| TcpStream::connect(address).expect("listens"))
        .collect();
    for mut stream in &streams {
        let request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all(request.as_bytes()).expect("sent");
        let mut status = String::new();
        BufReader::new(stream)
            .read_line(&mut status)
            .expect("a line");
        assert!(status.contains(" 405 "), "{status}");
    }
    stop(child, "-TERM");
}
