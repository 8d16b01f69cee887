import type { JobId } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Credit, VisitId } from '../../domain/site-shares.ts';
import { siteShares } from '../../domain/site-shares.ts';
import { HeldWork } from '../../sites/held-work.ts';
import type { Db } from '../db.ts';
import { SqlJournal } from '../journal.ts';
import { foldTallies } from '../ledger/fold-tallies.ts';
import {
  ANNA,
  acceptedBy,
  BERT,
  banOf,
  batch,
  device,
  finalOf,
  granted,
  jobTerms,
  keyOf,
  passedBy,
  settledOf,
} from '../testing/batches.ts';
import { pgliteForm, postgresForm } from '../testing/forms.ts';
import { insertJob } from '../testing/journal.ts';
import { addSite } from './add-site.ts';
import { countPresence } from './count-presence.ts';
import { enterVisit } from './enter-visit.ts';
import { keepPresence } from './keep-presence.ts';
import { listVisits } from './list-visits.ts';
import { readSiteDays, readSiteSums } from './read-site-days.ts';
import { sumVisitor } from './sum-visitor.ts';

const SITE = {
  key: '5'.repeat(32),
  name: 'Tidepool',
  origins: ['https://tidepool.example'],
  payee: '0xs',
  cause: '0xc',
  categories: [],
  sitePpm: 500_000,
  visitorPpm: 300_000,
  causePpm: 200_000,
};
const [WORKER, LIAR] = [device(1), device(2)];

