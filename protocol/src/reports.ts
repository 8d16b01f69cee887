/** Why somebody reports a kernel to the operator. */
export const REPORT_KINDS = {
  mining: 'It mines a currency.',
  passwords: 'It cracks passwords or keys.',
  harmful: 'It serves to harm somebody.',
  misleading: 'It is not what its researcher says.',
  other: 'Something else.',
} as const;

export type ReportKind = keyof typeof REPORT_KINDS;

export const REPORT_KIND_NAMES = Object.keys(REPORT_KINDS) as ReportKind[];
