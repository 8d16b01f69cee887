// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {GuardBase} from "./GuardBase.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice The same deposits, vouchers, roots, claims and receipts in any order, some of them several times or too early,
/// leave everybody with the same balances: those of a model that knows no order.
contract OrderTest is GuardBase {
    uint64[2] private deposits;
    uint64[3] private vouchers;
    Leaf[] private first;
    Leaf[] private second;
    bool[2] private deposited;

    function setUp() external {
        deployHub(deploy("Token", abi.encode(address(this))));
    }

    function testFuzz_anyOrderGivesTheSameBalances(uint256 seed, uint64[3] memory more) external {
        for (uint256 i = 0; i < 2; ++i) {
            deposits[i] = uint64(bound(uint256(keccak256(abi.encode(seed, "deposit", i))), 600, 1000));
        }
        for (uint256 i = 0; i < 3; ++i) {
            vouchers[i] = uint64(bound(uint256(keccak256(abi.encode(seed, "voucher", i))), 0, 2500));
        }
        uint64 spent = largest() < deposits[0] + deposits[1] ? largest() : deposits[0] + deposits[1];
        for (uint256 i = 0; i < 3; ++i) {
            // Two roots that promise no more than the vouchers bring, the second no less to anybody than the first.
            uint64 whole = uint64(bound(more[i], 0, spent / 3));
            first.push(Leaf(payee(i), uint64(bound(seed >> (i * 8), 0, whole))));
            second.push(Leaf(payee(i), whole));
        }

        for (uint256 i = 0; i < 40; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            try this.act(random % 8, random >> 8) {} catch {}
        }
        finish();

        uint256 promised = 0;
        for (uint256 i = 0; i < 3; ++i) {
            same(token.balanceOf(payee(i)), second[i].cumulative, "a payee");
            promised += second[i].cumulative;
        }
        same(token.balanceOf(RESEARCHER), deposits[0] + deposits[1] - spent, "the researcher");
        same(token.balanceOf(address(hub)), spent - promised, "earned, and promised to nobody");
        same(hub.book().earned, spent, "earned");
        same(hub.book().paid, promised, "paid");
    }

    /// @dev Reverts where it is too early, or done.
    function act(uint256 kind, uint256 random) external {
        if (kind == 0) deposit(random % 2);
        if (kind == 1) hub.redeem(one(voucher(vouchers[random % 3])));
        if (kind == 2) postNext();
        if (kind == 3) pass(DELAY);
        if (kind == 4) claim(claimOf(active(), random % 3));
        if (kind == 5) claimAll(active());
        if (kind == 6) claimHalf(random % 2);
        if (kind == 7) claimReceipt(random % 3);
    }

    function finish() private {
        for (uint256 i = 0; i < 2; ++i) {
            if (!deposited[i]) deposit(i);
        }
        for (uint256 i = 0; i < 3; ++i) {
            hub.redeem(one(voucher(vouchers[i])));
        }
        pass(DELAY);
        while (hub.book().epoch < 2) {
            postNext();
            pass(DELAY);
        }
        claimAll(second);
        vm.startPrank(RESEARCHER);
        hub.requestExit(signer(), SALT);
        pass(WINDOW);
        hub.exit(signer(), SALT);
        vm.stopPrank();
    }

    function deposit(uint256 i) private {
        if (deposited[i]) revert Broken("once");
        fill(deposits[i]);
        deposited[i] = true;
    }

    function postNext() private {
        uint32 epoch = hub.book().epoch + 1;
        if (epoch > 2) revert Broken("there are two");
        bytes32 root = Tree.root(epoch == 1 ? first : second);
        vm.prank(operator());
        hub.settle(root, LEAVES, epoch, none());
    }

    function active() private view returns (Leaf[] memory) {
        (uint64 epoch,) = hub.activeRoot();
        return epoch == 2 ? second : first;
    }

    function claimHalf(uint256 half) private {
        (bytes memory leaves, bytes32[] memory proof) = Tree.range(active(), 2 * half, 1);
        hub.claimRange(2 * half, leaves, proof);
    }

    /// @dev Of what the second root will say. The first would say less, which the hub does not take after that.
    function claimReceipt(uint256 i) private {
        if (hub.book().epoch == 0) revert Broken("too early");
        pass(SILENCE);
        IComputeHub.ClaimIn memory leaf = claimOf(active(), i);
        hub.claimReceipt(receiptOf(i, payee(i), second[i].cumulative, 2), leaf);
    }

    function largest() private view returns (uint64 most) {
        for (uint256 i = 0; i < 3; ++i) {
            if (vouchers[i] > most) most = vouchers[i];
        }
    }
}
