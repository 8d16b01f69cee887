// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Campaign} from "./Campaign.sol";

/// @notice A hostile operator whom nobody watches. Payees may lose to each other what it takes back; nobody gets more
/// than was earned, and researchers, stakes and the bond leave whatever happened.
contract UnwatchedInvariantsTest is Campaign {
    function setUp() public {
        start(false);
    }

    function afterInvariant() public {
        handler.everyResearcherLeaves();
        handler.nothingIsLeft();
    }

    /// An action that never succeeds would make the campaign blind without any sign of it.
    function test_everyActionOfTheCampaignCanSucceed() external {
        string[21] memory actions = [
            "deposit",
            "redeem",
            "requestExit",
            "exit",
            "settle",
            "settleHostilely",
            "settleForgetfully",
            "claim",
            "claimMany",
            "tamper",
            "reclaim",
            "relay",
            "relayHostilely",
            "claimRange",
            "cancelRoot",
            "demand",
            "demandReceipt",
            "answer",
            "closeDemand",
            "claimReceipt",
            "withdrawBond"
        ];
        uint256[21] memory done;
        for (uint256 run = 0; run < 16; ++run) {
            setUp();
            for (uint256 i = 0; i < 192; ++i) {
                act(uint256(keccak256(abi.encode(run, i))));
            }
            this.invariant_all();
            for (uint256 i = 0; i < actions.length; ++i) {
                done[i] += handler.done(actions[i]);
            }
        }
        for (uint256 i = 0; i < actions.length; ++i) {
            check(done[i] > 0, actions[i]);
        }
    }
}

/// @notice The same operator, and one watcher who looks at each root before it counts. Then no sequence of anybody's calls
/// keeps a leaf of the active root from being claimed, to the unit; and with the operator silent for ever everything
/// leaves the hub.
contract WatchedInvariantsTest is Campaign {
    function setUp() public {
        start(true);
    }

    function whatTheCampaignHolds() internal view override {
        check(handler.owedByRoot() <= hub.book().covered, "each leaf of the active root is covered");
    }

    function afterInvariant() public {
        handler.everyLeafIsPaid();
        handler.everyResearcherLeaves();
        handler.everyReceiptIsPaid();
        handler.everyLeafIsPaid();
        handler.nothingIsLeft();
        same(hub.book().paid, hub.book().earned, "all that was earned is paid");
    }

    function test_everythingLeavesHoweverItWent() external {
        uint256 defended = 0;
        for (uint256 run = 0; run < 10; ++run) {
            setUp();
            for (uint256 i = 0; i < 192; ++i) {
                act(uint256(keccak256(abi.encode(run, i))));
            }
            afterInvariant();
            this.invariant_all();
            defended += handler.done("leaf defended");
        }
        check(defended >= 3, "a watcher that never has to do anything proves nothing");
    }

    function test_aReceiptThatIsLeftOutIsDefended() external {
        handler.deposit(0, 1e15);
        handler.redeem(0, 3e14);
        handler.settleHonestly(0, 0);
        handler.redeem(0, 4e14);
        handler.waitForLong(0);
        handler.claimReceipt(7, 3e15);
        uint256 owed = hub.claimed(7);
        check(owed > 0, "paid in silence");
        handler.settleForgetfully(1, 0);
        same(hub.book().epoch, 2, "posted");
        handler.waitForLong(2);
        same(handler.done("receipt defended"), 1, "cancelled");
        this.invariant_all();
        afterInvariant();
    }
}
