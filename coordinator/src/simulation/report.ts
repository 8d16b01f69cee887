/** What a simulation found. Shares are of the job's items. */
export interface Report {
  /** The job came to its end. */
  readonly finished: boolean;
  /** By everybody, the referee included. */
  readonly executionsPerItem: number;
  /** By honest contributors and the referee. */
  readonly honestExecutionsPerItem: number;
  /** Wrong when taken on hold; wrong when final, whatever later evidence did; wrong at the end. */
  readonly wrongProvisionalShare: number;
  readonly wrongEverFinalShare: number;
  readonly wrongFinalItems: number;
  readonly wrongFinalShare: number;
  readonly refereeShare: number;
  /** Items that it had and that waited for it at once, at most. */
  readonly refereePeak: number;
  readonly honestBans: number;
  readonly liarBans: number;
  /** Honest executions that nobody is paid for, and those of them that were delivered and taken. */
  readonly wastedShare: number;
  readonly unpaidHonestShare: number;
  /** From an answer's acceptance to its finality. */
  readonly finalitySeconds: { readonly mean: number; readonly p99: number };
  readonly deviceAudits: number;
  readonly refereeAudits: number;
  /** Audits of all answers, refuted ones included, and devices that they caught. */
  readonly draws: number;
  readonly caught: number;
  /** The share of wrong items that the certificate would state; null where a rule has no certificate. */
  readonly certifiedBound: number | null;
  readonly identities: number;
  /** Items that were sent to devices which the policy does not name. */
  readonly sentToStrangers: number;
  readonly simulatedSeconds: number;
  /** Of this machine. */
  readonly seconds: number;
}

/** The mean of several seeds' reports; what must hold for each (finished) holds for all. */
export function meanOf(reports: readonly Report[]): Report {
  const mean = (pick: (report: Report) => number): number =>
    reports.reduce((sum, report) => sum + pick(report), 0) / reports.length;
  const [first] = reports;
  const entries = Object.entries(first).map(([key, value]) => {
    if (typeof value === 'boolean')
      return [key, reports.every((report) => report[key as keyof Report] === true)];
    if (typeof value === 'number') return [key, mean((report) => report[key as keyof Report] as number)];
    return [key, value];
  });
  return {
    ...(Object.fromEntries(entries) as Report),
    finalitySeconds: {
      mean: mean((report) => report.finalitySeconds.mean),
      p99: mean((report) => report.finalitySeconds.p99),
    },
  };
}
