// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ChannelId, IComputeHub} from "./IComputeHub.sol";
import {IERC20, IERC20Permit} from "./IERC20.sol";
import {Lanes} from "./Lanes.sol";
import {Relays} from "./Relays.sol";
import {Signatures} from "./Signatures.sol";
import {SumTree} from "./SumTree.sol";
import {TokenCalls} from "./TokenCalls.sol";

/// @title Payment hub of a compute network; what it does and promises is written at {IComputeHub}
contract ComputeHub is IComputeHub {
    using Lanes for mapping(uint256 => uint256);
    bytes32 private constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 channel,uint64 cumulative)");
    /// What one payout may use: enough for any sane token, and all that a gas-eating recipient can waste. Below
    /// 63 * 2,300, so that nobody can park other people's money by calling with too little gas: the 1/64 which EIP-150
    /// then keeps back does not reach the 2,300 that EIP-2200 wants for the write, and everything reverts.
    uint256 private constant TRANSFER_GAS = 140_000;

    address public immutable token;
    address public immutable operator;
    uint256 public immutable unit;
    uint32 public immutable activationDelay;
    uint32 public immutable exitWindow;
    uint256 private immutable _homeChain;
    bytes32 private immutable _homeSeparator;

    Book private _book;
    /// Roots by the parity of their epoch: the newest and the one before, which is active until the newest is.
    bytes32[2] private _roots;
    mapping(ChannelId id => Channel) private _channels;
    /// Claimed amounts by leaf index, four to a word. An index therefore belongs to one account for ever.
    mapping(uint256 word => uint256) private _claimed;
    mapping(address account => uint256) public parked;
    bool private transient _entered;

    /// @dev A deposit is measured by the balance, so nothing else may move tokens while one is under way.
    modifier guarded() {
        if (_entered) revert Reentered();
        _entered = true;
        _;
        _entered = false;
    }

    /// @param token_ an ERC-20 with `decimals`; not one whose balances change by themselves
    /// @param activationDelay_ seconds between a root's posting and the first claim against it
    /// @param exitWindow_ seconds between a researcher's request and its withdrawal
    constructor(address token_, address operator_, uint32 activationDelay_, uint32 exitWindow_) {
        token = token_;
        operator = operator_;
        activationDelay = activationDelay_;
        exitWindow = exitWindow_;
        uint8 decimals = IERC20(token_).decimals();
        // 64 bits hold 18 thousand million whole tokens of 9 decimals; finer ones are counted in 10^-9.
        unit = decimals > 9 ? 10 ** (decimals - 9) : 1;
        _homeChain = block.chainid;
        _homeSeparator = Signatures.domain("Manyhands ComputeHub", "1");
    }

    // Researchers

    function deposit(address signer, bytes32 salt, uint256 amount) external guarded {
        _deposit(signer, salt, amount);
    }

    function depositWithPermit(
        address signer,
        bytes32 salt,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external guarded {
        // Whoever sees the permit can use it first; then the allowance is already there.
        try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _deposit(signer, salt, amount);
    }

    function requestExit(address signer, bytes32 salt) external {
        ChannelId id = channelId(msg.sender, signer, salt);
        Channel storage open = _channels[id];
        if (open.exitAt != 0) revert ChannelExiting(id, open.exitAt);
        open.exitAt = uint64(block.timestamp) + exitWindow;
        emit ExitRequested(id, open.exitAt);
    }

    function cancelExit(address signer, bytes32 salt) external {
        ChannelId id = channelId(msg.sender, signer, salt);
        if (_channels[id].exitAt == 0) revert ChannelNotExiting(id);
        _channels[id].exitAt = 0;
        emit ExitCancelled(id);
    }

    function exit(address signer, bytes32 salt) external guarded {
        ChannelId id = channelId(msg.sender, signer, salt);
        Channel memory open = _channels[id];
        if (open.exitAt == 0) revert ChannelNotExiting(id);
        if (block.timestamp < open.exitAt) revert ExitTooEarly(id, open.exitAt);
        // `spent` stays, so that a refilled channel does not pay for the same vouchers twice.
        _channels[id] = Channel({deposit: open.spent, spent: open.spent, exitAt: 0});
        uint64 amount = open.deposit - open.spent;
        emit Exited(id, msg.sender, amount);
        _pay(msg.sender, amount * unit);
    }

    // Epochs

    function redeem(VoucherIn[] calldata vouchers) external returns (uint64 credited) {
        credited = _redeemAll(vouchers);
        _book.earned += credited;
    }

    function settle(VoucherIn[] calldata vouchers, bytes32 root, bytes32 leavesHash, uint64 epoch) external {
        if (msg.sender != operator) revert NotOperator(msg.sender);
        Book memory next = _book;
        if (epoch != next.epoch + 1) revert WrongEpoch(next.epoch + 1);
        // There are two places for roots: a pending one must not push the active one out.
        if (!_isActive(next)) revert RootPending(uint256(next.postedAt) + activationDelay);

        next.earned += _redeemAll(vouchers);
        uint64 sum = SumTree.sumOf(root);
        if (sum > next.earned) revert RootAboveEarned(sum, next.earned);
        // The previous sum is also at least `paid`, because each claim was held below the sum of its root.
        uint64 previous = SumTree.sumOf(_roots[next.epoch & 1]);
        if (sum < previous) revert RootBelowPrevious(sum, previous);

        next.epoch = epoch;
        next.postedAt = uint64(block.timestamp);
        _book = next;
        _roots[epoch & 1] = root;
        emit RootPosted(epoch, root, leavesHash, block.timestamp + activationDelay);
    }

    // Payees

    function claim(uint256 index, address account, uint64 cumulative, bytes32[] calldata proof)
        external
        guarded
    {
        Book memory book_ = _book;
        bytes32 root = _roots[_activeEpoch(book_) & 1];
        uint64 amount = _take(root, index, account, cumulative, proof);
        _spend(book_, root, amount);
        _pay(account, amount * unit);
    }

    function claimMany(ClaimIn[] calldata claims) external guarded {
        Book memory book_ = _book;
        bytes32 root = _roots[_activeEpoch(book_) & 1];
        uint64[] memory amounts = new uint64[](claims.length);
        uint64 total = 0;
        for (uint256 i = 0; i < claims.length; ++i) {
            ClaimIn calldata c = claims[i];
            amounts[i] = _take(root, c.index, c.account, c.cumulative, c.proof);
            total += amounts[i];
        }
        _spend(book_, root, total);
        for (uint256 i = 0; i < claims.length; ++i) {
            _pay(claims[i].account, amounts[i] * unit);
        }
    }

    function claimFor(ClaimIn calldata c, RelayIn calldata terms) external guarded {
        uint64 before = _claimed.get(c.index);
        if (before != terms.claimed) revert RelayStale(c.index, before);
        Relays.check(domainSeparator(), c, terms);
        Book memory book_ = _book;
        bytes32 root = _roots[_activeEpoch(book_) & 1];
        uint64 amount = _take(root, c.index, c.account, c.cumulative, c.proof);
        if (amount < uint256(terms.fee) + terms.least) revert RelayTooSmall(amount, terms.fee, terms.least);
        _spend(book_, root, amount);
        emit Relayed(c.index, msg.sender, terms.fee);
        _pay(msg.sender, terms.fee * unit);
        _pay(c.account, (amount - terms.fee) * unit);
    }

    function reclaim(address account) external guarded {
        _reclaim(account, account);
    }

    function reclaimTo(address to) external guarded {
        _reclaim(msg.sender, to);
    }

    // Views

    function channelId(address researcher, address signer, bytes32 salt) public pure returns (ChannelId) {
        return ChannelId.wrap(keccak256(abi.encode(researcher, signer, salt)));
    }

    function channel(ChannelId id) external view returns (Channel memory) {
        return _channels[id];
    }

    function book() external view returns (Book memory) {
        return _book;
    }

    function activeRoot() external view returns (uint64 epoch, bytes32 root) {
        epoch = _activeEpoch(_book);
        root = _roots[epoch & 1];
    }

    function newestRoot() external view returns (bytes32) {
        return _roots[_book.epoch & 1];
    }

    function claimed(uint256 index) external view returns (uint64) {
        return _claimed.get(index);
    }

    function domainSeparator() public view returns (bytes32) {
        // After a fork the cached one would let vouchers of one chain be redeemed on the other.
        return block.chainid == _homeChain ? _homeSeparator : Signatures.domain("Manyhands ComputeHub", "1");
    }

    // Internals

    function _deposit(address signer, bytes32 salt, uint256 amount) private {
        if (amount % unit != 0) revert NotWholeUnits(amount, unit);
        ChannelId id = channelId(msg.sender, signer, salt);
        Channel storage open = _channels[id];
        if (open.exitAt != 0) revert ChannelExiting(id, open.exitAt);
        uint256 before = IERC20(token).balanceOf(address(this));
        if (!TokenCalls.tryTransferFrom(token, msg.sender, address(this), amount)) {
            revert TransferRefused(msg.sender, address(this), amount);
        }
        // The difference counts: a token may keep a fee. Less than one unit of it may be left over, as a donation.
        uint256 received = (IERC20(token).balanceOf(address(this)) - before) / unit;

        uint256 total = open.deposit + received;
        // Vouchers reach no further than 64 bits, so more could never be spent.
        if (total > type(uint64).max) revert DepositTooLarge(total);
        open.deposit += uint64(received); // forge-lint: disable-line(unsafe-typecast)
        emit Deposited(id, msg.sender, signer, salt, uint64(received)); // forge-lint: disable-line(unsafe-typecast)
    }

    function _redeemAll(VoucherIn[] calldata vouchers) private returns (uint64 credited) {
        bytes32 separator = domainSeparator();
        for (uint256 i = 0; i < vouchers.length; ++i) {
            credited += _redeem(vouchers[i], separator);
        }
    }

    /// @return amount by which the channel's `spent` grew; 0 for a voucher that was overtaken, whoever signed it
    function _redeem(VoucherIn calldata voucher, bytes32 separator) private returns (uint64 amount) {
        ChannelId id = channelId(voucher.researcher, voucher.signer, voucher.salt);
        Channel memory open = _channels[id];
        uint64 spent = voucher.cumulative < open.deposit ? voucher.cumulative : open.deposit;
        if (spent <= open.spent) return 0;

        bytes32 hash = Signatures.digest(
            separator, keccak256(abi.encode(VOUCHER_TYPEHASH, ChannelId.unwrap(id), voucher.cumulative))
        );
        if (!Signatures.isBy(voucher.signer, hash, voucher.r, voucher.vs)) revert VoucherForged(id);

        amount = spent - open.spent;
        _channels[id].spent = spent;
        emit Redeemed(id, amount, spent);
    }

    function _isActive(Book memory book_) private view returns (bool) {
        return book_.epoch == 0 || block.timestamp >= uint256(book_.postedAt) + activationDelay;
    }

    /// @dev Epoch 0 stands for no root: its place holds the zero word, which nobody can prove a leaf against.
    function _activeEpoch(Book memory book_) private view returns (uint64) {
        return _isActive(book_) ? book_.epoch : book_.epoch - 1;
    }

    /// @return amount that is new in this claim, 0 when everything was claimed before
    function _take(bytes32 root, uint256 index, address account, uint64 cumulative, bytes32[] calldata proof)
        private
        returns (uint64 amount)
    {
        if (!SumTree.proves(proof, root, SumTree.leaf(account, cumulative), index)) {
            revert ProofInvalid(index);
        }
        amount = _claimed.raise(index, cumulative);
        if (amount > 0) emit Claimed(index, account, amount, cumulative);
    }

    /// @dev Roots that each are solvent can together promise more, when a leaf falls or an index changes hands. So
    /// everything ever paid is held below the active root's sum, which is at most `earned`.
    function _spend(Book memory book_, bytes32 root, uint64 amount) private {
        uint64 sum = SumTree.sumOf(root);
        if (amount > sum - book_.paid) revert RootOverdrawn(book_.paid, amount, sum);
        _book.paid = book_.paid + amount;
    }

    function _reclaim(address account, address to) private {
        uint256 amount = parked[account];
        if (amount == 0) revert NothingParked(account);
        parked[account] = 0;
        emit Reclaimed(account, to, amount);
        if (!TokenCalls.tryTransfer(token, to, amount, gasleft())) {
            revert TransferRefused(address(this), to, amount);
        }
    }

    /// @dev Pays or parks, never reverts because of the recipient.
    function _pay(address to, uint256 amount) private {
        if (amount == 0 || TokenCalls.tryTransfer(token, to, amount, TRANSFER_GAS)) return;
        parked[to] += amount;
        emit Parked(to, amount);
    }
}
