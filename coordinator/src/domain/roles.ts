import { KnownError } from '@manyhands/protocol';

/** What the author of a kernel, or the owner of a dataset, takes of what is paid for work with it. */
export interface StatedShare {
  /** 0x and 40 lower-case hex digits. */
  readonly payee: string;
  /** Of the price, in millionths. */
  readonly ppm: number;
}

/** Who shares in a job's price besides the operator and whoever computes. */
export interface RoleShare extends StatedShare {
  readonly role: 'author' | 'data';
}

const MILLION = 1_000_000;

/** The shares of a job's price: its kernel's author, and the owners of its datasets, each dataset once. */
export function rolesOf(
  author: StatedShare | null,
  owners: ReadonlyMap<string, StatedShare>,
  datasets: readonly { readonly hash: string }[],
): RoleShare[] {
  const used = [...new Set(datasets.map(({ hash }) => hash))];
  return [
    ...(author === null ? [] : [{ role: 'author' as const, ...author }]),
    ...used.flatMap((hash) => {
      const share = owners.get(hash);
      return share === undefined ? [] : [{ role: 'data' as const, ...share }];
    }),
  ];
}

/** Throws SHARES_EXCESSIVE where authors and owners would take more than half of what the operator's fee leaves [SH3]. */
export function checkRoles(feePpm: number, roles: readonly RoleShare[]): void {
  const taken = roles.reduce((sum, { ppm }) => sum + ppm, 0);
  if (taken * 2 <= MILLION - feePpm) return;
  throw new KnownError(
    'SHARES_EXCESSIVE',
    `the kernel’s author and the datasets’ owners would take ${percent(taken)} of the price, more than half of what the operator’s fee of ${percent(feePpm)} leaves`,
    { details: { roles } },
  );
}

/** Throws SHARE_FIXED where bytes are here with other terms than are stated now [SH2]. */
export function checkSame(what: string, known: StatedShare | null, stated: StatedShare): void {
  if (known !== null && known.payee === stated.payee && known.ppm === stated.ppm) return;
  const standing = known === null ? 'without a share' : `with ${percent(known.ppm)} for ${known.payee}`;
  throw new KnownError(
    'SHARE_FIXED',
    `${what} is here already, ${standing}: what was stated first is never changed`,
    { details: { share: known } },
  );
}

/** As texts say it: 2.5 %. */
export const percent = (ppm: number): string => `${ppm / 10_000} %`;
