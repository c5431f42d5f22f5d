// A Stylus program by the bare route: its code, then its activation by a call to ArbWasm, then calls.
import assert from "node:assert/strict";
import { keccak256, parseEther, parseEventLogs } from "viem";
import { account, arbWasm, client, given, included, wallet } from "./devnet.mjs";

const { contractAddress: program } = await included(await wallet.sendTransaction({ data: given.register }));
const code = await client.getCode({ address: program });
assert(code.startsWith("0xeff00000"));
await assert.rejects(client.call({ to: program }));
const version = () => client.readContract({ ...arbWasm, functionName: "programVersion", args: [program] });
await assert.rejects(version(), /ProgramNotActivated/);

const activation = { ...arbWasm, account, functionName: "activateProgram", args: [program] };
const { result } = await client.simulateContract({ ...activation, value: parseEther("1") });
const [, fee] = result;
const receipt = await included(await wallet.writeContract({ ...activation, value: (fee * 12n) / 10n }));
const [event] = parseEventLogs({ abi: arbWasm.abi, logs: receipt.logs });
assert.equal(event.args.codehash, keccak256(code));
assert.equal(event.args.dataFee, fee);
assert.equal(await version(), event.args.version);

const word = `0x${"42".repeat(32)}`;
await included(await wallet.sendTransaction({ to: program, data: word }));
assert.equal((await client.call({ to: program })).data, word);
assert.equal(await client.getStorageAt({ address: program, slot: "0x0" }), word);
await assert.rejects(client.call({ to: program, data: "0xff01" }), (error) => {
  assert.equal(error.walk((cause) => cause.data !== undefined).data, "0xff01");
  return true;
});
