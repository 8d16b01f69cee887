/** Numbers, units and times as one language writes them. */

/** The forms of a counted thing; `#` stands for the number. English has `one` and `other`, other languages have more. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

export interface Formats {
  /** “1 thread”, “2 threads”. */
  readonly plural: (count: number, forms: Forms) => string;
  readonly count: (count: number) => string;
  /** “12.3 K”, “0.0021”: few letters, for axes and cells. */
  readonly number: (value: number) => string;
  /** “12.3 billion”. */
  readonly compact: (count: bigint) => string;
  /** With two places at most. */
  readonly decimal: (number: number) => string;
  /** With all digits that it has, up to twelve. */
  readonly exact: (value: number) => string;
  /** Of a share from 0 to 1, with up to `decimals` places. */
  readonly percent: (share: number, decimals?: number) => string;
  /** Token units as a decimal amount without trailing zeros: every unit is kept. */
  readonly amount: (units: bigint) => string;
  readonly bytes: (bytes: number) => string;
  /** Of a measurement: three digits. */
  readonly milliseconds: (milliseconds: number) => string;
  /** As exact as an estimate deserves. */
  readonly duration: (seconds: number) => string;
  /** A dash where the date is none. */
  readonly date: (date: Date, options: Intl.DateTimeFormatOptions) => string;
}

const AMOUNT_DECIMALS = 9;
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

function makeFormats(tag: string): Formats {
  const rules = new Intl.PluralRules(tag);
  const whole = new Intl.NumberFormat(tag);
  const long = new Intl.NumberFormat(tag, {
    notation: 'compact',
    compactDisplay: 'long',
    maximumFractionDigits: 1,
  });
  const digits = new Intl.NumberFormat(tag, { maximumSignificantDigits: 12 });
  const short = new Intl.NumberFormat(tag, { notation: 'compact', maximumSignificantDigits: 4 });
  const point = new Intl.NumberFormat(tag).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value;
  const unit = (name: string, count: number, unitDisplay: 'short' | 'long' = 'short'): string =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: 0 }).format(
      count,
    );
  return {
    plural: (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', whole.format(count)),
    count: (count) => whole.format(count),
    number: (value) => short.format(value),
    exact: (value) => digits.format(value),
    compact: (count) => long.format(count),
    decimal: (number) => new Intl.NumberFormat(tag, { maximumFractionDigits: 2 }).format(number),
    percent: (share, decimals = 0) =>
      new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: decimals }).format(share),
    amount(units) {
      const digits = units.toString().padStart(AMOUNT_DECIMALS + 1, '0');
      const fraction = digits.slice(-AMOUNT_DECIMALS).replace(/0+$/, '');
      return whole.format(BigInt(digits.slice(0, -AMOUNT_DECIMALS))) + (fraction && `${point}${fraction}`);
    },
    bytes: (bytes) =>
      bytes >= 2 ** 20 ? unit('megabyte', bytes / 2 ** 20) : unit('kilobyte', Math.max(1, bytes / 1024)),
    milliseconds: (milliseconds) =>
      new Intl.NumberFormat(tag, { style: 'unit', unit: 'millisecond', maximumSignificantDigits: 3 }).format(
        milliseconds,
      ),
    duration(seconds) {
      if (seconds < MINUTE) return unit('second', Math.max(1, seconds));
      if (seconds < HOUR) return unit('minute', seconds / MINUTE);
      return seconds < 2 * DAY ? unit('hour', seconds / HOUR) : unit('day', seconds / DAY, 'long');
    },
    date: (date, options) =>
      Number.isNaN(date.getTime()) ? '–' : new Intl.DateTimeFormat(tag, options).format(date),
  };
}

const made = new Map<string, Formats>();

/** Of a language by its BCP 47 tag. */
export function formatsOf(tag: string): Formats {
  const formats = made.get(tag) ?? makeFormats(tag);
  made.set(tag, formats);
  return formats;
}
