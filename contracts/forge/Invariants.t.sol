// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {IERC20} from "../solidity/IERC20.sol";
import {SumTree} from "../solidity/SumTree.sol";
import {Base} from "./Base.sol";
import {Handler} from "./Handler.sol";

/// @notice What holds whatever anybody does. One campaign for all of it: each invariant function is a campaign.
contract InvariantsTest is Base {
    address private constant WATCHER = address(0x3A7C);
    address private constant NOBODY = address(0xdEaD);
    Handler private handler;
    IPayeeGuard private hub;
    IERC20 private token;

    function setUp() public {
        handler = new Handler();
        hub = handler.theHub();
        token = handler.theToken();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_all() external view {
        everyTokenIsAccountedFor();
        noPayeeIsPaidMoreThanPromised();
        noResearcherPaysMoreThanSigned();
        same(handler.violations(), 0, "refused what must be refused");
        same(token.balanceOf(handler.OUTSIDER()) + hub.parked(handler.OUTSIDER()), 0, "outsider");
    }

    function everyTokenIsAccountedFor() private view {
        IComputeHub.Book memory book = hub.book();
        uint256 owed = uint256(book.earned) - book.paid + handler.donated();
        for (uint256 c = 0; c < handler.CHANNELS(); ++c) {
            IComputeHub.Channel memory open = hub.channel(handler.channelOf(c));
            owed += open.deposit - open.spent + hub.parked(handler.researcher(c));
        }
        for (uint256 n = 0; n < handler.PAYEES(); ++n) {
            owed += hub.parked(payee(n));
        }
        owed += hub.parked(handler.RELAYER()) + hub.parked(WATCHER) + hub.parked(NOBODY)
        + hub.parked(hub.operator());
        owed += hub.parked(address(handler)) + handler.stakes() + hub.bond().amount;
        same(
            token.balanceOf(address(hub)),
            owed,
            "held = unspent + earned - paid + parked + staked + bond + donated"
        );
        same(hub.bond().amount, handler.bonds(), "bond");
    }

    function noPayeeIsPaidMoreThanPromised() private view {
        IComputeHub.Book memory book = hub.book();
        (, bytes32 root) = hub.activeRoot();
        check(book.covered <= book.earned, "covered <= earned");
        check(SumTree.sumOf(hub.newestRoot()) <= book.covered, "the newest root <= covered");
        check(SumTree.sumOf(root) <= SumTree.sumOf(hub.newestRoot()), "roots never fall");
        uint256 claimed = 0;
        for (uint256 index = 0; index < 16; ++index) {
            check(hub.claimed(index) <= handler.promised(index), "claimed <= promised");
            claimed += hub.claimed(index);
        }
        same(claimed, book.paid, "claimed = paid");
        uint256 received = 0;
        for (uint256 n = 0; n < handler.PAYEES(); ++n) {
            received += token.balanceOf(payee(n)) + hub.parked(payee(n));
        }
        uint256 fees = token.balanceOf(handler.RELAYER()) + hub.parked(handler.RELAYER());
        same(fees, handler.fees(), "the relayer has what payees signed");
        same(received + fees, book.paid, "payees and relayer have what was paid");
    }

    function noResearcherPaysMoreThanSigned() private view {
        uint256 spent = 0;
        for (uint256 c = 0; c < handler.CHANNELS(); ++c) {
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

    function payee(uint256 n) private pure returns (address) {
        return vm.addr(0xBEEF0000 + n);
    }

    /// An action that never succeeds would make the campaign blind without any sign of it.
    function test_everyActionOfTheCampaignCanSucceed() external {
        string[20] memory actions = [
            "deposit",
            "redeem",
            "requestExit",
            "exit",
            "settle",
            "settleHostilely",
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
        uint256[20] memory done;
        for (uint256 run = 0; run < 10; ++run) {
            this.setUp();
            for (uint256 i = 0; i < 192; ++i) {
                act(uint256(keccak256(abi.encode(run, i))));
            }
            this.invariant_all();
            for (uint256 i = 0; i < actions.length; ++i) {
                done[i] += handler.done(actions[i]);
            }
        }
        for (uint256 i = 0; i < actions.length; ++i) {
            check(done[i] >= 3, actions[i]);
        }
    }

    function act(uint256 random) private {
        (uint256 a, uint64 b) = (random >> 8, uint64(random >> 100));
        bytes[26] memory calls = [
            abi.encodeCall(Handler.deposit, (a, b)),
            abi.encodeCall(Handler.redeem, (a, b)),
            abi.encodeCall(Handler.redeemForged, (a, b)),
            abi.encodeCall(Handler.requestExit, (a)),
            abi.encodeCall(Handler.cancelExit, (a, b)),
            abi.encodeCall(Handler.exit, (a, b & 1 == 0)),
            abi.encodeCall(Handler.settleHonestly, (a, random)),
            abi.encodeCall(Handler.settleHostilely, (a, random, b)),
            abi.encodeCall(Handler.claimOne, (a)),
            abi.encodeCall(Handler.claimEverything, ()),
            abi.encodeCall(Handler.tamper, (a, random >> 16, b)),
            abi.encodeCall(Handler.refuse, (a, b & 1 == 0)),
            abi.encodeCall(Handler.reclaim, (a, b & 1 == 0)),
            abi.encodeCall(Handler.donate, (b)),
            abi.encodeCall(Handler.wait, (a)),
            abi.encodeCall(Handler.relay, (a, b)),
            abi.encodeCall(Handler.relayHostilely, (a, random >> 16, b)),
            abi.encodeCall(Handler.claimRange, (a, random >> 16)),
            abi.encodeCall(Handler.cancelRoot, (a)),
            abi.encodeCall(Handler.demandLeaf, (a)),
            abi.encodeCall(Handler.demandReceipt, (a, b, b)),
            abi.encodeCall(Handler.answer, (a)),
            abi.encodeCall(Handler.closeDemand, (a)),
            abi.encodeCall(Handler.addBond, (b)),
            abi.encodeCall(Handler.withdrawBond, (a)),
            abi.encodeCall(Handler.claimReceipt, (a, b, random & 3 == 0))
        ];
        // Most calls meet a hub that refuses them; that is what they are for.
        (bool ok,) = address(handler).call(calls[random % calls.length]);
        ok;
    }
}
