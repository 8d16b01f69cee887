// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {HubBase} from "./HubBase.sol";
import {OddToken} from "./OddToken.sol";
import {Leaf} from "./Tree.sol";

/// @notice Claims that a relayer makes for a payee without gas, on terms that the payee signed.
contract RelaysTest is HubBase {
    address private constant RELAYER = address(0x4E1A);
    OddToken private odd;
    Leaf[] private leaves;

    function setUp() external {
        odd = new OddToken(9);
        deployHub(address(odd));
        fill(1000);
        Leaf[] memory first = leavesOf(100, 200, 300);
        for (uint256 i = 0; i < 3; ++i) {
            leaves.push(first[i]);
        }
        post(700, first);
        activate();
    }

    function terms(uint64 claimed, uint64 fee, uint64 least)
        private
        view
        returns (IComputeHub.RelayIn memory)
    {
        return IComputeHub.RelayIn(claimed, fee, least, uint64(vm.getBlockTimestamp() + 1 hours), 0, 0);
    }

    function relay(uint256 index, IComputeHub.RelayIn memory signed) private {
        IComputeHub.ClaimIn memory c = claimOf(leaves, index);
        vm.prank(RELAYER);
        hub.claimFor(c, signed);
    }

    function testFuzz_theFeeGoesToTheRelayerAndTheRestToThePayee(uint64 fee) external {
        fee = uint64(bound(fee, 0, 200));
        relay(1, termsBy(1, 1, RELAYER, terms(0, fee, 200 - fee)));
        same(token.balanceOf(RELAYER), fee, "fee");
        same(token.balanceOf(payee(1)), 200 - fee, "rest");
        same(hub.claimed(1), 200, "claimed");
        same(hub.book().paid, 200, "paid");
    }

    function test_whatWasSignedServesOnce() external {
        IComputeHub.RelayIn memory signed = termsBy(1, 1, RELAYER, terms(0, 10, 190));
        relay(1, signed);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayStale.selector, 1, 200));
        relay(1, signed);
        leaves[1].cumulative = 250;
        post(700, leaves);
        activate();
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayStale.selector, 1, 200));
        relay(1, signed);
        relay(1, termsBy(1, 1, RELAYER, terms(200, 5, 45)));
        same(token.balanceOf(RELAYER), 15, "two fees");
        same(token.balanceOf(payee(1)), 235, "the rest");
    }

    function test_aClaimWithoutUsComesFirstAndCostsThePayeeNoFee() external {
        IComputeHub.RelayIn memory signed = termsBy(1, 1, RELAYER, terms(0, 10, 190));
        claim(claimOf(leaves, 1));
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayStale.selector, 1, 200));
        relay(1, signed);
        same(token.balanceOf(payee(1)), 200, "all of it");
    }

    /// The terms hold for what a later root gives as well: the signature need not be asked for again.
    function test_aLaterRootGivesThePayeeMoreOnTheSameTerms() external {
        IComputeHub.RelayIn memory signed = termsBy(1, 1, RELAYER, terms(0, 10, 190));
        signed.deadline += 1 days;
        signed = termsBy(1, 1, RELAYER, signed);
        leaves[1].cumulative = 230;
        post(700, leaves);
        activate();
        relay(1, signed);
        same(token.balanceOf(RELAYER), 10, "fee");
        same(token.balanceOf(payee(1)), 220, "rest");
    }

    function test_nobodyElseCanUseTheTerms() external {
        IComputeHub.RelayIn memory signed = termsBy(1, 1, RELAYER, terms(0, 10, 190));
        IComputeHub.ClaimIn memory c = claimOf(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayForged.selector, payee(1), address(this)));
        hub.claimFor(c, signed);
    }

    function testFuzz_changedTermsAreNotSigned(uint64 fee, uint64 least, uint64 deadline) external {
        IComputeHub.RelayIn memory signed = termsBy(1, 1, RELAYER, terms(0, 10, 190));
        vm.assume(fee != signed.fee || least != signed.least || deadline != signed.deadline);
        vm.assume(deadline >= vm.getBlockTimestamp());
        (signed.fee, signed.least, signed.deadline) = (fee, least, deadline);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayForged.selector, payee(1), RELAYER));
        relay(1, signed);
    }

    function test_termsEndAtTheirDeadline() external {
        IComputeHub.RelayIn memory signed = termsBy(1, 1, RELAYER, terms(0, 10, 190));
        pass(1 hours);
        relay(1, signed);
        signed = termsBy(2, 2, RELAYER, terms(0, 10, 290));
        pass(1 hours + 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayExpired.selector, signed.deadline));
        relay(2, signed);
    }

    function testFuzz_thePayeeGetsNoLessThanItSigned(uint64 fee, uint64 least) external {
        IComputeHub.RelayIn memory signed = termsBy(1, 1, RELAYER, terms(0, fee, least));
        if (uint256(fee) + least > 200) {
            vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayTooSmall.selector, 200, fee, least));
        }
        relay(1, signed);
    }

    function test_termsOfOneLeafDoNotServeAnother() external {
        IComputeHub.RelayIn memory signed = termsBy(1, 1, RELAYER, terms(0, 10, 90));
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayForged.selector, payee(0), RELAYER));
        relay(0, signed);
    }

    function test_anotherChainAndAVoucherAreNotTerms() external {
        IComputeHub.RelayIn memory signed = termsBy(1, 1, RELAYER, terms(0, 10, 190));
        vm.chainId(7);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayForged.selector, payee(1), RELAYER));
        relay(1, signed);
        vm.chainId(31337);
        (signed.r, signed.vs) = compactSign(payeeKey(1), voucherDigest(hub, id(), 10));
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayForged.selector, payee(1), RELAYER));
        relay(1, signed);
    }

    function test_aPayeeThatCannotBePaidIsParkedAndTheRelayerStillPaid() external {
        odd.refuse(payee(1), true);
        relay(1, termsBy(1, 1, RELAYER, terms(0, 10, 190)));
        same(hub.parked(payee(1)), 190, "parked");
        same(token.balanceOf(RELAYER), 10, "fee");
    }
}
