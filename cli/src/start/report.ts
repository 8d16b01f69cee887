import type { Settlement } from '@manyhands/coordinator';
import { formatTokens, type Payments } from '@manyhands/sdk';
import { balanceOf, channelState, earnedBy, payeesOf } from '../chain/hub-wallet.ts';
import { colors } from '../colors.ts';
import type { Screen } from '../screen.ts';
import type { DevChain } from './dev-chain.ts';
import type { Identities } from './identities.ts';
import { mainChannel } from './main-job.ts';

/** What one epoch left on chain: token units, read from the contracts and not from the coordinator. */
export interface ChainReport {
  readonly epoch: number | null;
  readonly tx: string | null;
  /** By the example's channel, and by all of them: other researchers may use the same chain. */
  readonly paidByChannel: bigint;
  readonly paidByAll: bigint;
  readonly payees: readonly { account: string; role: string; balance: bigint }[];
  readonly operatorFee: bigint;
  /** Fractions of a unit that no leaf holds yet: they stay in the hub for the next epoch. */
  readonly inHub: bigint;
  readonly agrees: boolean;
}

/** Reads every payee's balance and what the channel paid, and compares. */
export async function readChain(
  chain: DevChain,
  identities: Identities,
  settlement: Settlement | null,
): Promise<ChainReport> {
  const { spent } = await channelState(chain.provider, chain.hub, mainChannel(identities));
  const roles = new Map([
    [identities.contributor.address, 'this machine'],
    [identities.operator.address, 'operator’s fee'],
  ]);
  const accounts = new Set([...roles.keys(), ...(await payeesOf(chain.provider, chain))]);
  const payees = await Promise.all(
    [...accounts].map(async (account) => ({
      account,
      role: roles.get(account) ?? 'contributor',
      balance: await balanceOf(chain.provider, chain.token, account),
    })),
  );
  const received = payees.reduce((sum, payee) => sum + payee.balance, 0n);
  const paidByAll = await earnedBy(chain.provider, chain.hub);
  const inHub = paidByAll - received;
  return {
    epoch: settlement?.epoch ?? null,
    tx: settlement?.tx ?? null,
    paidByChannel: spent,
    paidByAll,
    payees,
    operatorFee: payees.find(({ account }) => account === identities.operator.address)?.balance ?? 0n,
    inHub,
    // Less than one unit of each payee may be left over; anything more would be somebody's money.
    agrees: inHub >= 0n && inHub <= BigInt(payees.length),
  };
}

export function showChain(screen: Screen, report: ChainReport, { sentence }: Payments['settling']): void {
  const amount = (units: bigint): string => `${formatTokens(units)} HAND`;
  screen.line(
    report.epoch === null
      ? `Nothing was settled now. ${sentence}`
      : `Epoch ${report.epoch} settled in one transaction, ${report.tx}`,
  );
  for (const { account, role, balance } of report.payees)
    screen.line(`  ${account}  ${amount(balance).padStart(18)}  ${role}`);
  screen.line(`  the researcher’s channel paid ${amount(report.paidByChannel)}`);
  const others = report.paidByAll - report.paidByChannel;
  if (others > 0n) screen.line(`  other channels paid ${amount(others)}`);
  const rest = report.inHub > 0n ? `, of which ${amount(report.inHub)} of rounding wait in the hub` : '';
  screen.line(
    report.agrees
      ? `  ${colors.green('✓')} balances and fee add up to what was paid${rest}`
      : `  ${colors.red('✗')} balances differ from what was paid by ${report.inHub} units`,
  );
}
