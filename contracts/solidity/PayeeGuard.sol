// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Books} from "./Books.sol";
import {HubStore} from "./HubStore.sol";
import {IPayeeGuard} from "./IPayeeGuard.sol";
import {Lanes} from "./Lanes.sol";
import {Signatures} from "./Signatures.sol";
import {SumTree} from "./SumTree.sol";

/// @notice What keeps an operator from taking back, leaving out or falling silent; promised at {IPayeeGuard}
abstract contract PayeeGuard is IPayeeGuard, HubStore {
    using Books for uint256;
    using Lanes for mapping(uint256 => uint256);

    bytes32 private constant RECEIPT_TYPEHASH =
        keccak256("Receipt(uint256 index,address account,uint64 cumulative,uint64 dueEpoch)");
    /// Half of a lost bond goes here: paid to the challenger whole, an operator could take its bond back by accusing itself.
    address private constant NOBODY = address(0xdEaD);

    Bond private _bond;
    /// By what is demanded: an operator that asks itself for less must not take the place of who asks for more.
    mapping(bytes32 asked => Demand) private _demands;
    /// What receipts were paid beyond an epoch's root, in case the next one is cancelled.
    mapping(uint256 epoch => uint64) private _advanced;
    /// When the newest root that somebody demanded of was posted; `postedAt` of the book is put off by demands.
    Posting private _doubted;
    /// What `postedAt` became when the root before this epoch's was cancelled.
    Posting private _restored;

    // The bond

    function addBond(uint256 amount) external guarded {
        uint256 total = _bond.amount + _collect(amount);
        if (total > type(uint64).max) revert DepositTooLarge(total);
        _bond.amount = uint64(total); // forge-lint: disable-line(unsafe-typecast)
        emit Bonded(_bond.amount);
    }

    function requestBondExit() external {
        if (msg.sender != operator) revert NotOperator(msg.sender);
        _bond.exitAt = uint64(block.timestamp) + exitWindow;
        emit BondExitRequested(_bond.exitAt);
    }

    function withdrawBond() external guarded {
        Bond memory bond_ = _bond;
        if (msg.sender != operator) revert NotOperator(msg.sender);
        // A request that held for ever would be an exit at any moment: in front of whoever is about to cancel a root.
        uint256 until = uint256(bond_.exitAt) + exitWindow;
        bool open = bond_.exitAt != 0 && block.timestamp >= bond_.exitAt && block.timestamp <= until;
        if (!open) revert BondLocked(bond_.exitAt);
        uint256 book_ = _book;
        if (!_isActive(book_)) revert RootPending(_activeAt(book_));
        delete _bond;
        emit Bonded(0);
        _pay(operator, bond_.amount);
    }

    // Roots that take back

    function cancelRoot(ClaimIn calldata was, ClaimIn calldata now_) external guarded {
        uint256 book_ = _pending();
        _provedActive(book_, was);
        (address account, uint64 cumulative) = _leafAt(_roots[book_.epoch() & 1], was.index, now_);
        if (account == was.account && cumulative >= was.cumulative) revert NothingTaken(was.index);
        _cancel(book_, msg.sender);
    }

    function demandLeaf(ClaimIn calldata was) external guarded {
        _takeStake();
        uint256 book_ = _pending();
        _provedActive(book_, was);
        _demand(book_, was.index, was.account, was.cumulative);
    }

    function demandReceipt(ReceiptIn calldata receipt) external guarded {
        _takeStake();
        uint256 book_ = _pending();
        _checkReceipt(receipt);
        uint64 cumulative = receipt.cumulative;
        if (receipt.dueEpoch > book_.epoch()) {
            // What was paid in silence is due at once: a root without it would promise the same tokens to others.
            uint64 had = _claimed.get(receipt.index);
            if (had == 0) revert ReceiptNotDue(receipt.dueEpoch, book_.epoch());
            if (had < cumulative) cumulative = had;
        }
        _demand(book_, receipt.index, receipt.account, cumulative);
    }

    function answer(ClaimIn calldata c, uint64 demanded) external guarded {
        uint256 book_ = _pending();
        bytes32 key = _keyOf(c.index, c.account, demanded);
        Demand memory asked = _demands[key];
        if (asked.epoch != book_.epoch()) revert NothingDemanded(c.index);
        bool proved = SumTree.proves(
            c.proof, _roots[book_.epoch() & 1], SumTree.leaf(c.account, c.cumulative), c.index
        );
        if (!proved || c.cumulative < demanded) revert ProofInvalid(c.index);
        delete _demands[key];
        emit Answered(c.index, msg.sender, c.account, demanded);
        _pay(msg.sender, stake);
    }

    function closeDemand(uint256 index, address account, uint64 cumulative) external guarded {
        bytes32 key = _keyOf(index, account, cumulative);
        Demand memory asked = _demands[key];
        if (asked.challenger == address(0)) revert NothingDemanded(index);
        uint256 book_ = _book;
        bool waits = asked.epoch == book_.epoch() && !_isActive(book_);
        if (waits && block.timestamp <= asked.answerBy) revert AnswerOpen(asked.answerBy);
        delete _demands[key];
        if (waits) _cancel(book_, asked.challenger);
        _pay(asked.challenger, stake);
    }

    // Silence

    function claimReceipt(ReceiptIn calldata receipt, ClaimIn calldata leaf) external guarded {
        uint256 book_ = _book;
        uint256 silentAt = uint256(book_.postedAt()) + silence;
        if (block.timestamp < silentAt) revert NotSilent(silentAt);
        _checkReceipt(receipt);
        (uint64 amount, uint64 beyond) = _receiptPays(book_, receipt, leaf);
        _advanced[book_.epoch()] += beyond;
        _spend(book_ + (uint256(beyond) << 128), amount);
        _pay(receipt.account, amount);
    }

    // Views

    function bond() external view returns (Bond memory) {
        return _bond;
    }

    function demandAt(uint256 index, address account, uint64 cumulative)
        external
        view
        returns (Demand memory)
    {
        return _demands[_keyOf(index, account, cumulative)];
    }

    // Internals

    function _pending() private view returns (uint256 book_) {
        book_ = _book;
        if (_isActive(book_)) revert RootNotPending(book_.epoch());
    }

    function _provedActive(uint256 book_, ClaimIn calldata c) private view {
        bytes32 root = _roots[(book_.epoch() - 1) & 1];
        if (!SumTree.proves(c.proof, root, SumTree.leaf(c.account, c.cumulative), c.index)) {
            revert ProofInvalid(c.index);
        }
    }

    /// @dev `shown` is the leaf at `index`, or any leaf of a tree that has no such index: its proof is as long as the
    /// tree is high.
    function _leafAt(bytes32 root, uint256 index, ClaimIn calldata shown)
        private
        pure
        returns (address account, uint64 cumulative)
    {
        bytes32 word = SumTree.leafOrPadding(shown.account, shown.cumulative);
        if (!SumTree.proves(shown.proof, root, word, shown.index)) revert ProofInvalid(shown.index);
        if (shown.index == index) return (shown.account, shown.cumulative);
        if (index >> shown.proof.length == 0) revert ProofInvalid(shown.index);
    }

    function _checkReceipt(ReceiptIn calldata receipt) private view {
        bytes32 hash = Signatures.digest(
            domainSeparator(),
            keccak256(
                abi.encode(
                    RECEIPT_TYPEHASH, receipt.index, receipt.account, receipt.cumulative, receipt.dueEpoch
                )
            )
        );
        if (!Signatures.isBy(operator, hash, receipt.r, receipt.vs)) revert ReceiptForged(receipt.index);
    }

    /// @dev Before anything is looked at: a token with hooks may let vouchers be redeemed while it is moved.
    function _takeStake() private {
        if (_collect(stake * unit) < stake) revert TransferRefused(msg.sender, address(this), stake * unit);
    }

    /// @dev Demands come before the root would be active by itself. Each gives the operator as long as the delay to answer,
    /// and the root waits until whoever closes the demand has had as much time again. So no root waits more than three
    /// delays: an operator that demands of itself cannot put off its silence.
    function _demand(uint256 book_, uint256 index, address account, uint64 cumulative) private {
        if (_doubted.epoch != book_.epoch()) {
            _doubted = Posting({postedAt: book_.postedAt(), epoch: book_.epoch()});
        }
        uint256 until = uint256(_doubted.postedAt) + activationDelay;
        if (block.timestamp >= until) revert DemandLate(until);
        bytes32 key = _keyOf(index, account, cumulative);
        Demand memory old = _demands[key];
        if (old.challenger != address(0)) revert DemandOpen(index, old.epoch);
        uint40 answerBy = uint40(block.timestamp + activationDelay);
        _demands[key] = Demand({challenger: msg.sender, answerBy: answerBy, epoch: book_.epoch()});
        _book = Books.pack(book_.earned(), book_.paid(), book_.covered(), book_.epoch(), answerBy);
        emit Demanded(index, msg.sender, account, cumulative, answerBy);
    }

    function _keyOf(uint256 index, address account, uint64 cumulative) private pure returns (bytes32) {
        return keccak256(abi.encode(index, account, cumulative));
    }

    function _cancel(uint256 book_, address challenger) private {
        bytes32 root = _roots[(book_.epoch() - 1) & 1];
        uint64 advanced = _advanced[book_.epoch() - 1];
        _roots[book_.epoch() & 1] = root;
        _advanced[book_.epoch()] = advanced;
        // The root before is active at once. Roots that are cancelled one after the other are one silence.
        if (_restored.epoch != book_.epoch()) _restored.postedAt = uint40(block.timestamp - activationDelay);
        _restored.epoch = book_.epoch() + 1;
        _book = Books.pack(
            book_.earned(), book_.paid(), SumTree.sumOf(root) + advanced, book_.epoch(), _restored.postedAt
        );
        uint64 lost = _bond.amount;
        delete _bond;
        emit RootCancelled(book_.epoch(), challenger, lost);
        _park(NOBODY, (lost - lost / 2) * unit);
        _pay(challenger, lost / 2);
    }

    /// @return amount that is new, of the root or beyond it
    /// @return beyond the part of it that no root covers: only what was earned and is in no root is there for it
    function _receiptPays(uint256 book_, ReceiptIn calldata receipt, ClaimIn calldata leaf)
        private
        returns (uint64 amount, uint64 beyond)
    {
        bytes32 root = _roots[book_.epoch() & 1];
        (address account, uint64 rooted) = _leafAt(root, receipt.index, leaf);
        if (account != address(0) && account != receipt.account) revert IndexTaken(receipt.index, account);
        uint64 had = _claimed.get(receipt.index);
        uint64 base = had > rooted ? had : rooted;
        uint64 free = book_.earned() - book_.covered();
        uint64 cumulative = receipt.cumulative;
        if (cumulative > base && cumulative - base > free) cumulative = base + free;
        beyond = cumulative > base ? cumulative - base : 0;
        amount = _claimed.raise(receipt.index, cumulative);
    }
}
