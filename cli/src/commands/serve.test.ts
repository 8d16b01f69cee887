import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { serveCommand } from './serve.ts';

const OPERATE = readFileSync(new URL('../../../docs/OPERATE.md', import.meta.url), 'utf8');
/** Keys are no options: whoever lists processes would see them. */
const KEYS = ['MANYHANDS_OPERATOR_KEY', 'MANYHANDS_SIGNER_KEY', 'MANYHANDS_JOIN_KEYS', 'MANYHANDS_ADMIN_KEY'];

it('serve has an option for every variable that docs/OPERATE.md lets an operator set, but for keys', () => {
  const told = OPERATE.split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => line.split('|')[1].match(/(?:MANYHANDS|DATABASE)_[A-Z_]+/g) ?? []);
  const options = serveCommand(() => {}).options.flatMap(({ envVar }) => envVar ?? []);
  expect(told.length).toBeGreaterThan(15);
  expect([...options, ...KEYS].sort()).toEqual([...told].sort());
});

it('takes them with their values', async () => {
  const command = serveCommand(() => {}).exitOverride();
  command.action(() => {});
  await command.parseAsync(['--memory-mb', '64', '--referee-queue', '9'], { from: 'user' });
  expect(command.opts()).toMatchObject({ memoryMb: '64', refereeQueue: '9' });
});
