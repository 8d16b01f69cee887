/** What the operator asks for and is shown. */
import { LIMITS, REPORT_KIND_NAMES } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { KERNEL_DECISIONS, PUBLICATION_POLICIES } from '../../domain/kernel-standing.ts';
import { closed, count, described, Hash, moment, nullable } from './common.ts';

const literals = <T extends string>(texts: readonly T[]) =>
  Type.Union(texts.map((text) => Type.Literal(text)));

export const Publication = literals(PUBLICATION_POLICIES);

/** What anybody may know of what the operator decided. */
export const StandingShape = Type.Object({
  review: literals(['pending', 'approved', 'refused'] as const),
  reviewReason: Type.String(),
  stopped: nullable(moment),
  stoppedReason: Type.String(),
});

export const KernelsQuery = Type.Object(
  { only: Type.Optional(literals(['queue', 'pending', 'approved', 'refused', 'stopped', 'all'] as const)) },
  closed,
);
export const ReviewedKernel = Type.Composite([
  Type.Object({
    kernel: Hash,
    name: Type.String(),
    label: Type.Unknown(described('what inspection found')),
    source: nullable(Type.String(described('its source, at /v1/blobs/:hash'))),
    jobs: count,
    running: count,
    reporters: Type.Integer(described('from how many address prefixes it is reported')),
    publishedAt: moment,
  }),
  StandingShape,
]);
export const KernelsReply = Type.Object({ publication: Publication, kernels: Type.Array(ReviewedKernel) });

export const ByHashAndVerb = Type.Object({ hash: Hash, verb: literals(KERNEL_DECISIONS) });
export const DecisionBody = Type.Object(
  { reason: Type.String({ maxLength: 500, description: 'researchers are shown it' }) },
  closed,
);
export const DecisionReply = Type.Composite([
  Type.Object({
    kernel: Hash,
    decisions: Type.Array(
      Type.Object({ decision: literals(KERNEL_DECISIONS), reason: Type.String(), at: moment }),
    ),
  }),
  StandingShape,
]);

export const ReportBody = Type.Object(
  {
    kind: literals(REPORT_KIND_NAMES),
    words: Type.Optional(
      Type.String({ maxLength: LIMITS.reportLength, description: 'what is wrong with it' }),
    ),
  },
  closed,
);
export const ReportReply = Type.Object({ kernel: Hash, received: Type.Literal(true) });
export const ReportsReply = Type.Object({
  reports: Type.Array(
    Type.Object({
      id: count,
      kernel: Hash,
      kernelName: Type.String(),
      kind: literals(REPORT_KIND_NAMES),
      words: Type.String(),
      at: moment,
    }),
  ),
});
export const ResolvedReply = Type.Object({ report: count, resolved: Type.Literal(true) });
