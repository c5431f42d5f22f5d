//! Subscriptions over WebSocket.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use alloy::rpc::types::Filter;
use jsonrpsee::{
    PendingSubscriptionSink, RpcModule,
    core::{RegisterMethodError, traits::IdProvider},
    server::SubscriptionSink,
    types::{Params, SubscriptionId},
};
use serde_json::Value;

use super::{
    error::{RpcResult, invalid_params},
    params::Args,
    view::{self, value},
};
use crate::{chain::Block, node::Node};

/// What a subscriber is told of each new block.
enum Topic {
    Heads,
    Logs(Box<Filter>),
    Transactions,
}

/// Numbers subscriptions in hexadecimal, as geth does.
#[derive(Debug, Default)]
pub(super) struct HexIds(AtomicU64);

impl IdProvider for HexIds {
    fn next_id(&self) -> SubscriptionId<'static> {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        SubscriptionId::Str(format!("{number:#x}").into())
    }
}

/// Adds `eth_subscribe` and `eth_unsubscribe`.
pub(super) fn register(module: &mut RpcModule<Node>) -> Result<(), RegisterMethodError> {
    module.register_subscription(
        "eth_subscribe",
        "eth_subscription",
        "eth_unsubscribe",
        |params, pending, node, _| serve(params, pending, node),
    )?;
    Ok(())
}

async fn serve(params: Params<'static>, pending: PendingSubscriptionSink, node: Arc<Node>) {
    let topic = match topic(&params) {
        Ok(topic) => topic,
        Err(error) => return pending.reject(error).await,
    };
    let mut heads = node.heads();
    let mut told = *heads.borrow_and_update();
    let Ok(sink) = pending.accept().await else {
        return;
    };
    loop {
        tokio::select! {
            () = sink.closed() => return,
            changed = heads.changed() => if changed.is_err() { return },
        }
        let head = *heads.borrow_and_update();
        // After a revert, what follows is told from the new head on.
        told = told.min(head);
        while told < head {
            told += 1;
            let Some(block) = node.read(|chain| chain.block(told).cloned()) else {
                break;
            };
            if tell(&sink, &topic, &block).await.is_err() {
                return;
            }
        }
    }
}

fn topic(params: &Params<'_>) -> RpcResult<Topic> {
    let mut args = Args::new(params.sequence());
    let name: String = args.next()?;
    match name.as_str() {
        "newHeads" => Ok(Topic::Heads),
        "logs" => Ok(Topic::Logs(Box::new(args.optional()?.unwrap_or_default()))),
        "newPendingTransactions" => Ok(Topic::Transactions),
        _ => Err(invalid_params(format!("no {name:?} subscription"))),
    }
}

async fn tell(sink: &SubscriptionSink, topic: &Topic, block: &Block) -> Result<(), ()> {
    let messages: Vec<Value> = match topic {
        Topic::Heads => vec![view::header(block)],
        Topic::Logs(filter) => block.logs_matching(filter).into_iter().map(value).collect(),
        Topic::Transactions => {
            let transactions = block.transactions.iter();
            transactions
                .map(|included| value(included.transaction.tx_hash()))
                .collect()
        }
    };
    for message in messages {
        let raw = serde_json::value::to_raw_value(&message).map_err(drop)?;
        sink.send(raw).await.map_err(drop)?;
    }
    Ok(())
}
