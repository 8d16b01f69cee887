/** What decides whether an accepted unit may leave the hold. Counts are of audits of the same device. */
export interface HeldUnit {
  /** Drawn when the answer arrived, and still owed. */
  readonly drawn: number;
  readonly owed: number;
  /** Audits of this unit that passed, exit checks included. */
  readonly passed: number;
  /** Passed audits of units that came after this one and were dropped from memory since. */
  readonly carried: number;
  readonly items: number;
  /** Audits of the same device that must pass after this answer. */
  readonly hold: number;
  /** Whether an exit check over this unit has passed. */
  readonly exitPassed: boolean;
}

/**
 * Whether a unit is final: its own audits passed, and `hold` more of the same device: of later units, or further ones
 * of the unit itself. `later` counts those that passed of this unit and of all after it. A saboteur who lies once he is
 * trusted still has all of that on hold. A unit of which every item was audited needs no more.
 */
export const leavesHold = (unit: HeldUnit, later: number): boolean =>
  unit.owed === 0 && (later - unit.drawn >= unit.hold || unit.passed >= unit.items || unit.exitPassed);

/** Which of a device's units, in the order of their answers, are final. */
export function readyUnits(units: readonly HeldUnit[]): boolean[] {
  const ready = units.map(() => false);
  let later = 0;
  for (let i = units.length - 1; i >= 0; i--) {
    later += units[i].passed + units[i].carried;
    ready[i] = leavesHold(units[i], later);
  }
  return ready;
}

/** How many audits an exit check draws over a device's held units: what the newest still lacks. */
export function exitAudits(units: readonly HeldUnit[]): number {
  const newest = units[units.length - 1];
  return newest === undefined ? 0 : Math.max(1, newest.hold + newest.drawn - newest.passed - newest.carried);
}
