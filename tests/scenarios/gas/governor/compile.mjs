// Compiles Governor.sol; prints the creation code of each of its contracts as JSON.

import { readFileSync } from "node:fs";
import solc from "solc";

const source = "Governor.sol";
const input = {
  language: "Solidity",
  sources: { [source]: { content: readFileSync(source, "utf8") } },
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: 200 },
    outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
  },
};

const imported = (path) => ({ contents: readFileSync(`node_modules/${path}`, "utf8") });
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: imported }));
const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
if (errors.length > 0) {
  throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
}
const codes = Object.entries(output.contracts[source]).map(([name, { evm }]) => [name, `0x${evm.bytecode.object}`]);
process.stdout.write(JSON.stringify(Object.fromEntries(codes)));
