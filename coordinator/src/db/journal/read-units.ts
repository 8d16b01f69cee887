import type { AssignmentId, ItemIndex, SliceId } from '@manyhands/protocol';
import { unpackResults } from '@manyhands/protocol';
import type { Auditor, StoredAudit, StoredUnit } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

interface UnitRow {
  first: ItemIndex;
  count: number;
  attempt: number;
  seq: number;
  state: StoredUnit['state'];
  was_paid: boolean;
  device: Auditor;
  payee: string;
  site: string;
  assignment: AssignmentId;
  digest: string;
  rate_ppm: number;
  statuses: Uint8Array | null;
  fuels: Uint8Array;
  lengths: Uint8Array;
  outputs: Uint8Array;
  draws: { round: number; positions: number[] }[];
  passed: AuditRow[];
  arrears: AuditRow[];
}

interface AuditRow {
  item: ItemIndex;
  auditor: Auditor;
  payee: string;
  site: string;
  fuel: string;
}

/** What is known of a slice: its highest attempts with their draws and passed audits, and the bytes of held ones. */
export async function readUnits(sql: Sql, slice: SliceId): Promise<StoredUnit[]> {
  const rows = await sql.query<UnitRow>(
    `select u.first, u.count, u.attempt, u.seq, u.state, u.device, u.payee, u.site, u.assignment, u.digest, u.rate_ppm,
       s.statuses, s.fuels, s.lengths, s.outputs,
       exists (
         select from unit p
         where p.slice = u.slice and p.paid and p.first < u.first + u.count and u.first < p.first + p.count
       ) as was_paid,
       coalesce((
         select jsonb_agg(jsonb_build_object('round', d.round, 'positions', d.positions) order by d.round)
         from draw d where (d.job, d.first, d.attempt) = (u.job, u.first, u.attempt)
       ), '[]') as draws,
       coalesce((
         select jsonb_agg(jsonb_build_object(
           'item', a.item, 'auditor', a.auditor, 'payee', a.payee, 'site', a.site, 'fuel', a.fuel::text
         ) order by a.item, a.auditor)
         from audit a where (a.job, a.first, a.attempt) = (u.job, u.first, u.attempt) and a.verdict = 'passed'
       ), '[]') as passed,
       coalesce((
         select jsonb_agg(jsonb_build_object(
           'item', a.item, 'auditor', a.auditor, 'payee', a.payee, 'site', a.site, 'fuel', a.fuel::text
         ) order by a.attempt, a.item, a.auditor)
         from audit a join unit r on (r.job, r.first, r.attempt) = (a.job, a.first, a.attempt)
         where (a.job, a.first) = (u.job, u.first) and r.state = 'refuted' and not r.paid
           and a.verdict <> 'withdrawn' and a.auditor <> 'referee'
       ), '[]') as arrears
     from (
       select distinct on (first) * from unit where slice = $1 order by first, attempt desc
     ) u
     left join segment s on (s.job, s.first, s.attempt) = (u.job, u.first, u.attempt) and u.state = 'held'
     order by u.first`,
    [slice],
  );
  return rows.map(storedUnit);
}

const storedUnit = (row: UnitRow): StoredUnit => ({
  first: row.first,
  count: row.count,
  attempt: row.attempt,
  seq: row.seq,
  state: row.state,
  paid: row.was_paid,
  answer: {
    assignment: row.assignment,
    device: row.device,
    paid: { payee: row.payee, site: row.site },
    digest: row.digest,
    ratePpm: row.rate_ppm,
    results: row.statuses === null ? [] : unpackResults({ ...row, statuses: row.statuses }),
  },
  draws: row.draws,
  passed: row.passed.map(storedAudit),
  arrears: row.arrears.map(storedAudit),
});

const storedAudit = ({ item, auditor, payee, site, fuel }: AuditRow): StoredAudit => ({
  item,
  auditor,
  paid: { payee, site },
  fuel: BigInt(fuel),
});
