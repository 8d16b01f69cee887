import type { Sql } from '../db.ts';
import type { RelayTerms } from './records.ts';

/** Takes signed terms; false where a claim of this payee is under way already. */
export async function addClaim(sql: Sql, terms: RelayTerms): Promise<boolean> {
  const added = await sql.query(
    `insert into relayed_claim (payee, index, claimed, fee, least, deadline, signature)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (payee) where state in ('asked', 'sent') do nothing returning id`,
    [terms.payee, terms.index, terms.claimed, terms.fee, terms.least, terms.deadline, terms.signature],
  );
  return added.length === 1;
}
