// What viem's test client does to a chain.
import assert from "node:assert/strict";
import { createWalletClient, http, parseEther } from "viem";
import { client, deployProbe, given, included, probe, tester } from "./devnet.mjs";

const address = await deployProbe(5n);
const stored = () => client.readContract({ address, abi: probe, functionName: "stored" });
const latest = () => client.getBlock();

const start = await latest();
await tester.mine({ blocks: 3, interval: 12 });
const mined = await latest();
assert.equal(mined.number, start.number + 3n);
assert(mined.timestamp >= start.timestamp + 24n);

await tester.increaseTime({ seconds: 3600 });
await tester.mine({ blocks: 1 });
assert((await latest()).timestamp >= mined.timestamp + 3600n);
const moment = (await latest()).timestamp + 100n;
await tester.setNextBlockTimestamp({ timestamp: moment });
await tester.mine({ blocks: 1 });
assert.equal((await latest()).timestamp, moment);

const stranger = "0x00000000000000000000000000000000000BeeF0";
const snapshot = await tester.snapshot();
await tester.setBalance({ address: stranger, value: parseEther("2") });
await tester.impersonateAccount({ address: stranger });
const impersonated = createWalletClient({ account: stranger, chain: client.chain, transport: http(given.url) });
const receipt = await included(
  await impersonated.writeContract({ address, abi: probe, functionName: "store", args: [6n] }),
);
assert.equal(receipt.from, stranger.toLowerCase());
assert.equal(await stored(), 6n);
await tester.stopImpersonatingAccount({ address: stranger });
await assert.rejects(impersonated.sendTransaction({ to: stranger, value: 1n }));

await tester.setStorageAt({ address, index: 0, value: `0x${"00".repeat(31)}07` });
assert.equal(await stored(), 7n);
await tester.setNonce({ address: stranger, nonce: 9 });
assert.equal(await client.getTransactionCount({ address: stranger }), 9);
await tester.setCode({ address: stranger, bytecode: "0x6001" });
assert.equal(await client.getCode({ address: stranger }), "0x6001");

await tester.revert({ id: snapshot });
assert.equal(await stored(), 5n);
assert.equal(await client.getBalance({ address: stranger }), 0n);
assert.equal(await client.getCode({ address: stranger }), undefined);
