// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {Record} from "./Record.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice What payees, relayers and thieves do in a campaign. Claims are built from valid trees first and then tampered
/// with: random bytes would be refused at the first check and test nothing.
abstract contract Payees is Record {
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
            if (kind < 6 || lacks(leaves, c.index, Leaf(c.account, c.cumulative))) violate("a changed claim");
        } catch {
            if (hub.book().paid != paid) violate("paid by a refused claim");
        }
    }

    function relay(uint256 index, uint64 fee) external counted("relay") {
        Leaf[] memory leaves = active();
        index = openPlace(leaves, index);
        uint64 claimed = hub.claimed(index);
        fee = uint64(bound(fee, 0, leaves[index].cumulative - claimed));
        (uint256 n, IComputeHub.RelayIn memory terms) = openTerms(leaves, index, fee);
        terms = termsBy(n, index, RELAYER, terms);
        vm.prank(RELAYER);
        hub.claimFor(claimOf(leaves, index), terms);
        fees += fee;
        // The same once more: whatever came of it, it must not be paid for twice.
        vm.prank(RELAYER);
        try hub.claimFor(claimOf(leaves, index), terms) {
            violate("a relayed claim twice");
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
            violate("a relayed claim on other terms");
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
            violate("a range at an alias");
        } catch {}
        try hub.claimRange(first, abi.encodePacked(packed, OUTSIDER, uint64(1)), proof) {
            violate("a range with a leaf too many");
        } catch {}
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

    /// @dev The first place from a random one on whose leaf was not claimed whole.
    function openPlace(Leaf[] memory leaves, uint256 random) private view returns (uint256 index) {
        for (uint256 i = 0; i < leaves.length; ++i) {
            index = (random % leaves.length + i) % leaves.length;
            if (leaves[index].cumulative > hub.claimed(index)) return index;
        }
        revert Broken("nothing to claim");
    }

    /// @dev Terms on which everything that is left of a leaf is claimed, not signed yet, and who is to sign them.
    function openTerms(Leaf[] memory leaves, uint256 index, uint64 fee)
        private
        view
        returns (uint256 n, IComputeHub.RelayIn memory terms)
    {
        while (n < PAYEES && payeeAt(n) != leaves[index].account) ++n;
        uint64 claimed = hub.claimed(index);
        uint64 cumulative = leaves[index].cumulative;
        uint64 least = cumulative > claimed + fee ? cumulative - claimed - fee : 0;
        terms = IComputeHub.RelayIn(claimed, fee, least, uint64(vm.getBlockTimestamp() + 1 hours), 0, 0);
    }
}
