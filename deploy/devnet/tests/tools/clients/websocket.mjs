// What is told over WebSocket: blocks, a contract's events, transactions.
import assert from "node:assert/strict";
import { deployProbe, given, listener, probe, wallet } from "./devnet.mjs";

const address = await deployProbe(0n);
const socket = listener();
// Its answer proves that the connection stands.
assert.equal(await socket.getChainId(), given.chainId);

// What the first three messages of a subscription hold.
const three = (watch) =>
  new Promise((resolve, reject) => {
    const seen = [];
    const stop = watch((messages) => {
      seen.push(...messages);
      if (seen.length < 3) return;
      stop();
      resolve(seen);
    }, reject);
  });

const blocks = three((tell, onError) => socket.watchBlocks({ onBlock: (block) => tell([block]), onError }));
const events = three((onLogs, onError) =>
  socket.watchContractEvent({ address, abi: probe, eventName: "Stored", onLogs, onError }),
);
const hashes = three((onTransactions, onError) => socket.watchPendingTransactions({ onTransactions, onError }));
// The node answers in order: by then it has the three subscriptions, which were sent before.
await socket.getBlockNumber();

const sent = [];
for (const value of [1n, 2n, 3n]) {
  sent.push(await wallet.writeContract({ address, abi: probe, functionName: "store", args: [value] }));
}
const numbers = (await blocks).map((block) => block.number);
assert.deepEqual(numbers, [numbers[0], numbers[0] + 1n, numbers[0] + 2n]);
assert.deepEqual((await events).map((log) => [log.args.previous, log.args.value]), [[0n, 1n], [1n, 2n], [2n, 3n]]);
assert.deepEqual(await hashes, sent);
(await socket.transport.getRpcClient()).close();
