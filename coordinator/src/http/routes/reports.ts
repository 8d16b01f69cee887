import { type Hash as HashText, KnownError, type ReportKind } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { addReport, type ReportBounds } from '../../db/kernels/add-report.ts';
import { listReports } from '../../db/kernels/list-reports.ts';
import { resolveReport } from '../../db/kernels/resolve-report.ts';
import type { Desk } from '../../jobs/desk.ts';
import { kernelOf } from '../../jobs/kernels.ts';
import { adminGate } from '../admin.ts';
import { keyed } from '../caller.ts';
import { ReportBody, ReportReply, ReportsReply, ResolvedReply } from '../schemas/admin.ts';
import { Hash } from '../schemas/common.ts';
import type { Server } from '../type-provider.ts';

const REPORTS: ReportBounds = { inAll: 20_000, perKernel: 1_000, perReporter: 50 };
const LISTED = 1_000;

export interface ReportDoor {
  readonly adminKey: string;
  /** A name for whoever has an address, by which he cannot be found. */
  readonly reporterOf: (address: string) => string;
}

/** Anybody may report a kernel; the operator reads it. Reports never stop anything [RP1]. */
export function reportRoutes(app: Server, desk: Desk, { adminKey, reporterOf }: ReportDoor): void {
  const checkAdmin = adminGate(adminKey);
  app.post(
    '/v1/kernels/:hash/reports',
    {
      config: { rateLimit: { max: 10 } },
      schema: {
        summary: 'Report a kernel to the operator',
        params: Type.Object({ hash: Hash }),
        body: ReportBody,
        response: { 200: ReportReply },
      },
    },
    async (request) => {
      const { hash: kernel } = await kernelOf(desk, request.params.hash as HashText);
      const { kind, words } = request.body;
      const report = {
        kernel,
        kind: kind as ReportKind,
        words: words ?? '',
        reporter: reporterOf(request.ip),
      };
      if (!(await addReport(desk.db, report, REPORTS)))
        throw new KnownError('RATE_LIMITED', 'many reports wait for the operator already; try again later');
      return { kernel, received: true as const };
    },
  );
  app.get(
    '/v1/admin/reports',
    { schema: { ...keyed, summary: 'Open reports of kernels', response: { 200: ReportsReply } } },
    async (request) => {
      checkAdmin(request);
      const reports = await listReports(desk.db, LISTED);
      return { reports: reports.map(({ at, ...report }) => ({ ...report, at: at.toISOString() })) };
    },
  );
  app.post(
    '/v1/admin/reports/:id/resolve',
    {
      schema: {
        ...keyed,
        summary: 'Close a report',
        params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) }),
        response: { 200: ResolvedReply },
      },
    },
    async (request) => {
      checkAdmin(request);
      const id = Number(request.params.id);
      if (!(await resolveReport(desk.db, id)))
        throw new KnownError(
          'REQUEST_INVALID',
          `there is no report ${id}; GET /v1/admin/reports lists them`,
          {
            details: { field: 'params.id' },
          },
        );
      return { report: id, resolved: true as const };
    },
  );
}
