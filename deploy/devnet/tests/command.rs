//! The `devnet` command as its users meet it.
#![cfg(unix)]

use std::{
    io::{BufRead, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;

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

fn stop(mut child: Child, signal: &str) {
    let id = child.id().to_string();
    let status = Command::new("kill").args([signal, &id]).status();
    assert!(status.expect("kill").success());
    assert!(child.wait().expect("ends").success());
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
}

#[test]
fn run_fails_when_an_option_is_wrong() {
    for arguments in [
        &["--port", "70000"][..],
        &["--block-time", "0"],
        &["--nothing"],
        &["--silent", "--json"],
    ] {
        assert!(fails(arguments).contains("error:"), "{arguments:?}");
    }
}
