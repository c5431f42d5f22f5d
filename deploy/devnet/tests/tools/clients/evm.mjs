// An EVM contract: deployed, called, written to; its logs and its refusal read.
import assert from "node:assert/strict";
import { BaseError, ContractFunctionRevertedError, parseEther, parseEventLogs } from "viem";
import { account, client, deployProbe, included, probe, wallet } from "./devnet.mjs";

const address = await deployProbe(41n);
const contract = { address, abi: probe };
const stored = () => client.readContract({ ...contract, functionName: "stored" });
assert.equal(await stored(), 41n);

const { request } = await client.simulateContract({ ...contract, account, functionName: "store", args: [42n] });
const receipt = await included(await wallet.writeContract(request));
assert.equal(await stored(), 42n);
const expected = { by: account.address, value: 42n, previous: 41n };
const [event] = parseEventLogs({ abi: probe, logs: receipt.logs });
assert.deepEqual(event.args, expected);
const filter = { ...contract, eventName: "Stored", fromBlock: 0n };
assert.deepEqual((await client.getContractEvents({ ...filter, args: { value: 42n } }))[0].args, expected);
assert.deepEqual(await client.getContractEvents({ ...filter, args: { value: 43n } }), []);

const refusal = client.simulateContract({ ...contract, functionName: "refuse", args: [7n] });
await assert.rejects(refusal, (error) => {
  assert(error instanceof BaseError);
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  assert.equal(revert.data.errorName, "Refused");
  assert.deepEqual(revert.data.args, [7n]);
  return true;
});

const to = "0x0000000000000000000000000000000000001234";
const value = parseEther("1.5");
const nonce = await client.getTransactionCount({ address: account.address });
for (const fees of [{}, { gasPrice: await client.getGasPrice() }, { type: "eip2930", accessList: [] }]) {
  await included(await wallet.sendTransaction({ to, value, ...fees }));
}
assert.equal(await client.getBalance({ address: to }), 3n * value);
assert.equal(await client.getTransactionCount({ address: account.address }), nonce + 3);

const block = await client.getBlock({ blockNumber: receipt.blockNumber, includeTransactions: true });
assert.equal(block.transactions[0].hash, receipt.transactionHash);
const transaction = await client.getTransaction({ hash: receipt.transactionHash });
assert.equal(transaction.from, account.address.toLowerCase());
assert.equal(await client.getStorageAt({ address, slot: "0x0" }), `0x${(42).toString(16).padStart(64, "0")}`);
const fees = await client.getFeeHistory({ blockCount: 4, rewardPercentiles: [50] });
assert.equal(fees.baseFeePerGas.length, 5);
assert((await client.estimateFeesPerGas()).maxFeePerGas >= block.baseFeePerGas);
