// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Channels} from "./Channels.sol";
import {Claims} from "./Claims.sol";
import {HubStore} from "./HubStore.sol";
import {PayeeGuard} from "./PayeeGuard.sol";
import {SumTree} from "./SumTree.sol";

/// @title Payment hub of a compute network; what it does and promises is written at {IComputeHub} and {IPayeeGuard}
contract ComputeHub is Channels, Claims, PayeeGuard {
    constructor(Terms memory terms) HubStore(terms) {}

    function settle(VoucherIn[] calldata vouchers, bytes32 root, bytes32 leavesHash, uint64 epoch) external {
        if (msg.sender != operator) revert NotOperator(msg.sender);
        Book memory next = _book;
        if (epoch != next.epoch + 1) revert WrongEpoch(next.epoch + 1);
        // There are two places for roots: a pending one must not push the active one out.
        if (!_isActive(next)) revert RootPending(uint256(next.postedAt) + activationDelay);

        next.earned += _redeemAll(vouchers);
        uint64 sum = SumTree.sumOf(root);
        if (sum > next.earned) revert RootAboveEarned(sum, next.earned);
        uint64 previous = SumTree.sumOf(_roots[next.epoch & 1]) + next.advanced;
        // While a root waited that was cancelled then, claims may have reached beyond the one before.
        if (next.paid > previous) previous = next.paid;
        if (sum < previous) revert RootBelowPrevious(sum, previous);

        next.epoch = uint24(epoch); // forge-lint: disable-line(unsafe-typecast)
        _carry(next);
        next.postedAt = uint40(block.timestamp);
        _book = next;
        _roots[epoch & 1] = root;
        emit RootPosted(epoch, root, leavesHash, block.timestamp + activationDelay);
    }

    function book() external view returns (Book memory) {
        return _book;
    }

    function activeRoot() external view returns (uint64 epoch, bytes32 root) {
        epoch = _activeEpoch(_book);
        root = _roots[epoch & 1];
    }

    function newestRoot() external view returns (bytes32) {
        return _roots[_book.epoch & 1];
    }
}
