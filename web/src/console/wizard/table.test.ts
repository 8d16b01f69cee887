import type { Column } from '@manyhands/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import type { TableAsked, TableReport } from './messages.ts';
import { choose, followInputs, form, reading, sendInputs } from './table.ts';

/** Stands for the worker: keeps what it is asked, and answers when it is told to. */
class HeldWorker {
  static last: HeldWorker;
  readonly asked: TableAsked[] = [];
  onmessage: (event: { data: TableReport }) => void = () => undefined;

  constructor() {
    HeldWorker.last = this;
  }

  postMessage(asked: TableAsked): void {
    this.asked.push(asked);
  }

  terminate(): void {}

  /** Waits for a question, and answers it. */
  async answer(kind: TableAsked['kind'], data: TableReport): Promise<void> {
    await vi.waitFor(() => expect(this.asked.at(-1)?.kind).toBe(kind));
    this.onmessage({ data });
    this.asked.push({ kind: 'open' } as TableAsked);
  }
}

afterEach(() => vi.unstubAllGlobals());

it('sends the table again when another column was chosen while it was sent', async () => {
  vi.stubGlobal('Worker', HeldWorker);
  const inputs = [{ name: 'a', type: 'f64' }] as unknown as Column[];
  form.file.value = new File(['a,b\n1,2\n'], 'rows.csv');
  const stop = followInputs({ inputs } as unknown as Parameters<typeof followInputs>[0]);
  const head = { names: ['a', 'b'], rows: [] } as unknown as Extract<TableReport, { kind: 'opened' }>['head'];
  const checked: TableReport = { kind: 'checked', rows: 1 };
  await vi.waitFor(() => expect(HeldWorker.last).toBeDefined());
  const worker = HeldWorker.last;
  await worker.answer('open', { kind: 'opened', head });
  await worker.answer('check', checked);
  await vi.waitFor(() => expect(reading.value.kind).toBe('ready'));

  const before = sendInputs('key');
  const chosen = choose('a', 'b');
  await worker.answer('send', { kind: 'sent', hash: 'of a' });
  expect(await before).toBe('of a');
  await worker.answer('check', checked);
  await chosen;
  const after = sendInputs('key');
  await worker.answer('send', { kind: 'sent', hash: 'of b' });
  expect(await after).toBe('of b');
  expect(await sendInputs('key')).toBe('of b');
  stop();
});
