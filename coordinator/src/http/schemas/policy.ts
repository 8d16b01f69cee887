/** How answers are checked, and what that costs and proves. */
import { type Assurance, TRUSTED_DEVICES } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import type { Estimate } from '../../db/jobs/job-record.ts';
import { Address, closed, Decimal, described, nullable, Share } from './common.ts';

export const PolicyBody = Type.Union(
  [
    Type.Object(
      {
        kind: Type.Literal('audit'),
        newcomerPpm: Share('items audited of a newcomer, in millionths'),
        veteranPpm: Share('items audited of a veteran, in millionths'),
        veteranAfter: Type.Integer(described('audits passed that make a veteran')),
        holdAudits: Type.Integer(described('later audits of the same device that a unit waits for')),
        finalPpm: Share('items audited once more before they are final, in millionths'),
        refereePpm: Share('audits that always go to the referee, in millionths'),
      },
      closed,
    ),
    Type.Object({ kind: Type.Literal('quorum'), executions: Type.Integer(), equal: Type.Integer() }, closed),
    Type.Object(
      {
        kind: Type.Literal('credibility'),
        errorPpm: Share('accepted chance of a wrong answer, in millionths'),
        faultPpm: Share('devices assumed to lie, in millionths'),
        spotPpm: Share('accepted answers checked once more, in millionths'),
        executions: Type.Integer(),
      },
      closed,
    ),
    Type.Object(
      {
        kind: Type.Literal('trusted'),
        devices: Type.Array(Address, {
          maxItems: TRUSTED_DEVICES,
          description: 'the only devices that may work',
        }),
        pool: Type.Optional(Type.String(described('whose members, by its join key, may work as well'))),
        auditPpm: Share('items audited, in millionths'),
      },
      closed,
    ),
  ],
  described('how answers are checked'),
);

const boundShape = {
  executionsPerItem: Type.Number(described('the computation included, while nobody lies')),
  audits: Type.Integer(),
  bound: Type.Number(described('upper bound on the share of wrong items, if nobody is caught lying')),
  confidencePpm: Type.Integer(described('of the bound, in millionths')),
  colludingPpm: Type.Integer(
    described('share of audits and votes by accomplices that it assumes, in millionths'),
  ),
};
export const EstimateShape = Type.Object({
  items: Type.Integer(),
  fuelPerItem: Decimal,
  fuelCap: Decimal,
  unitItems: Type.Integer(),
  coreSeconds: Type.Number(described('seconds of one reference core')),
  cost: nullable(Type.String(described('token units'))),
  seconds: nullable(Type.Number(described('at present capacity'))),
  trial: Type.Optional(
    Type.Unsafe<NonNullable<Estimate['trial']>>(
      Type.Array(
        Type.Object({
          item: Type.Integer(),
          failure: nullable(Type.String()),
          printed: Type.Array(Type.String()),
        }),
        { description: 'samples that failed or printed something' },
      ),
    ),
  ),
  ...boundShape,
  alternatives: Type.Unsafe<readonly Assurance[]>(
    Type.Array(Type.Object({ policy: PolicyBody, ...boundShape }), {
      description: 'what other policies cost and prove',
    }),
  ),
  creditWindow: Type.String(described('token units of results that are shown before a voucher covers them')),
  workWindow: Type.Optional(
    Type.String(described('token units of work that is done or under way before a voucher covers it')),
  ),
  verificationPpm: Type.Optional(
    Type.Integer(
      described(
        're-executions that are paid from the budget at most, in millionths of the items at their cap',
      ),
    ),
  ),
  shares: Type.Optional(
    Type.Unsafe<NonNullable<Estimate['shares']>>(
      Type.Array(
        Type.Object({
          role: Type.String(described('fee, author or data')),
          payee: nullable(Address),
          ppm: Type.Integer(described('of the price, in millionths')),
        }),
        { description: 'who takes what of the price; whoever computes has the rest' },
      ),
    ),
  ),
});
