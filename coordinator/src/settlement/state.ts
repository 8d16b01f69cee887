/** How settlement stands and what it waits for: for whoever asks, at any coordinator of the database. */
import type { Sql } from '../db/db.ts';
import { endStates, noteState, readSettling } from '../db/settlement/settling-state.ts';
import { type ChainRefused, GAS_TOO_DEAR, RELAYER_UNFUNDED } from './chain.ts';
import { nameOf, type SettlementPorts } from './ports.ts';

/** A name for each state, and the clause that says it; `of` are the figures of that state, where it has any. */
const SENTENCES = {
  NOTHING_NEW: () => 'all that vouchers cover was settled when it was looked at last',
  VOUCHERS_LAG: ({ short }: Figures) => `payees earned ${short} token units that no voucher covers yet`,
  OPERATOR_SHORT: ({ short, deficit }: Figures) =>
    `payees wait for ${short} token units, because the operator lost ${deficit} more than it earned since: what it earns next makes up for that, or “manyhands ledger make-good”`,
  TOO_LITTLE: ({ pays, least }: Figures) => `it pays ${pays} token units, and ${least} are the least`,
  GAS_DEAR: ({ cost, pays, most }: Figures) =>
    `gas costs ${cost} token units, of the ${pays} that it pays it may take ${most}`,
  GAS_ROSE: ({ epoch }: Figures) => `epoch ${epoch} was sent, and then gas rose above its share`,
  NO_COINS: () => 'the operator has no coins for the gas',
  HUB_REFUSES: ({ reason }: Figures) => `the hub refused: ${reason}`,
  ROOT_UNKNOWN: ({ epoch }: Figures) =>
    `the hub’s root of epoch ${epoch} is not in this database. Was it restored from an old backup? A root that is planned from it would take back what payees have, and lose the bond`,
  UNCOVERED: ({ earned }: Figures) =>
    `vouchers and deposits cover ${earned} token units, less than is rooted or promised already`,
  SENT: ({ epoch }: Figures) => `epoch ${epoch} was sent and is not mined yet`,
  CONFIRMING: ({ epoch, depth, confirmations }: Figures) =>
    `epoch ${epoch} is mined, and ${depth} of ${confirmations} blocks are on top of it`,
  ROOT_DELAY: () => 'the newest root waits for the hub’s activation delay, in which anybody may doubt it',
  CLAIMING: () => 'payees are being paid',
  CHAIN_AWAY: () => 'the chain does not answer',
  FAILED: () => 'the last look failed, as the log of the coordinator that settles says',
} as const satisfies Record<string, (figures: Figures) => string>;

/** Decimal texts by name. */
type Figures = Readonly<Record<string, string>>;
export type SettlingCode = keyof typeof SENTENCES;

export interface SettlingState {
  readonly code: SettlingCode;
  readonly figures: Figures;
}

/** States in which something was under way, or nobody could look: they end where nothing is. */
const PASSING: readonly SettlingCode[] = [
  'SENT',
  'CONFIRMING',
  'ROOT_DELAY',
  'CLAIMING',
  'CHAIN_AWAY',
  'FAILED',
];

export function stateOf(
  code: SettlingCode,
  figures: Record<string, bigint | number | string> = {},
): SettlingState {
  return {
    code,
    figures: Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, String(figure)])),
  };
}

/** Why a transaction of an epoch is not even signed. */
export function refusedBecause({ reason }: ChainRefused, epoch: number): SettlingState {
  if (reason === RELAYER_UNFUNDED) return stateOf('NO_COINS');
  return reason === GAS_TOO_DEAR ? stateOf('GAS_ROSE', { epoch }) : stateOf('HUB_REFUSES', { reason });
}

/** What the state says, to go on a sentence with. */
export const clauseOf = ({ code, figures }: SettlingState): string => SENTENCES[code](figures);

type Noting = Pick<SettlementPorts, 'db' | 'me'>;

/** For all coordinators; of one that does not lead nothing is noted. */
export const note = (ports: Noting, { code, figures }: SettlingState): Promise<void> =>
  noteState(ports.db, nameOf(ports), { state: code, figures });

/** Nothing is under way; what was found to be wrong stays until it is looked at again. */
export const noteRest = (ports: Noting): Promise<void> => endStates(ports.db, nameOf(ports), PASSING);

/** As it is told: since when in seconds since 1970. */
export interface SettlingTold extends SettlingState {
  readonly sentence: string;
  readonly since: string;
  /** Whether the coordinator that was asked is the one that settles. */
  readonly leads: boolean;
}

export async function readState(sql: Sql, me: string): Promise<SettlingTold> {
  const { state, figures, since, short, deficit, leads } = await readSettling(sql, me);
  const kept = { code: state as SettlingCode, figures };
  const told = kept.code === 'NOTHING_NEW' ? restOf(short, deficit) : kept;
  const clause = clauseOf(told);
  return {
    ...told,
    sentence: `${clause[0].toUpperCase()}${clause.slice(1)}.`,
    since: since.toISOString(),
    leads,
  };
}

/** With nothing to settle there may still be something that is earned and not there. */
function restOf(short: bigint, deficit: bigint): SettlingState {
  if (short === 0n) return stateOf('NOTHING_NEW');
  return deficit > 0n ? stateOf('OPERATOR_SHORT', { short, deficit }) : stateOf('VOUCHERS_LAG', { short });
}
