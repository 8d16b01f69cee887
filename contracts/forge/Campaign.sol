// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {IERC20} from "../solidity/IERC20.sol";
import {SumTree} from "../solidity/SumTree.sol";
import {Base} from "./Base.sol";
import {Handler} from "./Handler.sol";
import {Operators} from "./Operators.sol";
import {Payees} from "./Payees.sol";
import {Researchers} from "./Researchers.sol";
import {Watchers} from "./Watchers.sol";

/// @notice What holds whatever anybody does. One invariant function for all of it: each is a campaign of its own.
abstract contract Campaign is Base {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Handler internal handler;
    IPayeeGuard internal hub;
    IERC20 internal token;
    address[] private accounts;
    uint256 private payees;
    uint256 private channels;

    function start(bool watched) internal {
        handler = new Handler(watched);
        hub = handler.theHub();
        token = handler.theToken();
        accounts = handler.accounts();
        (payees, channels) = (handler.PAYEES(), handler.CHANNELS());
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev How it ends is called once, at the end.
    function excludeSelectors() external view returns (FuzzSelector[] memory excluded) {
        excluded = new FuzzSelector[](1);
        excluded[0] = FuzzSelector(address(handler), new bytes4[](4));
        excluded[0].selectors[0] = Handler.everyLeafIsPaid.selector;
        excluded[0].selectors[1] = Handler.everyResearcherLeaves.selector;
        excluded[0].selectors[2] = Handler.everyReceiptIsPaid.selector;
        excluded[0].selectors[3] = Handler.nothingIsLeft.selector;
    }

    function invariant_all() external view {
        everyTokenIsAccountedFor();
        noPayeeIsPaidMoreThanPromised();
        noResearcherPaysMoreThanSigned();
        whatTheCampaignHolds();
        check(bytes(handler.violated()).length == 0, handler.violated());
        check(!handler.countsTooEarly(), "no root counts before its delay is over");
        address outsider = accounts[accounts.length - 1];
        same(token.balanceOf(outsider) + hub.parked(outsider), 0, "outsider");
    }

    function whatTheCampaignHolds() internal view virtual {}

    function everyTokenIsAccountedFor() private view {
        IComputeHub.Book memory book = hub.book();
        uint256 owed = uint256(book.earned) - book.paid + handler.donated();
        for (uint256 c = 0; c < channels; ++c) {
            IComputeHub.Channel memory open = hub.channel(handler.channelOf(c));
            owed += open.deposit - open.spent;
        }
        for (uint256 i = 0; i < accounts.length; ++i) {
            owed += hub.parked(accounts[i]);
        }
        owed += handler.stakes() + hub.bond().amount;
        same(
            token.balanceOf(address(hub)),
            owed,
            "held = unspent + earned - paid + parked + staked + bond + donated"
        );
        same(hub.bond().amount, handler.bonds(), "bond");
    }

    function noPayeeIsPaidMoreThanPromised() private view {
        IComputeHub.Book memory book = hub.book();
        (uint64 epoch, bytes32 root) = hub.activeRoot();
        check(epoch == book.epoch || epoch + 1 == book.epoch, "one root waits at most");
        check(book.covered <= book.earned, "covered <= earned");
        check(SumTree.sumOf(hub.newestRoot()) <= book.covered, "the newest root <= covered");
        check(SumTree.sumOf(root) <= SumTree.sumOf(hub.newestRoot()), "roots never fall");
        uint256 claimed = 0;
        for (uint256 index = 0; index < 16; ++index) {
            uint256 had = hub.claimed(index);
            check(had <= handler.promised(index), "claimed <= promised");
            claimed += had;
        }
        same(claimed, book.paid, "claimed = paid");
        uint256 received = 0;
        for (uint256 n = 0; n < payees; ++n) {
            received += token.balanceOf(accounts[n]) + hub.parked(accounts[n]);
        }
        address relayer = accounts[payees + channels];
        uint256 fees = token.balanceOf(relayer) + hub.parked(relayer);
        same(fees, handler.fees(), "the relayer has what payees signed");
        same(received + fees, book.paid, "payees and relayer have what was paid");
    }

    function noResearcherPaysMoreThanSigned() private view {
        uint256 spent = 0;
        for (uint256 c = 0; c < channels; ++c) {
            IComputeHub.Channel memory open = hub.channel(handler.channelOf(c));
            check(open.spent <= open.deposit, "spent <= deposit");
            check(open.spent <= handler.signed(c), "spent <= signed");
            same(
                handler.paidIn(c),
                uint256(open.deposit) + handler.returned(c),
                "paid in = in channel + returned"
            );
            spent += open.spent;
        }
        same(spent, hub.book().earned, "spent = earned");
    }

    /// @dev One of the campaign's actions, as the fuzzer would draw it.
    function act(uint256 random) internal {
        (uint256 a, uint64 b) = (random >> 8, uint64(random >> 100));
        bytes[29] memory calls = [
            abi.encodeCall(Researchers.deposit, (a, b)),
            abi.encodeCall(Researchers.redeem, (a, b)),
            abi.encodeCall(Researchers.redeemForged, (a, b)),
            abi.encodeCall(Researchers.requestExit, (a)),
            abi.encodeCall(Researchers.cancelExit, (a, b)),
            abi.encodeCall(Researchers.exit, (a)),
            abi.encodeCall(Operators.settleHonestly, (a, random)),
            abi.encodeCall(Operators.settleHostilely, (a, random, b)),
            abi.encodeCall(Operators.settleForgetfully, (a, random)),
            abi.encodeCall(Payees.claimOne, (a)),
            abi.encodeCall(Payees.claimEverything, ()),
            abi.encodeCall(Payees.tamper, (a, random >> 16, b)),
            abi.encodeCall(Payees.refuse, (a, b & 1 == 0)),
            abi.encodeCall(Payees.reclaim, (a, b & 1 == 0)),
            abi.encodeCall(Handler.donate, (b)),
            abi.encodeCall(Handler.wait, (a)),
            abi.encodeCall(Handler.waitForLong, (a)),
            abi.encodeCall(Payees.relay, (a, b)),
            abi.encodeCall(Payees.relayHostilely, (a, random >> 16, b)),
            abi.encodeCall(Payees.claimRange, (a, random >> 16)),
            abi.encodeCall(Watchers.cancelRoot, (a)),
            abi.encodeCall(Watchers.demandLeaf, (a)),
            abi.encodeCall(Watchers.demandReceipt, (a, b, b)),
            abi.encodeCall(Watchers.answer, (a)),
            abi.encodeCall(Watchers.closeDemand, (a)),
            abi.encodeCall(Operators.addBond, (b)),
            abi.encodeCall(Operators.requestBondExit, ()),
            abi.encodeCall(Operators.withdrawBond, ()),
            abi.encodeCall(Operators.claimReceipt, (a, b))
        ];
        // Most calls meet a hub that refuses them; that is what they are for.
        (bool ok,) = address(handler).call(calls[random % calls.length]);
        ok;
    }
}
