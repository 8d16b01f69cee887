// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {GuardBase} from "./GuardBase.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice Whom a hostile operator meets: a researcher deposited 1,000 and signed for 700, 600 of which the active root
/// promises to three payees; 100 are in no root. The bond is 101.
abstract contract HostileBase is GuardBase {
    address internal constant ACCOMPLICE = address(0xACC0);
    uint64 internal constant NEVER = type(uint64).max;
    Leaf[] internal first;

    function setUp() external {
        deployHub(deploy("Token", abi.encode(address(this))));
        fill(1000);
        addBond(101);
        Leaf[] memory leaves = leavesOf(100, 200, 300);
        for (uint256 i = 0; i < 3; ++i) {
            first.push(leaves[i]);
        }
        post(700, leaves);
        activate();
        fund(WATCHER, STAKE);
    }

    function taken() internal view returns (uint256) {
        return token.balanceOf(operator()) + token.balanceOf(ACCOMPLICE) + hub.parked(operator());
    }

    /// @dev Each payee claims from the root that was active at the beginning, which still counts.
    function everyPayeeHasItsLeaf() internal {
        claimAll(first);
        for (uint256 i = 0; i < 3; ++i) {
            same(token.balanceOf(payee(i)), first[i].cumulative, "a payee's leaf");
        }
    }

    function theResearcherHasItsRest() internal {
        vm.startPrank(RESEARCHER);
        hub.requestExit(signer(), SALT);
        pass(WINDOW);
        hub.exit(signer(), SALT);
        vm.stopPrank();
        same(token.balanceOf(RESEARCHER), 300, "what was not signed for");
    }

    function theBondIsLost() internal view {
        same(hub.bond().amount, 0, "bond");
        same(hub.parked(NOBODY), 51, "the half that is nobody's");
        same(uint256(hub.newestRoot()), uint256(Tree.root(first)), "the root before");
    }

    function withFourth(address account, uint64 cumulative) internal view returns (Leaf[] memory leaves) {
        leaves = new Leaf[](4);
        for (uint256 i = 0; i < 3; ++i) {
            leaves[i] = first[i];
        }
        leaves[3] = Leaf(account, cumulative);
    }

    function cancelAt(uint256 index, Leaf[] memory second) internal {
        IComputeHub.ClaimIn memory was = claimOf(first, index);
        IComputeHub.ClaimIn memory now_ = claimOf(second, index);
        vm.prank(WATCHER);
        hub.cancelRoot(was, now_);
    }

    /// @dev Index 3 of the first tree, which has no fourth leaf.
    function emptyPlace() internal view returns (IComputeHub.ClaimIn memory) {
        return IComputeHub.ClaimIn(3, address(0), 0, Tree.proof(first, 3));
    }
}
