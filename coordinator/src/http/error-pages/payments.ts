import type { Chapter } from './page.ts';

export const PAYMENTS: Chapter = {
  title: 'Payments',
  where: 'when vouchers, channels, settlements and claims are handled',
  pages: {
    RESULTS_UNPAID: {
      why: 'Results of paid jobs are shown up to what vouchers cover plus a small credit; the next ones wait.',
      remedy:
        'Post a voucher for what the channel owes (`GET /v1/jobs/:id/bill`); the SDK does it by itself.',
      example: "the next results wait for a voucher; GET the job's bill and post one",
    },
    SPENDING_LIMIT: {
      why: 'The client signs no voucher above its own limit, whatever a coordinator asks for, and results wait at that point; or the account limited what a key or a channel may spend, and the coordinator keeps to it.',
      remedy:
        'Raise the payment’s `limit` or `perDay`, which are the SDK’s own and no coordinator’s, and read on; or raise the limit of the key or channel that the message names (`manyhands limit`).',
      example: 'the limit of 5000 token units does not cover the 5200 that are owed',
    },
    LIMITED_KEY: {
      why: 'What a key may spend was limited by its account; it can make no other keys, change no limits and spend nothing by jobs of other keys.',
      remedy: 'Use a key of the account that has no limit.',
      example:
        'the spending of this key is limited, and it cannot make keys: use a key of the account that has no limit',
    },
    LIMITS_FULL: {
      why: 'An account may limit so many keys and channels and no more.',
      remedy: 'Take away limits of channels that are empty, or of keys that are revoked.',
      example: 'an account has at most 200 spending limits; take one away first',
    },
    VOUCHER_FORGED: {
      why: "It was signed with another key than the channel's signer, or for another chain, hub or channel: all of them are part of what is signed.",
      remedy: 'Sign with the channel’s signer key, for this chain, hub and channel.',
      example: "this is not 0x91…'s signature of 5000 for channel 0xab… at hub 0x5f… on chain 31337",
    },
    VOUCHER_STALE: {
      why: "Amounts are cumulative: a voucher counts only above the last one. Two clients that pay from one channel get into each other's way like this.",
      remedy: 'Sign a cumulative amount above the last one.',
      example: "the channel's last voucher is for 7000: sign one above it",
    },
    VOUCHER_UNCOVERED: {
      why: "The deposit is smaller than what the channel's jobs may come to, or its exit has begun.",
      remedy: 'Deposit more into the channel first.',
      example:
        "the channel holds 1000 token units; this job's budget and what the channel's jobs owe or may still charge come to 4000",
    },
    CHANNEL_UNKNOWN: {
      why: 'Nothing was deposited, the deposit is not confirmed yet, or researcher, signer or salt differ from those of the deposit.',
      remedy: 'Deposit into the channel on chain and wait until that is confirmed.',
      example: 'nobody deposited into channel 0xab…: deposit first',
    },
    CHAIN_REFUSED: {
      why: 'The state of the chain is not as the command takes it to be: an exit was begun already, a window is not over, a claim was paid meanwhile.',
      remedy:
        'The message has the hub’s reason; `manyhands withdraw show` says where channels and their exits stand.',
      example: 'the hub refused: ExitTooEarly',
    },
    WALLET_SHORT: {
      why: 'A deposit needs tokens, and every transaction of one’s own coins of the chain for its gas.',
      remedy: 'Send tokens, or coins of the chain, to the address in the message (`manyhands wallet show`).',
      example: '0x… has 3 HAND; 5 are needed',
    },
    CHAIN_UNREACHABLE: {
      why: "The chain's RPC endpoint is down, refuses the coordinator, or is slower than its time limit. Work goes on meanwhile.",
      remedy: 'Try again; the operator should look at the chain’s RPC address.',
      example: 'the chain does not answer; payments wait until it does',
    },
    PAYEE_INVALID: {
      why: 'The zero address was given for a payee: a contributor, a site, its cause, an author or an owner. Nobody has its key, and no token pays it.',
      remedy: 'Give an address whose key you have, or leave it out where nobody is to be paid.',
      example:
        'the author is the zero address, at which nobody can be paid: name an address whose key somebody has, or none',
    },
    PAYEE_UNROOTED: {
      why: 'What this payee earned became final after the last settlement, or nothing of it is final yet.',
      remedy: 'Wait for the next settlement epoch.',
      example: 'no settled epoch names 0x70…; ask again after the next one',
    },
    PAYMENTS_OFF: {
      why: 'The coordinator was started without a chain: for volunteer science, or as `npm start -- --free`.',
      remedy: 'Run the job without a price, or use a coordinator that has a chain.',
      example: 'this coordinator runs without a chain: its jobs are volunteer science',
    },
    CLAIM_BELOW_GAS: {
      why: 'The balance is small and gas is dear now.',
      remedy:
        'Nothing is lost: the balance keeps and grows. `GET /v1/payees/:address/claim` says what a claim costs now; with coins of your own, claim at the hub.',
      example: 'the gas costs 800 by now: ask for a new quote',
    },
    CLAIM_INVALID: {
      why: "The quote ran out, its terms were changed, or another key than the payee's signed them.",
      remedy:
        'Ask for a new quote, sign exactly what it says with the payee’s key, and send it before its deadline.',
      example: 'the terms of this claim are not taken: they are not signed by the payee',
    },
    RECEIPT_UNCOVERED: {
      why: 'A receipt promises what the next epoch would give the payee if it were settled now. This payee has earned nothing yet, or less than one unit of the token, or what it earned is covered by no voucher so far; the operator itself gets none.',
      remedy:
        'Ask again after some work is final and researchers have signed vouchers for it; `GET /v1/payees/:address` says what is earned.',
      example: 'nothing that 0x… earned is covered by vouchers yet',
    },
    RECEIPT_FORGED: {
      why: 'A client checks each receipt before it keeps it. This one is not signed by the operator that the hub names, or says something else than was signed; the hub would refuse it.',
      remedy:
        'Keep the receipt that you had. Ask again; if it stays so, the coordinator is not the hub’s, or cheats: claim what is settled.',
      example: 'the coordinator gave a receipt that the hub’s operator 0x… did not sign',
    },
    RECEIPT_MISSING: {
      why: '`manyhands claim --silent` pays a receipt that was kept while the coordinator still answered; none was kept for this account in this folder.',
      remedy:
        'Name the file with `--receipt`, or the folder with `MANYHANDS_HOME`. What is in a root already needs no receipt: anybody can claim it.',
      example: 'no receipt of 0x… is kept here',
    },
    LEAVES_MISSING: {
      why: 'The hub takes a leaf of its newest root with the receipt, and the list of leaves could be had nowhere, or its hash is not the one on the chain.',
      remedy:
        'Give the published list with `--leaves`: a file, a folder, or a URL with `{hash}` in it. Whoever runs `manyhands guard` has it.',
      example: 'the leaves 3f… of epoch 7 are nowhere to be had',
    },
    CLAIM_PENDING: {
      why: 'A transaction with a claim of this payee has been sent and is not confirmed, or a settlement is about to change what can be claimed.',
      remedy:
        'Wait until `GET /v1/payees/:address/claim` says `done` or `dropped`, or the settlement can be claimed.',
      example: 'a claim for this payee is under way; wait until it is done',
    },
  },
};
