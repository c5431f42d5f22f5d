// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// What the tests of the node call.
contract Probe {
    event Stored(address indexed by, uint256 indexed value, uint256 previous);

    error Refused(uint256 code);

    uint256 public stored;

    constructor(uint256 initial) payable {
        stored = initial;
    }

    function store(uint256 value) external payable {
        emit Stored(msg.sender, value, stored);
        stored = value;
    }

    /// As `store`, several times.
    function storeMany(uint256[] calldata values) external {
        for (uint256 i = 0; i < values.length; i++) {
            emit Stored(msg.sender, values[i], stored);
            stored = values[i];
        }
    }

    function refuse(uint256 code) external pure {
        revert Refused(code);
    }

    function refuseWith(string calldata reason) external pure {
        revert(reason);
    }

    function divide(uint256 a, uint256 b) external pure returns (uint256) {
        return a / b;
    }

    function burn() external pure {
        while (true) {}
    }

    /// Succeeds only with gas that it does not use.
    function hold(uint256 gas) external {
        require(gasleft() > gas, "more gas");
        stored++;
    }

    function environment()
        external
        view
        returns (uint256 number, uint256 timestamp, uint256 chain, uint256 baseFee, address coinbase, uint256 gasPrice)
    {
        return (block.number, block.timestamp, block.chainid, block.basefee, block.coinbase, tx.gasprice);
    }
}
