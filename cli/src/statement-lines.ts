import { formatTokens, type StatementBytes } from '@manyhands/sdk';

/** Millionths of the token's smallest unit. */
const LEDGER_UNITS = 1_000_000n;

/** A statement that comes as CSV, summed up by role: a few lines for people, however many it has. */
export async function* statementLines(bytes: StatementBytes): AsyncGenerator<string> {
  const roles = new Map<string, { count: number; sum: bigint }>();
  for await (const [at, , , role, amount, balance] of rowsIn(bytes)) {
    if (role === 'opening' || role === 'closing') {
      if (role === 'closing') yield* roleLines(roles);
      yield `${role} ${at === '' ? '' : `(${at}) `}${tokensOf(BigInt(balance))}`;
    } else {
      const { count, sum } = roles.get(role) ?? { count: 0, sum: 0n };
      roles.set(role, { count: count + 1, sum: sum + BigInt(amount) });
    }
  }
}

function* roleLines(roles: ReadonlyMap<string, { count: number; sum: bigint }>): Generator<string> {
  for (const [role, { count, sum }] of roles) yield `  ${role} ${tokensOf(sum)} in ${count} lines`;
}

/** Whole units as tokens, and what is left of one where there is anything. */
function tokensOf(ledgerUnits: bigint): string {
  const [sign, size] = ledgerUnits < 0n ? ['-', -ledgerUnits] : ['', ledgerUnits];
  const left = size % LEDGER_UNITS;
  return `${sign}${formatTokens(size / LEDGER_UNITS)} HAND${left === 0n ? '' : ` and ${left} ledger units`}`;
}

/** Rows after the head. Nothing in a statement's cells has commas or quotes. */
async function* rowsIn(bytes: StatementBytes): AsyncGenerator<string[]> {
  let rest = '';
  let isHead = true;
  const decoder = new TextDecoder();
  for await (const piece of bytes) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!isHead) yield line.split(',');
      isHead = false;
    }
  }
}
