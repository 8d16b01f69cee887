import type { Sql } from '../db.ts';

export interface StoredReceiptRecord {
  readonly id: string;
  readonly site: string;
  readonly receipt: string;
  readonly signature: string;
  readonly received: Date;
  readonly withdrawn: Date | null;
  readonly over: Date;
}

/** Everything that the tables keep under a device's own address, besides its answers. */
export interface DeviceRecordRow {
  readonly banned: Date | null;
  readonly evidence: unknown;
  readonly member: { readonly name: string; readonly team: string | null; readonly at: number } | null;
  readonly challenges: readonly { readonly id: string; readonly site: string; readonly expires: string }[];
  /** For which sites it worked, and under which name of theirs. */
  readonly visits: readonly {
    readonly site: string;
    readonly visitor: string;
    readonly first: string;
    readonly last: string;
    readonly finalFuel: string;
  }[];
  /** Settled slices of running jobs that rest on its word. */
  readonly slices: number;
}

export async function readDeviceRecord(sql: Sql, device: string): Promise<DeviceRecordRow> {
  const [row] = await sql.query<DeviceRecordRow>(
    `select
       (select banned from device where id = $1) as banned,
       (select evidence from device where id = $1) as evidence,
       (select jsonb_build_object('name', m.name, 'team', t.name, 'at', m.at)
        from member m left join team t on t.id = m.team where m.device = $1) as member,
       (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'site', site, 'expires', expires)), '[]')
        from challenge where device = $1) as challenges,
       (select coalesce(jsonb_agg(jsonb_build_object('site', site, 'visitor', visitor, 'first', first_seen,
          'last', last_seen, 'finalFuel', final_fuel::text)), '[]')
        from site_visit where device = $1) as visits,
       (select count(*) from slice_device where device = $1) as slices`,
    [device],
  );
  return row;
}

/** A device's receipts, the newest first. */
export const readReceipts = (sql: Sql, device: string, most: number): Promise<StoredReceiptRecord[]> =>
  sql.query<StoredReceiptRecord>(
    `select id, site, receipt, signature, received, withdrawn, over
     from consent_receipt where device = $1 order by received desc limit $2`,
    [device, most],
  );
