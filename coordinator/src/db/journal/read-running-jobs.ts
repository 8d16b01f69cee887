import type { Hash, JobId, Policy } from '@manyhands/protocol';
import type { JobTerms } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';
import { jobPrice, type StoredPrice } from '../job-price.ts';

interface JobRow {
  id: JobId;
  title: string;
  researcher: string;
  kernel: Hash;
  kernel_name: string;
  build: Hash;
  hooked: Hash;
  datasets: { name: string; hash: Hash }[];
  inputs: Hash;
  item_count: number;
  unit_items: number;
  fuel_cap: bigint;
  rate: number;
  policy: Policy;
  price: StoredPrice | null;
  draw_secret: Uint8Array;
}

/** The terms of all running jobs, oldest first. They never change once a job has started. */
export async function readRunningJobs(sql: Sql): Promise<JobTerms[]> {
  const rows = await sql.query<JobRow>(
    `select job.id, title, researcher, kernel, kernel.name as kernel_name, build, hooked, datasets, inputs, item_count,
       unit_items, fuel_cap, rate, policy, price, draw_secret
     from job join kernel on kernel.hash = job.kernel
     where state = 'running'
     order by started, job.id`,
  );
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    researcher: row.researcher,
    kernel: row.kernel,
    kernelName: row.kernel_name,
    build: row.build,
    hooked: row.hooked,
    datasets: row.datasets.map((dataset) => dataset.hash),
    inputs: row.inputs,
    itemCount: row.item_count,
    unitItems: row.unit_items,
    fuelCap: row.fuel_cap,
    rate: row.rate,
    policy: row.policy,
    price: row.price === null ? null : jobPrice(row.price),
    drawSecret: row.draw_secret,
  }));
}
