/** What the page reads of its machine. What a browser does not tell is null, and no rule looks at it. */
export interface Readings {
  /** `level` is from 0 to 1. */
  readonly battery: { readonly charging: boolean; readonly level: number } | null;
  readonly metered: boolean | null;
  readonly hidden: boolean | null;
  /** Whether somebody uses the machine: needs the visitor's leave. */
  readonly inUse: boolean | null;
  /** How loaded the browser says the processor is. */
  readonly pressure: Pressure | null;
}

/** The states of the Compute Pressure API. */
export type Pressure = 'nominal' | 'fair' | 'serious' | 'critical';

export const NO_READINGS: Readings = {
  battery: null,
  metered: null,
  hidden: null,
  inUse: null,
  pressure: null,
};

/** The time, as rules and pauses see it. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of the local day, from 0 to 1439. */
  readonly minute: number;
}
