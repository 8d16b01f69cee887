/** The door for benches: the development chain of `manyhands start`, and how a researcher's channel is filled there. */
export { fundChannel } from './chain/hub-wallet.ts';
export { type DevChain, startDevChain } from './start/dev-chain.ts';
export { type Identities, loadIdentities } from './start/identities.ts';
