// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {HubBase} from "./HubBase.sol";

/// @notice What payees and watchers prepare against a hostile operator.
abstract contract GuardBase is HubBase {
    address internal constant WATCHER = address(0x3A7C);
    address internal constant NOBODY = address(0xdEaD);

    function receiptOf(uint256 index, address account, uint64 cumulative, uint64 dueEpoch)
        internal
        view
        returns (IPayeeGuard.ReceiptIn memory)
    {
        return receiptBy(OPERATOR_KEY, index, account, cumulative, dueEpoch);
    }

    function receiptBy(uint256 key, uint256 index, address account, uint64 cumulative, uint64 dueEpoch)
        internal
        view
        returns (IPayeeGuard.ReceiptIn memory receipt)
    {
        bytes32 typeHash =
            keccak256("Receipt(uint256 index,address account,uint64 cumulative,uint64 dueEpoch)");
        bytes32 structHash = keccak256(abi.encode(typeHash, index, account, cumulative, dueEpoch));
        receipt = IPayeeGuard.ReceiptIn(index, account, cumulative, dueEpoch, 0, 0);
        (receipt.r, receipt.vs) =
            compactSign(key, keccak256(abi.encodePacked(hex"1901", hub.domainSeparator(), structHash)));
    }

    /// @dev From what this contract holds.
    function addBond(uint256 amount) internal {
        token.approve(address(hub), amount);
        hub.addBond(amount);
    }

    function fund(address account, uint256 amount) internal {
        token.transfer(account, amount);
        vm.prank(account);
        token.approve(address(hub), amount);
    }

    function refused(bytes4 selector) internal {
        vm.expectPartialRevert(selector);
    }
}
