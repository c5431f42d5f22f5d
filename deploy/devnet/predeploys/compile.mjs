// Compiles a Solidity file and writes its code as hex beside it: see README.md.
// Usage: node compile.mjs runtime|creation FILE.sol
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";

const [kind, file] = process.argv.slice(2);
const part = { runtime: "deployedBytecode", creation: "bytecode" }[kind];
if (!part || !file?.endsWith(".sol")) {
  console.error("usage: node compile.mjs runtime|creation FILE.sol");
  process.exit(2);
}
const solc = createRequire(`${process.cwd()}/`)("solc");
const name = basename(file, ".sol");
const output = JSON.parse(
  solc.compile(
    JSON.stringify({
      language: "Solidity",
      sources: { [name]: { content: readFileSync(file, "utf8") } },
      settings: {
        evmVersion: "cancun",
        optimizer: { enabled: true, runs: 200 },
        metadata: { appendCBOR: false, bytecodeHash: "none" },
        outputSelection: { "*": { "*": [`evm.${part}.object`] } },
      },
    }),
  ),
);
for (const problem of output.errors ?? []) console.error(problem.formattedMessage);
const code = output.contracts?.[name]?.[name]?.evm[part].object;
if (!code) process.exit(1);
writeFileSync(file.replace(/\.sol$/, ".hex"), `${code}\n`);
console.log(`${name}: ${code.length / 2} bytes of ${kind} code, solc ${solc.version()}`);
