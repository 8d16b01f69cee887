/** What is sent to a real hub for what its model is told to do. */
import {
  addressOf,
  compactSignature,
  fromHex,
  hubDomain,
  PAYEE_RECEIPT,
  type Payee,
  packedVouchers,
  RELAYED_CLAIM,
  signTyped,
  sumRange,
  type TokenUnits,
} from '@manyhands/protocol';
import type { SignedVoucher } from '../chain.ts';
import { claimIn, HUB, hexOf } from '../ethers-calls.ts';
import { rootHex, treeOf } from '../leaf-list.ts';
import type { Leaf } from '../plan.ts';
import type { AnvilChain } from './anvil-chain.ts';
import type { Action, ModelVoucher, Root } from './hub-model.ts';
import { shown } from './shown.ts';
import { type Channel, channelOf } from './signer.ts';

const LEAVES = `0x${'7'.repeat(64)}`;
/** Seconds since 1970. */
const FAR = 2n ** 40n;

export interface Sizes {
  readonly channels: number;
  readonly payees: number;
}

type Of<K extends Action['kind']> = Extract<Action, { kind: K }>;

/** Payees have a key each, and the place of their number. */
export class HubCalldata {
  readonly channels: readonly Channel[];
  readonly payees: readonly Payee[];
  readonly #anvil: Pick<AnvilChain, 'chain' | 'operatorKey'>;
  readonly #keys: readonly Uint8Array[];
  /** Signed already: sequences redeem the same few again and again. */
  readonly #vouchers = new Map<string, SignedVoucher>();

  constructor(anvil: AnvilChain, { channels, payees }: Sizes) {
    this.#anvil = anvil;
    this.channels = Array.from({ length: channels }, (_, n) => channelOf(anvil.researcher, n));
    this.#keys = Array.from({ length: payees }, (_, n) => new Uint8Array(32).fill(0x60 + n));
    this.payees = this.#keys.map((key) => addressOf(key).toLowerCase() as Payee);
  }

  /** As the chain shows it. */
  rootOf = (root: Root): string =>
    root.length === 0 ? `0x${'0'.repeat(64)}` : rootHex(treeOf(this.#leaves(root)));

  #leaves = (root: Root): Leaf[] =>
    root.map((cumulative, index) => ({
      index,
      account: this.payees[index],
      cumulative: cumulative as TokenUnits,
    }));

  of(action: Action): string {
    switch (action.kind) {
      case 'deposit': {
        const { signer, salt } = this.channels[action.channel];
        return HUB.encodeFunctionData('deposit', [signer, salt, action.amount]);
      }
      case 'redeem':
        return HUB.encodeFunctionData('redeem', [this.#packed(action.vouchers)]);
      case 'settle': {
        const { root, epoch, vouchers } = action;
        return HUB.encodeFunctionData('settle', [this.rootOf(root), LEAVES, epoch, this.#packed(vouchers)]);
      }
      case 'claim': {
        const { index, account, cumulative, proof } = this.#proved(action.root, action.places[0]);
        return HUB.encodeFunctionData('claim', [index, account, cumulative, proof]);
      }
      case 'claims':
        return HUB.encodeFunctionData('claimMany', [
          action.places.map((place) => this.#proved(action.root, place)),
        ]);
      case 'range': {
        const leaves = this.#leaves(action.root);
        const { first, leaves: bytes, proof } = sumRange(treeOf(leaves), leaves, action);
        return HUB.encodeFunctionData('claimRange', [first, bytes, proof.map(hexOf)]);
      }
      case 'relay':
        return this.#relay(action);
      case 'requestExit':
      case 'cancelExit':
      case 'exit': {
        const { signer, salt } = this.channels[action.channel];
        return HUB.encodeFunctionData(action.kind, [signer, salt]);
      }
      case 'receipt':
        return this.#receipt(action);
      default:
        return action satisfies never;
    }
  }

  #packed(vouchers: readonly ModelVoucher[]): Uint8Array {
    return packedVouchers(
      vouchers.map(({ channel, cumulative }) => {
        const name = `${channel} ${cumulative}`;
        const known =
          this.#vouchers.get(name) ?? this.channels[channel].voucher(this.#anvil.chain, cumulative);
        this.#vouchers.set(name, known);
        return known;
      }),
    );
  }

  #proved(root: Root, index: number) {
    const leaves = this.#leaves(root);
    return claimIn({ ...leaves[index], proof: treeOf(leaves).proof(index) });
  }

  #relay({ place, root, claimed, fee, least }: Of<'relay'>): string {
    const { chain } = this.#anvil;
    const terms = { claimed, fee, least, deadline: FAR };
    const signature = signTyped(this.#keys[place], hubDomain(chain.chainId, chain.hub), RELAYED_CLAIM, {
      ...{ ...terms, index: BigInt(place), account: this.payees[place], relayer: chain.operator },
    });
    const signed = { ...terms, ...compactSignature(signature) };
    return HUB.encodeFunctionData('claimFor', [this.#proved(root, place), signed]);
  }

  #receipt({ place, cumulative, root }: Of<'receipt'>): string {
    const { chain, operatorKey } = this.#anvil;
    const terms = { index: BigInt(place), account: this.payees[place], cumulative, dueEpoch: 1n };
    const signature = signTyped(
      fromHex(operatorKey),
      hubDomain(chain.chainId, chain.hub),
      PAYEE_RECEIPT,
      terms,
    );
    return HUB.encodeFunctionData('claimReceipt', [
      { ...terms, ...compactSignature(signature) },
      claimIn(shown(this.#leaves(root), place)),
    ]);
  }
}
