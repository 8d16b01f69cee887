import { LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import type { SiteSums } from '../../db/sites/read-site-days.ts';
import { csvLine } from '../../domain/csv.ts';
import type { Desk } from '../../jobs/desk.ts';
import { type Books, siteTotals, visitorCredit, visitorsPage } from '../../sites/accounting.ts';
import { callerOf, keyed } from '../caller.ts';
import {
  ByVisitor,
  CreditReply,
  SiteKey,
  TotalsQuery,
  TotalsReply,
  VisitorsQuery,
  VisitorsReply,
} from '../schemas/sites.ts';
import type { Server } from '../type-provider.ts';

const DAYS = 14;
const PAGE = 100;
const BySite = Type.Object({ key: SiteKey });
const COLUMNS = [
  'visitor',
  'device',
  'finalFuel',
  'heldFuel',
  'refutedFuel',
  'firstSeen',
  'lastSeen',
] as const;

const money = (ledgerUnits: bigint): string => String(ledgerUnits / LEDGER_UNITS_PER_TOKEN_UNIT);

const figuresOf = ({ consents, finalFuel, refutedFuel, toSite, toVisitors, toCause }: SiteSums) => ({
  consents,
  finalFuel: String(finalFuel),
  refutedFuel: String(refutedFuel),
  earned: { site: money(toSite), visitors: money(toVisitors), cause: money(toCause) },
});

interface Fuels {
  readonly finalFuel: bigint;
  readonly heldFuel: bigint;
  readonly refutedFuel: bigint;
}

const fuelsOf = ({ finalFuel, heldFuel, refutedFuel }: Fuels) => ({
  finalFuel: String(finalFuel),
  heldFuel: String(heldFuel),
  refutedFuel: String(refutedFuel),
});

type Page = Awaited<ReturnType<typeof visitorsPage>>;

const rowOf = (row: Page['visitors'][number]) => ({
  visitor: row.visitor,
  device: row.device,
  ...fuelsOf(row),
  firstSeen: row.firstSeen.toISOString(),
  lastSeen: row.lastSeen.toISOString(),
});

/** What a site's owner sees of its visitors. */
export function siteAccountingRoutes(app: Server, desk: Desk, books: Books): void {
  app.get(
    '/v1/sites/:key/totals',
    {
      schema: {
        ...keyed,
        summary: 'What a website’s visitors did',
        params: BySite,
        querystring: TotalsQuery,
        response: { 200: TotalsReply },
      },
    },
    async (request) => {
      const { id } = await callerOf(desk, request);
      const { key } = request.params;
      const totals = await siteTotals(books, id, key, Number(request.query.days ?? DAYS));
      return {
        key,
        sessions: totals.sessions,
        challenges: totals.challenges,
        ...figuresOf(totals),
        heldFuel: String(totals.heldFuel),
        days: totals.days.map((day) => ({ day: day.day, ...figuresOf(day) })),
      };
    },
  );
  app.get(
    '/v1/sites/:key/visitors',
    {
      schema: {
        ...keyed,
        summary: 'What each visitor of a website did, as JSON or CSV',
        params: BySite,
        querystring: VisitorsQuery,
        response: { 200: VisitorsReply },
      },
    },
    async (request, reply) => {
      const { id } = await callerOf(desk, request);
      const { after = '0', limit = PAGE, visitor = null, format } = request.query;
      const page = await visitorsPage(books, id, {
        site: request.params.key,
        after: Number(after),
        limit: Number(limit),
        visitor,
      });
      const next = page.next === null ? null : String(page.next);
      const rows = page.visitors.map(rowOf);
      if (format !== 'csv') return { visitors: rows, next };
      if (next !== null) reply.header('x-next', next);
      const lines = rows.map((row) => csvLine(COLUMNS.map((column) => row[column])));
      return reply
        .type('text/csv; charset=utf-8')
        .serializer(String)
        .send([csvLine(COLUMNS), ...lines].join('') as never);
    },
  );
  app.get(
    '/v1/sites/:key/visitors/:visitor',
    {
      schema: {
        ...keyed,
        summary: 'What one visitor of a website did, on all devices',
        params: ByVisitor,
        response: { 200: CreditReply },
      },
    },
    async (request) => {
      const { id } = await callerOf(desk, request);
      const { key, visitor } = request.params;
      const { devices, ...fuels } = await visitorCredit(books, id, { site: key, visitor });
      return { visitor, devices, ...fuelsOf(fuels) };
    },
  );
}
