import { formatTokens, type StatementBytes } from '@manyhands/sdk';

/** Millionths of the token's smallest unit. */
const LEDGER_UNITS = 1_000_000n;

/** A statement that comes as CSV, summed up by role and by what is payable: a few lines for people, however many it has. */
export async function* statementLines(bytes: StatementBytes): AsyncGenerator<string> {
  const roles = new Map<string, { count: number; sum: bigint }>();
  const payable = new PayableSums();
  for await (const [at, , , role, amount, balance, epoch, rootTx] of rowsIn(bytes)) {
    if (role === 'opening' || role === 'closing') {
      if (role === 'closing') yield* roleLines(roles);
      yield `${role} ${at === '' ? '' : `(${at}) `}${tokensOf(BigInt(balance))}`;
    } else {
      const { count, sum } = roles.get(role) ?? { count: 0, sum: 0n };
      roles.set(role, { count: count + 1, sum: sum + BigInt(amount) });
      payable.add(BigInt(amount), { epoch, rootTx });
    }
  }
  yield* payable.lines();
}

/** What of the lines became payable in epochs; they come in the order of these. */
class PayableSums {
  #first = '';
  #last = '';
  #tx = '';
  #payable = 0n;
  #later = 0n;

  add(amount: bigint, { epoch, rootTx }: { readonly epoch: string; readonly rootTx: string }): void {
    if (epoch === '') this.#later += amount;
    else {
      this.#payable += amount;
      this.#first ||= epoch;
      [this.#last, this.#tx] = [epoch, rootTx];
    }
  }

  /** Nothing of accounts without a leaf, and of those that have waited for their first epoch since. */
  *lines(): Generator<string> {
    if (this.#last === '') return;
    const epochs =
      this.#first === this.#last ? `epoch ${this.#last}` : `epochs ${this.#first} to ${this.#last}`;
    yield `payable since ${epochs} (root ${this.#tx}): ${tokensOf(this.#payable)}`;
    if (this.#later !== 0n) yield `payable in a later epoch: ${tokensOf(this.#later)}`;
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
