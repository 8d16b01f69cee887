import { readdir, readFile } from 'node:fs/promises';
import type { AccountId } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { readStatementOn } from './ledger/read-statement.ts';
import { sumStatement } from './ledger/sum-statement.ts';
import { listLimits } from './limits/list-limits.ts';
import { setLimit } from './limits/set-limit.ts';
import { sumUse } from './limits/sum-use.ts';
import { migrate } from './migrate.ts';
import { pgliteForm } from './testing/forms.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
const ACCOUNT = 'a' as AccountId;
const CHANNEL = `0x${'c'.repeat(64)}`;
const PAYEE = `0x${'1'.repeat(40)}`;
const EVER = { from: null, to: null };

/** Rows as a coordinator left them that knew the migrations up to 0029. */
const BEFORE = `
insert into account (id, name) values ('a', 'ann');
insert into kernel (hash, name, schema, label) values ('k', 'squares', '{}', '{}');
insert into build (hash, kernel, rewriter, mode, memory_pages) values ('b', 'k', 1, 'careful', 1);
insert into job (id, account, title, researcher, kernel, build, hooked, datasets, input_root, item_count, unit_items, fuel_cap, rate,
    policy, budget, channel, estimate, draw_secret, draw_commitment, state, started)
  select id, 'a', '', '', 'k', 'b', 'b', '[]', '', 10, 1, 1, 1, '{}', 900, '${CHANNEL}', '{}', '', '', state, now()
  from (values ('j1', 'running'), ('j2', 'cancelled')) as jobs (id, state);
insert into slice (job, first, count, state, rate, spent, reserved) values ('j1', 0, 5, 'leased', 1, 70, 30), ('j2', 0, 5, 'leased', 1, 8, 4);
insert into entry (txn, line, account, amount, job, kind, at) values
  ('tallies:1-1', 0, 'channel:${CHANNEL}', -78, 'j1', 'charge', now() - interval '2 days'),
  ('tallies:1-1', 1, 'payee:${PAYEE}', 70, 'j1', 'work', now() - interval '2 days'),
  ('tallies:1-1', 2, 'operator', 8, 'j1', 'fee', now() - interval '2 days');
insert into leaf (index, account, cumulative) values (0, '${PAYEE}', 70);
insert into epoch (number, state, root, total, leaves, vouchers) values (1, 'posted', '0x', 70, '', '[]'), (2, 'planned', '0x', 80, '', '[]');
insert into upload (account, blob, size, name) values ('a', 'd', 1, 'data');
insert into graph (id, account, title, owner, declaration, channel_id) values ('g', 'a', '', '', '{}', '${CHANNEL}');
insert into graph_stage (graph, name, place, budget) values ('g', 's', 0, 100);
`;

describe('a database of before', () => {
  const form = pgliteForm();

  it('keeps its books over the migrations of shares, statements, receipts and limits', async () => {
    const db = await form.fresh();
    await db.script('drop schema public cascade; create schema public;');
    await db.script(
      'create table migration (name text primary key, applied timestamptz not null default now())',
    );
    const old = (await readdir(FOLDER)).filter((name) => name < '0030').sort();
    for (const name of old) {
      await db.script(await readFile(new URL(name, FOLDER), 'utf8'));
      await db.query('insert into migration (name) values ($1)', [name]);
    }
    await db.script(BEFORE);

    await migrate(db);

    const payee = `payee:${PAYEE}`;
    const sums = await sumStatement(db, payee, EVER);
    expect(sums).toMatchObject({ opening: 0n, closing: 70n, lines: 1 });
    const page = { ...EVER, after: 0, last: sums.last, limit: 10 };
    expect(await readStatementOn(db, payee, page)).toMatchObject([{ amount: 70n, kind: 'work' }]);
    expect(await db.query('select index, cumulative from leaf')).toEqual([{ index: 0, cumulative: 70n }]);
    expect(await db.query('select number, state, pays, leaving from epoch order by number')).toEqual([
      { number: 1, state: 'posted', pays: 0n, leaving: 0n },
      { number: 2, state: 'planned', pays: 0n, leaving: 0n },
    ]);
    expect(await db.query('select id, key, held_shown, ending from job order by id')).toEqual(
      ['j1', 'j2'].map((id) => ({ id, key: null, held_shown: false, ending: false })),
    );
    // What was spent before there were limits counts under a channel's; nobody knows of a key's.
    await setLimit(db, ACCOUNT, { kind: 'channel', subject: CHANNEL, perDay: 5n, total: 9n }, 9);
    expect(await sumUse(db, ACCOUNT, { kind: 'channel', subject: CHANNEL })).toEqual({
      spent: 78n,
      reserved: 30n,
      open: 930n,
    });
    expect(await sumUse(db, ACCOUNT, { kind: 'key', subject: 'x' })).toEqual({
      spent: 0n,
      reserved: 0n,
      open: 0n,
    });
    expect(await listLimits(db, ACCOUNT)).toMatchObject([{ today: 0n }]);
  });
});
