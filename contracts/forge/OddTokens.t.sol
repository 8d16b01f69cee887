// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {IERC20} from "../solidity/IERC20.sol";
import {HubBase, VoucherIn} from "./HubBase.sol";
import {OddToken} from "./OddToken.sol";
import {Leaf} from "./Tree.sol";

/// @notice Calls the hub while its deposit is being measured, to be credited twice for the same tokens.
contract Reenterer {
    IPayeeGuard private immutable hub;
    bytes private call;
    bytes public refusal;

    constructor(IPayeeGuard hub_, IERC20 token) {
        hub = hub_;
        token.approve(address(hub_), type(uint256).max);
    }

    /// @param call_ what it tries meanwhile
    function deposit(uint256 amount, bytes calldata call_) external {
        (call, refusal) = (call_, "");
        hub.deposit(address(this), 0, amount);
    }

    function onTransfer() external {
        (bool ok, bytes memory answer) = address(hub).call(call);
        if (!ok) refusal = answer;
    }
}

/// @notice Tokens with fees, odd answers, blacklists, hooks and many decimals.
contract OddTokensTest is HubBase {
    OddToken private odd;

    function setUp() external {
        odd = new OddToken(9);
        deployHub(address(odd));
    }

    function test_creditsWhatArrivesFromATokenThatKeepsAFee() external {
        odd.takeFee(100);
        odd.approve(address(hub), 1000);
        hub.deposit(signer(), SALT, 1000);
        same(hub.channel(hub.channelId(address(this), signer(), SALT)).deposit, 900, "credited");
    }

    function test_worksWithATokenThatAnswersNothing() external {
        odd.answer(true, false);
        token = IERC20(address(odd));
        odd.approve(address(hub), 1000);
        hub.deposit(signer(), SALT, 1000);
        same(odd.balanceOf(address(hub)), 1000, "held");
    }

    function test_refusesADepositThatTheTokenDenies() external {
        odd.answer(false, true);
        odd.approve(address(hub), 1000);
        vm.expectRevert(
            abi.encodeWithSelector(IComputeHub.TransferRefused.selector, address(this), address(hub), 1000)
        );
        hub.deposit(signer(), SALT, 1000);
    }

    function test_countsFineTokensInUnitsOfNineDecimals() external {
        odd = new OddToken(18);
        deployHub(address(odd));
        same(hub.unit(), 1e9, "unit");
        fill(1000e9);
        same(hub.channel(id()).deposit, 1000, "in units");
        odd.approve(address(hub), 1e9 + 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.NotWholeUnits.selector, 1e9 + 1, 1e9));
        hub.deposit(signer(), SALT, 1e9 + 1);

        Leaf[] memory leaves = leavesOf(100, 0, 0);
        post(100, leaves);
        activate();
        claimAll(leaves);
        same(odd.balanceOf(payee(0)), 100e9, "paid in the token's own");
        vm.startPrank(RESEARCHER);
        hub.requestExit(signer(), SALT);
        pass(WINDOW);
        hub.exit(signer(), SALT);
        same(odd.balanceOf(RESEARCHER), 900e9, "returned");
    }

    function test_refusesADepositBeyondWhatVouchersCanReach() external {
        fill(type(uint64).max);
        odd.approve(address(hub), 1);
        odd.transfer(RESEARCHER, 1);
        vm.startPrank(RESEARCHER);
        odd.approve(address(hub), 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.DepositTooLarge.selector, uint256(2 ** 64)));
        hub.deposit(signer(), SALT, 1);
    }

    function test_parksWhatABlacklistedPayeeCannotGetAndPaysTheOthers() external {
        fill(1000);
        Leaf[] memory leaves = leavesOf(100, 200, 300);
        post(600, leaves);
        activate();
        odd.refuse(payee(1), true);
        claimAll(leaves);
        same(odd.balanceOf(payee(0)), 100, "first");
        same(odd.balanceOf(payee(2)), 300, "third");
        same(hub.parked(payee(1)), 200, "parked");

        vm.expectRevert(
            abi.encodeWithSelector(IComputeHub.TransferRefused.selector, address(hub), payee(1), 200)
        );
        hub.reclaim(payee(1));
        odd.refuse(payee(1), false);
        hub.reclaim(payee(1));
        same(odd.balanceOf(payee(1)), 200, "paid later");
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.NothingParked.selector, payee(1)));
        hub.reclaim(payee(1));
    }

    function test_aBlacklistedPayeeMayNameAnotherAddress() external {
        fill(1000);
        Leaf[] memory leaves = leavesOf(100, 0, 0);
        post(600, leaves);
        activate();
        odd.refuse(payee(0), true);
        claimAll(leaves);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.NothingParked.selector, address(this)));
        hub.reclaimTo(address(this));
        vm.prank(payee(0));
        hub.reclaimTo(payee(9));
        same(odd.balanceOf(payee(9)), 100, "elsewhere");
        same(hub.parked(payee(0)), 0, "nothing parked");
    }

    function test_aRecipientThatEatsGasStopsNobody() external {
        fill(1000);
        Leaf[] memory leaves = leavesOf(100, 200, 300);
        post(600, leaves);
        activate();
        odd.eatGasAt(payee(0));
        claimAll(leaves);
        same(odd.balanceOf(payee(1)), 200, "second");
        same(hub.parked(payee(0)), 100, "parked");
    }

    /// Else anybody could park other people's money by calling with too little gas.
    function testFuzz_tooLittleGasRevertsInsteadOfParking(uint256 gasLimit) external {
        gasLimit = bound(gasLimit, 20_000, 400_000);
        fill(1000);
        Leaf[] memory leaves = leavesOf(100, 200, 300);
        post(600, leaves);
        activate();
        odd.burnGas(60_000);
        IComputeHub.ClaimIn memory c = claimOf(leaves, 0);
        bytes memory call = abi.encodeCall(IComputeHub.claim, (c.index, c.account, c.cumulative, c.proof));
        (bool ok,) = address(hub).call{gas: gasLimit}(call);
        same(hub.parked(payee(0)), 0, "parked");
        same(odd.balanceOf(payee(0)), ok ? 100 : 0, "paid");
    }

    /// Nothing, or a whole word that says 1, is yes; whatever else comes is no, and nobody was paid.
    function test_onlyAWholeTrueCountsAsPaid() external {
        fill(1000);
        post(600, leavesOf(100, 200, 300));
        activate();
        bytes[5] memory answers = [
            abi.encode(uint256(0)),
            abi.encode(uint256(2)),
            abi.encodePacked(bytes31(0)),
            abi.encodePacked(bytes1(0x01)),
            abi.encode(uint256(0), uint256(1))
        ];
        odd.approve(address(hub), 1000);
        for (uint256 i = 0; i < answers.length; ++i) {
            odd.answerWith(answers[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IComputeHub.TransferRefused.selector, address(this), address(hub), 10)
            );
            hub.deposit(signer(), SALT, 10);
        }
        odd.answerWith(answers[0]);
        claim(claimOf(leavesOf(100, 200, 300), 0));
        odd.answerWith(answers[2]);
        claim(claimOf(leavesOf(100, 200, 300), 1));
        odd.answerWith(answers[1]);
        claim(claimOf(leavesOf(100, 200, 300), 2));
        same(hub.parked(payee(0)) + hub.parked(payee(1)) + hub.parked(payee(2)), 600, "parked");
        odd.answerWith(abi.encode(uint256(1), uint256(0)));
        hub.reclaim(payee(0));
        same(hub.parked(payee(0)), 0, "a word that says 1, and more behind it");
    }

    function test_aTokenWithHooksLetsNothingInThatMovesTokens() external {
        Reenterer reenterer = new Reenterer(hub, token);
        odd.transfer(address(reenterer), 1000);
        odd.hook(address(reenterer));
        IComputeHub.ClaimIn memory c;
        IPayeeGuard.ReceiptIn memory receipt;
        IComputeHub.RelayIn memory terms;
        bytes[16] memory calls = [
            abi.encodeCall(IComputeHub.deposit, (address(reenterer), 0, 1)),
            abi.encodeCall(IComputeHub.depositWithPermit, (address(reenterer), 0, 1, 0, 0, 0, 0)),
            abi.encodeCall(IComputeHub.exit, (address(reenterer), 0)),
            abi.encodeCall(IComputeHub.claim, (0, address(0), 0, c.proof)),
            abi.encodeCall(IComputeHub.claimMany, (new IComputeHub.ClaimIn[](0))),
            abi.encodeCall(IComputeHub.claimRange, (0, "", c.proof)),
            abi.encodeCall(IComputeHub.claimFor, (c, terms)),
            abi.encodeCall(IComputeHub.reclaim, (address(0))),
            abi.encodeCall(IComputeHub.reclaimTo, (address(0))),
            abi.encodeCall(IPayeeGuard.addBond, (1)),
            abi.encodeCall(IPayeeGuard.withdrawBond, ()),
            abi.encodeCall(IPayeeGuard.cancelRoot, (c, c)),
            abi.encodeCall(IPayeeGuard.demandLeaf, (c)),
            abi.encodeCall(IPayeeGuard.demandReceipt, (receipt)),
            abi.encodeCall(IPayeeGuard.answer, (c, 0)),
            abi.encodeCall(IPayeeGuard.claimReceipt, (receipt, c))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            reenterer.deposit(10, calls[i]);
            check(bytes4(reenterer.refusal()) == IComputeHub.Reentered.selector, "refused");
        }
        reenterer.deposit(10, abi.encodeCall(IPayeeGuard.closeDemand, (0, address(0), 0)));
        check(bytes4(reenterer.refusal()) == IComputeHub.Reentered.selector, "refused");
        same(hub.channel(hub.channelId(address(reenterer), address(reenterer), 0)).deposit, 170, "each once");
    }

    /// Redeeming moves no tokens, so a hook may: what it credits must not be overwritten by the deposit under way.
    function test_vouchersThatAreRedeemedDuringADepositCount() external {
        Reenterer reenterer = new Reenterer(hub, token);
        odd.transfer(address(reenterer), 1000);
        fill(100);
        odd.hook(address(reenterer));
        reenterer.deposit(10, abi.encodeCall(IComputeHub.redeem, (one(voucher(60)))));
        same(reenterer.refusal().length, 0, "let in");
        same(hub.book().earned, 60, "earned");
        same(hub.channel(id()).spent, 60, "spent");
        same(odd.balanceOf(address(hub)), 110, "held");
    }

    function test_whatABatchRedeemsFitsIntoABook() external {
        uint64 most = type(uint64).max;
        fill(most);
        address another = vm.addr(KEY + 1);
        odd.approve(address(hub), most);
        hub.deposit(another, SALT, most);
        VoucherIn memory v = VoucherIn(address(this), another, SALT, most, 0, 0);
        (v.r, v.vs) = compactSign(
            KEY + 1, voucherDigest(hub, hub.channelId(address(this), another, SALT), most)
        );
        bytes memory both = abi.encodePacked(one(voucher(most)), one(v));
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.DepositTooLarge.selector, 2 * uint256(most)));
        hub.redeem(both);
        hub.redeem(one(voucher(most)));
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        hub.redeem(one(v));
        same(hub.book().earned, most, "one of them");
    }

    function test_aBondGrowsUpToWhatUnitsCanCount() external {
        uint64 most = type(uint64).max;
        odd.approve(address(hub), uint256(most) + 1);
        hub.addBond(most);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.DepositTooLarge.selector, uint256(2 ** 64)));
        hub.addBond(1);
        same(hub.bond().amount, most, "bond");
    }

    function test_aDemandNeedsItsWholeStakeAlsoFromATokenThatKeepsAFee() external {
        odd.takeFee(200);
        odd.approve(address(hub), STAKE);
        IComputeHub.ClaimIn memory none_;
        vm.expectRevert(
            abi.encodeWithSelector(
                IComputeHub.TransferRefused.selector, address(this), address(hub), uint256(STAKE)
            )
        );
        hub.demandLeaf(none_);
    }
}
