// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice The few cheat codes that these tests use. Own, because compiling forge-std costs more than all tests.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function addr(uint256 key) external pure returns (address);
    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function warp(uint256 timestamp) external;
    function chainId(uint256 id) external;
    function load(address target, bytes32 slot) external view returns (bytes32);
    function store(address target, bytes32 slot, bytes32 value) external;
    function getBlockTimestamp() external view returns (uint256);
    function prank(address sender) external;
    function startPrank(address sender) external;
    function stopPrank() external;
    function expectRevert(bytes4 selector) external;
    function expectPartialRevert(bytes4 selector) external;
    function expectRevert(bytes calldata answer) external;
    function expectEmit() external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function assume(bool condition) external pure;
    function envOr(string calldata name, bool otherwise) external view returns (bool);
    function deployCode(string calldata artifact, bytes calldata arguments) external returns (address);
}

abstract contract Base {
    error Unequal(uint256 actual, uint256 expected, string what);
    error Broken(string what);

    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev A contract as it is deployed: from the optimised artifacts, not as the tests themselves are compiled; but as
    /// they are where its coverage is measured, since that is known of nothing else.
    function deploy(string memory name, bytes memory arguments) internal returns (address) {
        string memory artifact = vm.envOr("MANYHANDS_COVERAGE", false)
            ? string.concat(name, ".sol:", name)
            : string.concat("out/deployed/", name, ".sol/", name, ".json");
        return vm.deployCode(artifact, arguments);
    }

    function check(bool holds, string memory what) internal pure {
        if (!holds) revert Broken(what);
    }

    function same(uint256 actual, uint256 expected, string memory what) internal pure {
        if (actual != expected) revert Unequal(actual, expected, what);
    }

    function bound(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        return low + x % (high - low + 1);
    }

    /// @dev Never `vm.warp(block.timestamp + x)`: via_ir treats TIMESTAMP as constant within a function, so that the
    /// second such line of a function would do nothing.
    function pass(uint256 time) internal virtual {
        vm.warp(vm.getBlockTimestamp() + time);
    }
}
