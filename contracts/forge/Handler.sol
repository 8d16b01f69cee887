// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ChannelId, IComputeHub} from "../solidity/IComputeHub.sol";
import {IERC20} from "../solidity/IERC20.sol";
import {SumTree} from "../solidity/SumTree.sol";
import {GuardBase} from "./GuardBase.sol";
import {VoucherIn} from "./HubBase.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {OddToken} from "./OddToken.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice Everything that researchers, payees, strangers and a hostile operator can do, in any order, together with
/// a record of what should have come of it. Claims are built from valid trees first and then tampered with: random
/// bytes would be refused at the first check and test nothing.
contract Handler is GuardBase {
    uint256 public constant CHANNELS = 3;
    uint256 public constant PAYEES = 6;
    address public constant OUTSIDER = address(0xBAD);
    address public constant RELAYER = address(0x4E1A);

    struct Asked {
        uint256 index;
        address account;
        uint64 cumulative;
    }

    OddToken private odd;
    Asked[] private asked; // demands that are open
    Leaf[] private older; // of the root before the newest one
    Leaf[] private newest;

    uint256 public donated;
    uint256 public violations;
    uint256 public fees; // of relayed claims
    uint256 public stakes; // of open demands
    uint256 public bonds; // added, less what came back or was lost
    mapping(uint256 c => uint256) public paidIn;
    mapping(uint256 c => uint256) public returned;
    mapping(uint256 c => uint256) public signed; // the highest cumulative that the researcher signed
    mapping(uint256 index => uint256) public promised; // the highest leaf that any posted root held
    mapping(string action => uint256) public done;

    constructor() {
        odd = new OddToken(9);
        deployHub(address(odd));
    }

    modifier counted(string memory action) {
        _;
        ++done[action];
    }

    function theHub() external view returns (IPayeeGuard) {
        return hub;
    }

    function theToken() external view returns (IERC20) {
        return token;
    }

    function researcher(uint256 c) public pure returns (address) {
        return vm.addr(key(c));
    }

    function channelOf(uint256 c) public view returns (ChannelId) {
        return hub.channelId(researcher(c), researcher(c), SALT);
    }

    // Researchers

    function deposit(uint256 c, uint64 amount) external counted("deposit") {
        (c, amount) = (c % CHANNELS, uint64(bound(amount, 0, 1e15)));
        odd.transfer(researcher(c), amount);
        // No startPrank: a revert would not end it, and all that follows would come from the researcher.
        vm.prank(researcher(c));
        odd.approve(address(hub), amount);
        vm.prank(researcher(c));
        hub.deposit(researcher(c), SALT, amount);
        paidIn[c] += amount;
    }

    function redeem(uint256 c, uint64 cumulative) external counted("redeem") {
        hub.redeem(one(signedVoucher(c % CHANNELS, cumulative)));
    }

    function redeemForged(uint256 c, uint64 cumulative) external {
        VoucherIn memory v = voucherOf(c % CHANNELS, key(c % CHANNELS) + 1, cumulative);
        try hub.redeem(one(v)) returns (uint64 credited) {
            if (credited > 0) ++violations;
        } catch {}
    }

    function requestExit(uint256 c) external counted("requestExit") {
        vm.prank(researcher(c % CHANNELS));
        hub.requestExit(researcher(c % CHANNELS), SALT);
    }

    function cancelExit(uint256 c, uint256 dice) external {
        if (dice % 4 > 0) return; // rare, or hardly any exit would come to its end
        vm.prank(researcher(c % CHANNELS));
        hub.cancelExit(researcher(c % CHANNELS), SALT);
    }

    function exit(uint256 c, bool patient) external counted("exit") {
        c %= CHANNELS;
        if (patient) pass(WINDOW);
        uint256 before = odd.balanceOf(researcher(c)) + hub.parked(researcher(c));
        vm.prank(researcher(c));
        hub.exit(researcher(c), SALT);
        returned[c] += odd.balanceOf(researcher(c)) + hub.parked(researcher(c)) - before;
    }

    // The operator, honest and hostile

    function settleHonestly(uint256 c, uint256 seed) external counted("settle") {
        (uint64 earned,) = afterVoucher(c, seed);
        Leaf[] memory leaves = copyOfNewest();
        uint256 sum = SumTree.sumOf(hub.newestRoot());
        for (uint256 i = 0; i < PAYEES; ++i) {
            uint256 more = uint256(keccak256(abi.encode(seed, i))) % ((earned - sum) / PAYEES + 1);
            leaves[i] = Leaf(payee(i), leaves[i].cumulative + uint64(more));
        }
        post(c, seed, leaves);
    }

    /// @dev Gives all that the hub would let it to whomever it likes, taking leaves back and swapping addresses.
    function settleHostilely(uint256 c, uint256 seed, uint256 excess) external counted("settleHostilely") {
        (uint64 earned,) = afterVoucher(c, seed);
        Leaf[] memory leaves = new Leaf[](1 + seed % PAYEES);
        uint256 rest = earned + (excess % 8 == 0 ? 1 : 0);
        for (uint256 i = 0; i < leaves.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 amount = i + 1 == leaves.length ? rest : random % (rest + 1);
            rest -= amount;
            leaves[i] = Leaf(payee(random % PAYEES), uint64(amount));
        }
        post(c, seed, leaves);
        if (SumTree.sumOf(Tree.root(leaves)) > earned) ++violations;
    }

    // Payees and strangers

    function claimOne(uint256 index) external counted("claim") {
        Leaf[] memory leaves = active();
        claim(claimOf(leaves, index % leaves.length));
    }

    function claimEverything() external counted("claimMany") {
        Leaf[] memory leaves = active();
        if (leaves.length == 0) revert Broken("nothing to claim");
        claimAll(leaves);
    }

    /// @dev Each of these must be refused, or pay nobody anything.
    function tamper(uint256 index, uint256 kind, uint64 x) external counted("tamper") {
        Leaf[] memory leaves = active();
        index %= leaves.length;
        IComputeHub.ClaimIn memory c = claimOf(leaves, index);
        kind %= 7;
        if (kind == 0) c.account = OUTSIDER;
        if (kind == 1) c.cumulative += uint64(bound(x, 1, 1e15));
        if (kind == 2) c.index += (1 + uint256(x)) << c.proof.length; // alias
        if (kind == 3) c.index = leaves.length + x % 8; // padding, or beyond
        if (kind == 4) (c.account, c.cumulative, c.index) = (OUTSIDER, 0, leaves.length);
        if (kind == 5) (c.account, c.proof) = (OUTSIDER, new bytes32[](0));
        if (kind == 6) c = claimOf(hidden(), x % hidden().length);
        uint256 paid = hub.book().paid;
        try hub.claim(c.index, c.account, c.cumulative, c.proof) {
            if (kind < 6 || !isActive(c)) ++violations;
        } catch {
            if (hub.book().paid != paid) ++violations;
        }
    }

    function relay(uint256 index, uint64 fee) external counted("relay") {
        Leaf[] memory leaves = active();
        index %= leaves.length;
        uint64 claimed = hub.claimed(index);
        if (leaves[index].cumulative <= claimed) revert Broken("nothing to claim");
        fee = uint64(bound(fee, 0, leaves[index].cumulative - claimed));
        (uint256 n, IComputeHub.RelayIn memory terms) = openTerms(leaves, index, fee);
        terms = termsBy(n, index, RELAYER, terms);
        vm.prank(RELAYER);
        hub.claimFor(claimOf(leaves, index), terms);
        fees += fee;
        // The same once more: whatever came of it, it must not be paid for twice.
        vm.prank(RELAYER);
        try hub.claimFor(claimOf(leaves, index), terms) {
            ++violations;
        } catch {}
    }

    /// @dev Each of these must be refused: terms that the payee did not sign, or not for this.
    function relayHostilely(uint256 index, uint256 kind, uint64 x) external counted("relayHostilely") {
        Leaf[] memory leaves = active();
        index %= leaves.length;
        (uint256 n, IComputeHub.RelayIn memory terms) = openTerms(leaves, index, x % 1000);
        terms = termsBy(n, index, RELAYER, terms);
        kind %= 5;
        address caller = kind == 0 ? OUTSIDER : RELAYER;
        if (kind == 1) ++terms.fee;
        if (kind == 2) terms.least = terms.least == 0 ? 1 : terms.least - 1;
        if (kind == 3) terms = termsBy(n + 1, index, RELAYER, terms);
        if (kind == 4) ++terms.deadline;
        IComputeHub.ClaimIn memory c = claimOf(leaves, index);
        vm.prank(caller);
        try hub.claimFor(c, terms) {
            ++violations;
        } catch {}
    }

    function claimRange(uint256 first, uint256 level) external counted("claimRange") {
        Leaf[] memory leaves = active();
        uint256 depth = Tree.proof(leaves, 0).length;
        level = level % (depth + 1);
        first = (first % (1 << (depth - level))) << level;
        (bytes memory packed, bytes32[] memory proof) = Tree.range(leaves, first, level);
        hub.claimRange(first, packed, proof);
        // Somebody else's place, or one leaf more than is proved.
        try hub.claimRange(first + (1 << depth), packed, proof) {
            ++violations;
        } catch {}
        try hub.claimRange(first, abi.encodePacked(packed, OUTSIDER, uint64(1)), proof) {
            ++violations;
        } catch {}
    }

    // Watchers

    /// @dev Goes through exactly where the pending root takes something back.
    function cancelRoot(uint256 index) external counted("cancelRoot") {
        if (newestIsActive() || older.length == 0) revert Broken("nothing waits");
        index %= older.length;
        Leaf[] memory was = older;
        Leaf[] memory now_ = newest;
        IComputeHub.ClaimIn memory shown = claimOf(now_, index < now_.length ? index : 0);
        bool within = index < now_.length;
        // A tree of as many levels has an empty place there, which has to be shown.
        if (!within && index >> shown.proof.length == 0) revert Broken("padding");
        bool taken = !within || now_[index].account != was[index].account
            || now_[index].cumulative < was[index].cumulative;
        IComputeHub.ClaimIn memory before = claimOf(was, index);
        vm.prank(WATCHER);
        try hub.cancelRoot(before, shown) {
            if (!taken) ++violations;
            cancelled();
        } catch {
            if (taken) ++violations;
            revert Broken("nothing was taken back");
        }
    }

    function demandLeaf(uint256 index) external counted("demand") {
        Leaf[] memory was = older;
        stakeOf(WATCHER);
        IComputeHub.ClaimIn memory leaf = claimOf(was, index % was.length);
        vm.prank(WATCHER);
        hub.demandLeaf(leaf);
        asked.push(Asked(leaf.index, leaf.account, leaf.cumulative));
        stakes += STAKE;
    }

    function demandReceipt(uint256 index, uint64 amount, uint64 dueIn) external counted("demandReceipt") {
        index %= PAYEES + 2;
        uint64 due = hub.book().epoch + dueIn % 2;
        IPayeeGuard.ReceiptIn memory receipt = receiptOf(index, payee(index), amount % 1e15, due);
        stakeOf(WATCHER);
        vm.prank(WATCHER);
        hub.demandReceipt(receipt);
        uint64 wanted = receipt.cumulative;
        if (due > hub.book().epoch) {
            uint64 had = hub.claimed(index);
            if (had == 0) ++violations;
            if (had < wanted) wanted = had;
        }
        asked.push(Asked(index, payee(index), wanted));
        stakes += STAKE;
    }

    function answer(uint256 place) external counted("answer") {
        Asked memory open = openDemand(place);
        Leaf[] memory leaves = newest;
        hub.answer(claimOf(leaves, open.index), open.cumulative);
        forget(place);
        if (leaves[open.index].account != open.account || leaves[open.index].cumulative < open.cumulative) {
            ++violations;
        }
    }

    function closeDemand(uint256 place) external counted("closeDemand") {
        Asked memory open = openDemand(place);
        IPayeeGuard.Demand memory demand = hub.demandAt(open.index, open.account, open.cumulative);
        bool doubts = !newestIsActive() && demand.epoch == hub.book().epoch;
        hub.closeDemand(open.index, open.account, open.cumulative);
        forget(place);
        if (!doubts) return;
        if (vm.getBlockTimestamp() <= demand.answerBy) ++violations;
        cancelled();
    }

    function addBond(uint64 amount) external counted("addBond") {
        amount = uint64(bound(amount, 0, 1e12));
        odd.approve(address(hub), amount);
        hub.addBond(amount);
        bonds += amount;
    }

    function withdrawBond(uint256 dice) external counted("withdrawBond") {
        if (dice % 2 == 0) {
            vm.prank(operator());
            hub.requestBondExit();
        }
        if (dice % 4 < 3) pass(WINDOW);
        vm.prank(operator());
        hub.withdrawBond();
        bonds = 0;
    }

    /// @dev Of an operator that signs what it likes; the root's payees must not feel it.
    function claimReceipt(uint256 index, uint64 amount, bool waits) external counted("claimReceipt") {
        index %= PAYEES + 3;
        if (waits) pass(SILENCE);
        uint64 cumulative = uint64(bound(amount, 0, 3e15));
        uint256 before = hub.claimed(index);
        (IComputeHub.ClaimIn memory leaf, address account) = shownAt(index);
        hub.claimReceipt(receiptOf(index, account, cumulative, 1), leaf);
        if (!newestIsActive()) ++violations;
        if (hub.claimed(index) > before && hub.claimed(index) > cumulative) ++violations;
        if (cumulative > promised[index]) promised[index] = cumulative;
    }

    function refuse(uint256 account, bool on) external {
        odd.refuse(anyAccount(account), on);
    }

    /// @dev Starts looking at a random account, because few have anything parked.
    function reclaim(uint256 account, bool forgiven) external counted("reclaim") {
        for (uint256 i = 0; i < PAYEES + CHANNELS && hub.parked(anyAccount(account)) == 0; ++i) {
            unchecked {
                ++account;
            }
        }
        if (forgiven) odd.refuse(anyAccount(account), false);
        hub.reclaim(anyAccount(account));
    }

    function donate(uint64 amount) external {
        amount = uint64(bound(amount, 0, 1e12));
        odd.transfer(address(hub), amount);
        donated += amount;
    }

    function wait(uint256 time) external {
        pass(bound(time, 1, 2 * DELAY));
    }

    // What they are made of

    function stakeOf(address account) private {
        odd.transfer(account, STAKE);
        vm.prank(account);
        odd.approve(address(hub), STAKE);
    }

    function openDemand(uint256 place) private view returns (Asked memory) {
        if (asked.length == 0) revert Broken("no demand");
        return asked[place % asked.length];
    }

    /// @dev The demand is over, and its stake was paid out.
    function forget(uint256 place) private {
        asked[place % asked.length] = asked[asked.length - 1];
        asked.pop();
        stakes -= STAKE;
    }

    function cancelled() private {
        bonds = 0;
        copy(newest, older);
    }

    /// @dev What shows the place of `index` in the newest root, and to whom a receipt for it is made out.
    function shownAt(uint256 index) private view returns (IComputeHub.ClaimIn memory leaf, address account) {
        Leaf[] memory leaves = newest;
        if (leaves.length == 0) return (leaf, payee(index));
        if (index < leaves.length) return (claimOf(leaves, index), leaves[index].account);
        leaf = claimOf(leaves, 0);
        if (index >> leaf.proof.length == 0) revert Broken("padding");
        account = payee(index % PAYEES);
    }

    /// @dev Terms on which everything that is left of a leaf is claimed, not signed yet, and who is to sign them.
    function openTerms(Leaf[] memory leaves, uint256 index, uint64 fee)
        private
        view
        returns (uint256 n, IComputeHub.RelayIn memory terms)
    {
        while (n < PAYEES && payee(n) != leaves[index].account) ++n;
        uint64 claimed = hub.claimed(index);
        uint64 cumulative = leaves[index].cumulative;
        uint64 least = cumulative > claimed + fee ? cumulative - claimed - fee : 0;
        terms = IComputeHub.RelayIn(claimed, fee, least, uint64(vm.getBlockTimestamp() + 1 hours), 0, 0);
    }

    function anyAccount(uint256 n) private pure returns (address) {
        n %= PAYEES + CHANNELS;
        return n < PAYEES ? payee(n) : researcher(n - PAYEES);
    }

    function key(uint256 c) private pure returns (uint256) {
        return KEY + 100 * c;
    }

    function signedVoucher(uint256 c, uint64 cumulative) private returns (VoucherIn memory) {
        cumulative = uint64(bound(cumulative, 0, 2e15));
        if (cumulative > signed[c]) signed[c] = cumulative;
        return voucherOf(c, key(c), cumulative);
    }

    function voucherOf(uint256 c, uint256 by, uint64 cumulative) private view returns (VoucherIn memory v) {
        v = VoucherIn(researcher(c), researcher(c), SALT, cumulative, 0, 0);
        (v.r, v.vs) = compactSign(by, voucherDigest(hub, channelOf(c), cumulative));
    }

    /// @dev What `earned` will be once the voucher that `post` sends along is redeemed.
    function afterVoucher(uint256 c, uint256 seed) private view returns (uint64 earned, uint64 cumulative) {
        IComputeHub.Channel memory open = hub.channel(channelOf(c % CHANNELS));
        cumulative = uint64(bound(seed >> 128, 0, 2e15));
        uint64 spent = cumulative < open.deposit ? cumulative : open.deposit;
        earned = hub.book().earned + (spent > open.spent ? spent - open.spent : 0);
    }

    function post(uint256 c, uint256 seed, Leaf[] memory leaves) private {
        (, uint64 cumulative) = afterVoucher(c, seed);
        bytes memory vouchers = one(signedVoucher(c % CHANNELS, cumulative));
        // Half of the time it does not wait as it should.
        if (seed & 1 == 0) pass(DELAY);
        uint32 epoch = hub.book().epoch + 1;
        vm.prank(operator());
        hub.settle(Tree.root(leaves), LEAVES, epoch, vouchers);

        copy(older, newest);
        while (newest.length > 0) newest.pop();
        for (uint256 i = 0; i < leaves.length; ++i) {
            newest.push(leaves[i]);
            if (leaves[i].cumulative > promised[i]) promised[i] = leaves[i].cumulative;
        }
    }

    function copy(Leaf[] storage to, Leaf[] storage from) private {
        while (to.length > 0) to.pop();
        for (uint256 i = 0; i < from.length; ++i) {
            to.push(from[i]);
        }
    }

    function copyOfNewest() private view returns (Leaf[] memory leaves) {
        leaves = new Leaf[](PAYEES);
        for (uint256 i = 0; i < newest.length; ++i) {
            leaves[i] = newest[i];
        }
    }

    function newestIsActive() private view returns (bool) {
        (uint64 epoch,) = hub.activeRoot();
        return epoch == hub.book().epoch;
    }

    function active() private view returns (Leaf[] memory) {
        return newestIsActive() ? newest : older;
    }

    /// @dev The leaves that are not to be claimed now: of a pending root, or of one that was replaced.
    function hidden() private view returns (Leaf[] memory) {
        return newestIsActive() ? older : newest;
    }

    function isActive(IComputeHub.ClaimIn memory c) private view returns (bool) {
        Leaf[] memory leaves = active();
        if (c.index >= leaves.length) return false;
        return leaves[c.index].account == c.account && leaves[c.index].cumulative == c.cumulative;
    }
}
