// The node that the test started, as viem's clients see it.
import { readFileSync } from "node:fs";
import { createPublicClient, createTestClient, createWalletClient, defineChain, http, parseAbi, webSocket } from "viem";
import { privateKeyToAccount } from "viem/accounts";

// Written by the test: endpoints, the funded account's key, code to deploy.
export const given = JSON.parse(readFileSync(process.argv[2], "utf8"));

export const account = privateKeyToAccount(given.key);

const chain = defineChain({
  id: given.chainId,
  name: "Stylus devnet",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [given.url], webSocket: [given.wsUrl] } },
});

// The default of 4 seconds is for public nodes.
const options = { chain, pollingInterval: 50 };
export const client = createPublicClient({ ...options, transport: http() });
export const wallet = createWalletClient({ ...options, account, transport: http() });
export const tester = createTestClient({ ...options, mode: "anvil", transport: http() });
export const listener = () => createPublicClient({ ...options, transport: webSocket() });

export const probe = parseAbi([
  "constructor(uint256 initial) payable",
  "event Stored(address indexed by, uint256 indexed value, uint256 previous)",
  "error Refused(uint256 code)",
  "function stored() view returns (uint256)",
  "function store(uint256 value) payable",
  "function refuse(uint256 code) pure",
]);

export const arbWasm = {
  address: "0x0000000000000000000000000000000000000071",
  abi: parseAbi([
    "event ProgramActivated(bytes32 indexed codehash, bytes32 moduleHash, address program, uint256 dataFee, uint16 version)",
    "error ProgramNotActivated()",
    "function activateProgram(address program) payable returns (uint16 version, uint256 dataFee)",
    "function programVersion(address program) view returns (uint16 version)",
  ]),
};

export const included = async (hash) => {
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`${hash} reverted`);
  return receipt;
};

export const deployProbe = async (initial) => {
  const hash = await wallet.deployContract({ abi: probe, bytecode: given.probe, args: [initial] });
  return (await included(hash)).contractAddress;
};
