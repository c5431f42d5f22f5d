// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// A caller that takes no money back.
contract Forwarder {
    function forward(address to, bytes calldata data) external payable {
        (bool success, bytes memory output) = to.call{value: msg.value}(data);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(output, 0x20), mload(output))
        }
    }
}
