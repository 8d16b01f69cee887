import { KnownError } from '@manyhands/protocol';
import { type Client, formatTokens, type SpendingLimit } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { clientFor } from '../home.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR, tokens } from '../options.ts';
import type { Screen } from '../screen.ts';

interface Options {
  readonly coordinator: string;
  readonly key?: string;
  readonly json?: boolean;
  readonly perDay?: bigint;
  readonly total?: bigint;
}
type Finish = (code: number) => void;
type Act = (client: Client, subject: string, options: Options) => Promise<SpendingLimit[]>;

const SUBJECT = 'a key of the account, by its id or name, or a channel’s id (0x and 64 hex digits)';

const verb = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--coordinator <url>', 'where it is kept to', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--key <key>', 'API key that asks (else the stored one); not a limited one')
    .option('--json', 'write one JSON object instead of text');

export const limitCommand = (finish: Finish): Command =>
  new Command('limit')
    .description('limit what a key or a channel of your account may spend, on a day (UTC) and in all')
    .addCommand(
      verb('show', 'show the limits, and how far they are used').action(
        acting<Options>(finish, (screen, options) => change(screen, options, (client) => client.limits())),
      ),
    )
    .addCommand(
      verb('set', 'set a limit or change it; what is not named stays as it is')
        .argument('<subject>', SUBJECT)
        .option('--per-day <tokens>', 'at most on a day (UTC), in HAND', tokens)
        .option('--total <tokens>', 'at most in all, in HAND', tokens)
        .action(acting<Options>(finish, (screen, options, [what]) => change(screen, options, set, what))),
    )
    .addCommand(
      verb('clear', 'take the limits of a key or channel away')
        .argument('<subject>', SUBJECT)
        .action(acting<Options>(finish, (screen, options, [what]) => change(screen, options, clear, what))),
    );

async function change(screen: Screen, options: Options, act: Act, subject = ''): Promise<ExitCode> {
  const client = await clientFor(options.coordinator, { key: options.key });
  const limits = await act(client, subject, options);
  if (limits.length === 0) screen.line('Nothing is limited.');
  for (const line of limits.map(limitLine)) screen.line(line);
  screen.result({ limits });
  return EXIT.ok;
}

const set: Act = async (client, subject, { perDay, total }) => {
  if (perDay === undefined && total === undefined)
    throw new UsageError('say how much: --per-day, --total or both');
  const of = await subjectOf(client, subject);
  const present = (await client.limits()).find(
    (each) => each.kind === of.kind && each.subject === of.subject,
  );
  return client.limit(of, {
    perDay: perDay ?? amountIn(present?.perDay),
    total: total ?? amountIn(present?.total),
  });
};

const clear: Act = async (client, subject) =>
  client.limit(await subjectOf(client, subject), { perDay: null, total: null });

const amountIn = (text: string | null | undefined): bigint | null => (text ? BigInt(text) : null);

/** Throws KEY_UNKNOWN, and a usage error where several keys have this name. */
async function subjectOf(client: Client, text: string): Promise<Pick<SpendingLimit, 'kind' | 'subject'>> {
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return { kind: 'channel', subject: text.toLowerCase() };
  const found = (await client.keys()).filter(({ id, name }) => id === text || name === text);
  if (found.length > 1)
    throw new UsageError(
      `${found.length} keys are called “${text}”: name one by its id, ${found[0].id} for instance`,
    );
  if (found.length === 1) return { kind: 'key', subject: found[0].id };
  // A limit may outlive its key.
  if (/^[0-9a-f]{16}$/.test(text)) return { kind: 'key', subject: text };
  throw new KnownError('KEY_UNKNOWN', `this account has no key “${text}”, and it is no channel’s id`);
}

/** For instance: “key 0123…: 1.5 of 2 HAND today, 7 of 10 HAND in all; 0.5 set aside”. */
function limitLine({ kind, subject, perDay, total, today, spent, reserved }: SpendingLimit): string {
  const part = (used: string, most: string | null, when: string): string[] =>
    most === null ? [] : [`${formatTokens(BigInt(used))} of ${formatTokens(BigInt(most))} HAND ${when}`];
  const parts = [...part(today, perDay, 'today'), ...part(spent, total, 'in all')].join(', ');
  return `${kind} ${subject}: ${parts}; ${formatTokens(BigInt(reserved))} set aside`;
}
