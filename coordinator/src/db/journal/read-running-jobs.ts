import type { Category, Hash, JobId, Policy } from '@manyhands/protocol';
import type { JobTerms } from '../../dispatch/journal.ts';
import { type PublicationPolicy, withheldReason } from '../../domain/kernel-standing.ts';
import { weightOf } from '../../domain/weight.ts';
import type { Sql } from '../db.ts';
import { jobPrice, type StoredPrice } from '../job-price.ts';
import { STANDING_COLUMNS, type StandingRow, standingFrom } from '../kernels/standing-columns.ts';

interface JobRow extends StandingRow {
  id: JobId;
  title: string;
  researcher: string;
  kernel: Hash;
  kernel_name: string;
  build: Hash;
  hooked: Hash;
  datasets: { name: string; hash: Hash }[];
  item_count: number;
  unit_items: number;
  fuel_cap: bigint;
  rate: number;
  policy: Policy;
  price: StoredPrice | null;
  draw_secret: Uint8Array;
  paused: boolean;
  priority: number;
  category: Category;
}

/**
 * The terms of all running jobs, oldest first. Of a started job only its items, its pause, its weight and whether its
 * kernel may run may change.
 */
export async function readRunningJobs(sql: Sql, publication: PublicationPolicy): Promise<JobTerms[]> {
  const rows = await sql.query<JobRow>(
    `select job.id, title, researcher, kernel, kernel.name as kernel_name, build, hooked, datasets, item_count,
       unit_items, fuel_cap, rate, policy, price, draw_secret, paused, priority, category, ${STANDING_COLUMNS}
     from job join kernel on kernel.hash = job.kernel
     where state = 'running'
     order by started, job.id`,
  );
  return rows.map((row) => termsFrom(row, publication));
}

function termsFrom(row: JobRow, publication: PublicationPolicy): JobTerms {
  const price = row.price === null ? null : jobPrice(row.price);
  return {
    id: row.id,
    title: row.title,
    researcher: row.researcher,
    kernel: row.kernel,
    kernelName: row.kernel_name,
    build: row.build,
    hooked: row.hooked,
    datasets: row.datasets.map((dataset) => dataset.hash),
    itemCount: row.item_count,
    unitItems: row.unit_items,
    fuelCap: row.fuel_cap,
    rate: row.rate,
    policy: row.policy,
    price,
    drawSecret: row.draw_secret,
    weight: weightOf({ priority: row.priority, price }),
    category: row.category,
    paused: row.paused,
    withheld: withheldReason(publication, standingFrom(row)),
  };
}
