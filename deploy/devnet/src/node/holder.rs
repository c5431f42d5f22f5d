//! Who listens on a port of this machine, as far as Linux tells.

use std::fs;

use super::error::Process;

/// Sockets of IPv4 and IPv6, in the format of proc(5).
const TABLES: [&str; 2] = ["/proc/net/tcp", "/proc/net/tcp6"];

/// The state of a socket that listens.
const LISTENING: &str = "0A";

/// The local addresses that keep 127.0.0.1 from being listened on: itself and all, as IPv4 and as
/// IPv6, in the byte order of the table on little- and on big-endian machines.
const ADDRESSES: [&str; 6] = [
    "0100007F",
    "7F000001",
    "00000000",
    "00000000000000000000000000000000",
    "0000000000000000FFFF00000100007F",
    "00000000000000000000FFFF7F000001",
];

/// The process that listens on a port of 127.0.0.1; nothing if there is none, if it belongs to
/// another user, or on another system than Linux.
pub(super) fn holder(port: u16) -> Option<Process> {
    let sockets: Vec<String> = TABLES
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening(&table, port))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    if sockets.is_empty() {
        return None;
    }
    let processes = fs::read_dir("/proc").ok()?.flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .find(|id| has_open(*id, &sockets))
        .map(|id| Process {
            id,
            name: name(id).unwrap_or_else(|| "?".to_owned()),
        })
}

/// Numbers of the sockets in a table that listen on a port.
fn listening(table: &str, port: u16) -> Vec<u64> {
    let lines = table.lines().skip(1);
    lines.filter_map(|line| matching(line, port)).collect()
}

fn matching(line: &str, port: u16) -> Option<u64> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let (address, digits) = fields.get(1)?.split_once(':')?;
    let is_here = ADDRESSES.contains(&address) && u16::from_str_radix(digits, 16).ok()? == port;
    let is_listening = *fields.get(3)? == LISTENING;
    if is_here && is_listening {
        fields.get(9)?.parse().ok()
    } else {
        None
    }
}

fn has_open(process: u32, sockets: &[String]) -> bool {
    let Ok(files) = fs::read_dir(format!("/proc/{process}/fd")) else {
        return false;
    };
    files
        .flatten()
        .filter_map(|file| fs::read_link(file.path()).ok())
        .any(|target| {
            sockets
                .iter()
                .any(|socket| target.as_os_str() == socket.as_str())
        })
}

fn name(process: u32) -> Option<String> {
    let name = fs::read_to_string(format!("/proc/{process}/comm")).ok()?;
    Some(name.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2163 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 501 1 0 100 0
   1: 0100007F:2163 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 502 1 0 20 4
   2: 0200007F:2163 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 503 1 0 100 0
   3: 00000000:2164 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 504 1 0 100 0
   4: broken
";

    #[test]
    fn listening_succeeds_with_sockets_that_listen_here() {
        assert_eq!(listening(TABLE, 8547), [501]);
        assert_eq!(listening(TABLE, 8548), [504]);
        assert_eq!(listening(TABLE, 8549), [0; 0]);
    }

    #[test]
    fn listening_succeeds_with_sockets_of_ipv6_that_take_ipv4() {
        let table = "\
  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:2163 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 601 1
   1: 00000000000000000000000001000000:2163 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 602 1
   2: 0000000000000000FFFF00000100007F:2163 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 603 1
";
        assert_eq!(listening(table, 8547), [601, 603]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn holder_succeeds_with_this_process_when_it_listens() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        assert_eq!(holder(port).unwrap().id, std::process::id());
        drop(listener);
        assert_eq!(holder(port), None);
    }
}
