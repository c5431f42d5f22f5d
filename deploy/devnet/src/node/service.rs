//! The threads that answer requests.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
    time::Duration,
};

use jsonrpsee::{
    RpcModule,
    server::{Server, ServerBuilder},
};
use tokio::{
    runtime::{Builder, Runtime},
    sync::oneshot,
    time::{MissedTickBehavior, interval, timeout},
};

use super::{error::StartError, holder::holder, shared::Node};
use crate::{chain::Chain, rpc};

/// How long open connections and running calls are waited for at the end.
const GRACE: Duration = Duration::from_secs(1);

/// Threads that read and write; execution has its own.
const WORKERS: usize = 2;

/// A running server. It stops, and its port is free, when the value is dropped.
#[derive(Debug)]
pub(super) struct Service {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Service {
    /// Listens on a port of 127.0.0.1 (0: any that is free) and answers from `node`.
    ///
    /// # Errors
    /// The port is taken, or the system refuses sockets or threads.
    pub(super) fn start(
        node: &Arc<Node>,
        port: u16,
        block_time: Option<Duration>,
    ) -> Result<Self, StartError> {
        let listener = listen(port)?;
        let address = listener
            .local_addr()
            .map_err(|source| StartError::Listen { port, source })?;
        let module = rpc::module(node.clone())?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .thread_name("devnet")
            .enable_all()
            .build()
            .map_err(StartError::Server)?;
        let (stop, stopped) = oneshot::channel();
        let (started, start) = mpsc::channel();
        let node = node.clone();
        // Its own thread, since a runtime cannot be dropped inside another one.
        let thread = thread::Builder::new()
            .name("devnet-server".to_owned())
            .spawn(move || {
                if let Some(period) = block_time {
                    runtime.spawn(mine_periodically(node, period));
                }
                serve(&runtime, listener, module, &started, stopped);
                runtime.shutdown_timeout(GRACE);
            })
            .map_err(StartError::Server)?;
        let service = Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        };
        match start.recv() {
            Ok(result) => result.map_err(StartError::Server)?,
            Err(_) => return Err(StartError::Server(io::ErrorKind::BrokenPipe.into())),
        }
        Ok(service)
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic there was reported there; the port is free all the same.
            drop(thread.join());
        }
    }
}

fn listen(port: u16) -> Result<TcpListener, StartError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    listener.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortTaken {
            port,
            holder: holder(port),
        },
        _ => StartError::Listen { port, source },
    })
}

/// Answers requests until `stopped` resolves.
fn serve(
    runtime: &Runtime,
    listener: TcpListener,
    module: RpcModule<Node>,
    started: &mpsc::Sender<io::Result<()>>,
    stopped: oneshot::Receiver<()>,
) {
    runtime.block_on(async {
        let server = ServerBuilder::with_config(rpc::config()).build_from_tcp(listener);
        let server: Server = match server {
            Ok(server) => server,
            Err(error) => {
                // Nobody waits any more only if the starter is gone too.
                drop(started.send(Err(error)));
                return;
            }
        };
        let handle = server.start(module);
        drop(started.send(Ok(())));
        // Resolves with an error when the sender is dropped, which is how it is stopped.
        drop(stopped.await);
        if handle.stop().is_ok() {
            drop(timeout(GRACE, handle.stopped()).await);
        }
    });
}

async fn mine_periodically(node: Arc<Node>, period: Duration) {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is at once, and the genesis block is there already.
    ticks.tick().await;
    loop {
        ticks.tick().await;
        node.change(Chain::append_empty);
    }
}