describe.each([pgliteForm, postgresForm])('accounting of visits, %#', (openForm) => {
  const form = openForm();
  let db: Db;
  let visits: { readonly worker: VisitId; readonly liar: VisitId };
  let anna: SqlJournal;
  let bert: SqlJournal;

  beforeEach(async () => {
    db = await form.fresh();
    await insertJob(db, jobTerms(), null);
    await addSite(db, 'acc' as never, SITE, 1);
    const enter = (id: string, visitor: string) => enterVisit(db, { site: SITE.key, device: id, visitor });
    visits = { worker: await enter(WORKER, 'ada'), liar: await enter(LIAR, '') };
    [anna, bert] = [new SqlJournal(db), new SqlJournal(db)];
    await anna.beat(ANNA);
    await bert.beat(BERT);
  });

  /** An answer in the course of a visit. */
  const accepted = (key: ReturnType<typeof keyOf>, worker: typeof WORKER, visit: VisitId) => {
    const unit = acceptedBy(key, worker);
    return { ...unit, answer: { ...unit.answer, paid: { payee: '', site: siteShares(SITE, visit) } } };
  };
  const credit = (visit: VisitId): Credit => ({ visit, site: 80n, visitor: 0n, cause: 20n });
  const final = (key: ReturnType<typeof keyOf>, worker: typeof WORKER, visit: VisitId) => ({
    ...finalOf(key, worker),
    visit,
    credits: [credit(visit)],
  });
  const listed = async () => {
    await foldTallies(db);
    return listVisits(db, SITE.key, { after: 0, limit: 10, visitor: null });
  };

  it('[SA1] two coordinators add up: visits, their site’s days and its sums', async () => {
    const [one, two] = [await granted(anna, ANNA), await granted(bert, BERT)];
    await anna.commit(
      ANNA,
      batch({
        accepted: [accepted(keyOf(one), WORKER, visits.worker)],
        finals: [final(keyOf(one), WORKER, visits.worker)],
      }),
    );
    await bert.commit(
      BERT,
      batch({
        accepted: [accepted(keyOf(two), WORKER, visits.worker)],
        finals: [final(keyOf(two), WORKER, visits.worker)],
      }),
    );
    const three = await granted(bert, BERT);
    await bert.commit(BERT, batch({ accepted: [accepted(keyOf(three), LIAR, visits.liar)] }));
    await Promise.all([foldTallies(db), foldTallies(db)]);
    expect(await listed()).toMatchObject([
      { visitor: 'ada', finalFuel: 200n, refutedFuel: 0n },
      { visitor: '', finalFuel: 0n, refutedFuel: 0n },
    ]);
    const held = await new HeldWork(db, () => 0).byVisit();
    expect([...held]).toEqual([[visits.liar, 100n]]);
    const sums = { finalFuel: 200n, refutedFuel: 0n, toSite: 160n, toVisitors: 0n, toCause: 40n };
    expect(await readSiteSums(db, SITE.key)).toEqual({ consents: 0, ...sums });
    const days = await readSiteDays(db, SITE.key, 3);
    expect(days).toHaveLength(3);
    expect(days[2]).toMatchObject(sums);
    expect(days[0]).toMatchObject({ finalFuel: 0n, toSite: 0n });
    const finalOfDevice = (await anna.devices([WORKER])).get(WORKER)?.finalFuel;
    expect(finalOfDevice).toBe(200n);
  });

  it('[SA2] a ban takes fuel back from the visit wherever it is noticed; what was paid stays', async () => {
    const slice = await granted(anna, ANNA, { count: 20 });
    const [own, later] = [keyOf(slice), keyOf(slice, 10)];
    await anna.commit(
      ANNA,
      batch({
        accepted: [accepted(own, LIAR, visits.liar), accepted(later, WORKER, visits.worker)],
        audits: [passedBy(own, LIAR, WORKER), passedBy(later, WORKER, LIAR)],
        finals: [final(own, LIAR, visits.liar), final(later, WORKER, visits.worker)],
        settled: [settledOf(slice)],
      }),
    );
    expect(await listed()).toMatchObject([{ finalFuel: 100n }, { finalFuel: 100n }]);
    await bert.commit(BERT, batch({ bans: [banOf(LIAR)] }));
    await granted(bert, BERT, { carve: false });
    expect(await listed()).toMatchObject([
      { visitor: 'ada', finalFuel: 100n, refutedFuel: 0n },
      { visitor: '', finalFuel: 0n, refutedFuel: 100n },
    ]);
    expect(await readSiteSums(db, SITE.key)).toMatchObject({
      finalFuel: 100n,
      refutedFuel: 100n,
      toSite: 160n,
    });
    expect(await sumVisitor(db, SITE.key, '', [visits.worker, visits.liar])).toMatchObject({
      devices: 1,
      finalFuel: 0n,
      visits: [visits.liar],
    });
  });

  it('[SA2] what is refuted before it was final counts as refuted alone, also within one commit', async () => {
    const slice = await granted(anna, ANNA, { count: 20 });
    const [own, other] = [keyOf(slice), keyOf(slice, 10)];
    const reopened = (key: typeof own) => ({
      ...key,
      device: LIAR,
      items: 10,
      was: 'held' as const,
      visited: { visit: visits.liar, fuel: 100n },
    });
    await anna.commit(ANNA, batch({ accepted: [accepted(own, LIAR, visits.liar)] }));
    await anna.commit(
      ANNA,
      batch({ accepted: [accepted(other, LIAR, visits.liar)], reopened: [reopened(own), reopened(other)] }),
    );
    expect((await listed())[1]).toMatchObject({ finalFuel: 0n, refutedFuel: 200n });
    expect((await new HeldWork(db, () => 0).byVisit()).size).toBe(0);
  });

  it('a device comes back to the same visit under the same name, and pages tell all of them once', async () => {
    const again = await enterVisit(db, { site: SITE.key, device: WORKER, visitor: 'ada' });
    expect(again).toBe(visits.worker);
    for (let i = 3; i < 10; i++) await enterVisit(db, { site: SITE.key, device: device(i), visitor: 'ada' });
    const seen: number[] = [];
    for (let after = 0; ; ) {
      const page = await listVisits(db, SITE.key, { after, limit: 4, visitor: 'ada' });
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
      after = seen[seen.length - 1];
    }
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
  });

  it('sessions are those of all coordinators that live, as each said last', async () => {
    await keepPresence(db, ANNA, new Map([[SITE.key, 3]]));
    await keepPresence(db, BERT, new Map([[SITE.key, 4]]));
    expect(await countPresence(db, SITE.key)).toBe(7);
    await keepPresence(db, BERT, new Map([[SITE.key, 1]]));
    expect(await countPresence(db, SITE.key)).toBe(4);
    await db.query(`update coordinator set beat = now() - interval '1 hour' where id = $1`, [ANNA]);
    expect(await countPresence(db, SITE.key)).toBe(1);
    await keepPresence(db, BERT, new Map());
    expect(await countPresence(db, SITE.key)).toBe(0);
  });

  it('jobs that ended hold nothing', async () => {
    const slice = await granted(anna, ANNA);
    await anna.commit(ANNA, batch({ accepted: [accepted(keyOf(slice), WORKER, visits.worker)] }));
    expect((await new HeldWork(db, () => 0).byVisit()).get(visits.worker)).toBe(100n);
    await db.query(`update job set state = 'cancelled' where id = $1`, [jobTerms().id as JobId]);
    expect((await new HeldWork(db, () => 0).byVisit()).size).toBe(0);
  });
});
