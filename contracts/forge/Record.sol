// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ChannelId, IComputeHub} from "../solidity/IComputeHub.sol";
import {IERC20} from "../solidity/IERC20.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {GuardBase} from "./GuardBase.sol";
import {OddToken} from "./OddToken.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice What should have come of everything that was done in a campaign, kept beside what the hub says.
abstract contract Record is GuardBase {
    uint256 public constant CHANNELS = 3;
    uint256 public constant PAYEES = 6;
    /// Of leaves and receipts: some beyond the tree, or beyond the leaves that it has.
    uint256 public constant PLACES = 9;
    address public constant OUTSIDER = address(0xBAD);
    address public constant RELAYER = address(0x4E1A);

    struct Asked {
        uint256 index;
        address account;
        uint64 cumulative;
    }

    OddToken internal odd;
    Asked[] internal asked; // demands that are open
    Leaf[] internal older; // of the root before the newest one
    Leaf[] internal newest;
    uint256 internal postedAt; // the newest root, if it was not cancelled
    // Deriving an address costs as much as a transaction.
    address[] private payees;
    address[] private researchers;
    ChannelId[] private channels;

    uint256 public donated;
    string public violated; // what must never happen, where it did
    uint256 public fees; // of relayed claims
    uint256 public stakes; // of open demands
    uint256 public bonds; // added, less what came back or was lost
    mapping(uint256 c => uint256) public paidIn;
    mapping(uint256 c => uint256) public returned;
    mapping(uint256 c => uint256) public signed; // the highest cumulative that the researcher signed
    mapping(uint256 index => uint256) public promised; // the highest leaf or receipt that there ever was
    mapping(uint256 index => Leaf) internal receipts; // the highest one that was paid at an index
    mapping(string action => uint256) public done;
    mapping(uint256 c => uint256) private spentBefore;
    mapping(uint256 index => uint256) private claimedBefore;

    constructor() {
        odd = new OddToken(9);
        deployHub(address(odd));
        for (uint256 n = 0; n < PAYEES; ++n) {
            payees.push(payee(n));
        }
        for (uint256 c = 0; c < CHANNELS; ++c) {
            address account = vm.addr(key(c));
            researchers.push(account);
            channels.push(hub.channelId(account, account, SALT));
        }
    }

    modifier counted(string memory action) {
        _;
        ++done[action];
        nothingFell();
    }

    function theHub() external view returns (IPayeeGuard) {
        return hub;
    }

    function theToken() external view returns (IERC20) {
        return token;
    }

    /// @return all of those who may ever be owed something
    function accounts() public view returns (address[] memory all) {
        all = new address[](PAYEES + CHANNELS + 6);
        for (uint256 n = 0; n < PAYEES + CHANNELS; ++n) {
            all[n] = anyAccount(n);
        }
        uint256 next = PAYEES + CHANNELS;
        (all[next], all[next + 1], all[next + 2]) = (RELAYER, WATCHER, NOBODY);
        (all[next + 3], all[next + 4], all[next + 5]) = (operator(), address(this), OUTSIDER);
    }

    function channelOf(uint256 c) public view returns (ChannelId) {
        return channels[c];
    }

    /// @return owed what the active root's leaves and the claims beyond them need to be covered: each leaf can be claimed, to
    /// the unit, as long as it is no more than the hub's `covered`
    function owedByRoot() external view returns (uint256 owed) {
        Leaf[] memory leaves = active();
        for (uint256 index = 0; index < 16; ++index) {
            uint256 leaf = index < leaves.length ? leaves[index].cumulative : 0;
            uint256 had = hub.claimed(index);
            owed += had > leaf ? had : leaf;
        }
    }

    /// @return whether a root counts that was posted less than the delay ago
    function countsTooEarly() external view returns (bool) {
        return newestIsActive() && postedAt != 0 && vm.getBlockTimestamp() < postedAt + DELAY;
    }

    function violate(string memory what) internal {
        violated = what;
    }

    function nothingFell() private {
        for (uint256 c = 0; c < CHANNELS; ++c) {
            uint256 spent = hub.channel(channels[c]).spent;
            if (spent < spentBefore[c]) violate("spent fell");
            spentBefore[c] = spent;
        }
        for (uint256 index = 0; index < PLACES; ++index) {
            uint256 had = hub.claimed(index);
            if (had < claimedBefore[index]) violate("claimed fell");
            claimedBefore[index] = had;
        }
    }

    function payeeAt(uint256 n) internal view returns (address) {
        return payees[n];
    }

    function researcher(uint256 c) internal view returns (address) {
        return researchers[c];
    }

    function key(uint256 c) internal pure returns (uint256) {
        return KEY + 100 * c;
    }

    function anyAccount(uint256 n) internal view returns (address) {
        n %= PAYEES + CHANNELS;
        return n < PAYEES ? payees[n] : researchers[n - PAYEES];
    }

    function wealth(address account) internal view returns (uint256) {
        return odd.balanceOf(account) + hub.parked(account);
    }

    function cancelled() internal {
        bonds = 0;
        postedAt = 0;
        copy(newest, older);
    }

    function posted(Leaf[] memory leaves) internal {
        copy(older, newest);
        while (newest.length > 0) newest.pop();
        for (uint256 i = 0; i < leaves.length; ++i) {
            newest.push(leaves[i]);
            if (leaves[i].cumulative > promised[i]) promised[i] = leaves[i].cumulative;
        }
        postedAt = vm.getBlockTimestamp();
    }

    function copy(Leaf[] storage to, Leaf[] storage from) private {
        while (to.length > 0) to.pop();
        for (uint256 i = 0; i < from.length; ++i) {
            to.push(from[i]);
        }
    }

    function newestIsActive() internal view returns (bool) {
        (uint64 epoch,) = hub.activeRoot();
        return epoch == hub.book().epoch;
    }

    function active() internal view returns (Leaf[] memory) {
        return newestIsActive() ? newest : older;
    }

    /// @dev The leaves that are not to be claimed now: of a pending root, or of one that was replaced.
    function hidden() internal view returns (Leaf[] memory) {
        return newestIsActive() ? older : newest;
    }

    /// @dev What shows the place of `index` in a tree: its leaf, an empty place, or any leaf of a tree that is too small.
    function shown(Leaf[] memory leaves, uint256 index)
        internal
        pure
        returns (IComputeHub.ClaimIn memory leaf)
    {
        if (leaves.length == 0) return leaf;
        if (index < leaves.length) return claimOf(leaves, index);
        leaf = claimOf(leaves, 0);
        if (index >> leaf.proof.length > 0) return leaf;
        return IComputeHub.ClaimIn(index, address(0), 0, Tree.proof(leaves, index));
    }

    /// @dev Whether a tree has less at an index than a leaf says, or gives it to another account.
    function lacks(Leaf[] memory leaves, uint256 index, Leaf memory wanted) internal pure returns (bool) {
        if (index >= leaves.length) return true;
        return leaves[index].account != wanted.account || leaves[index].cumulative < wanted.cumulative;
    }
}
