/** A number, bigint or string that says what it counts or names; the brand exists only in the type checker. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** 0 … itemCount − 1 of a job, never an array offset. */
export type ItemIndex = Brand<number, 'ItemIndex'>;
/** A job's id: 16 random bytes as 32 lower-case hex digits. */
export type JobId = Brand<string, 'JobId'>;
/** A graph's id: 16 random bytes as 32 lower-case hex digits. */
export type GraphId = Brand<string, 'GraphId'>;
/** A slice's id, from the database's sequence. */
export type SliceId = Brand<number, 'SliceId'>;
/** Grows by one each time a slice changes hands. */
export type Fence = Brand<number, 'Fence'>;
/** One coordinator process: 16 random bytes as hex, new at every start. */
export type CoordinatorId = Brand<string, 'CoordinatorId'>;
/** A device's key as an Ethereum-style address: 0x and 40 lower-case hex digits. */
export type DeviceId = Brand<string, 'DeviceId'>;
/** Whoever earns: 0x and 40 lower-case hex digits. */
export type Payee = Brand<string, 'Payee'>;
/** A researcher's account: 16 random bytes as hex. */
export type AccountId = Brand<string, 'AccountId'>;
/** An assignment's id: unique per coordinator process, 8 random bytes and a counter as hex. */
export type AssignmentId = Brand<string, 'AssignmentId'>;
/** SHA-256 of some bytes, as 64 lower-case hex digits. */
export type Hash = Brand<string, 'Hash'>;
/** Executed instructions, counted inside the instrumented kernel. */
export type Fuel = Brand<bigint, 'Fuel'>;
/** Ledger units: a millionth of the token's smallest unit. Money is never a float. */
export type Amount = Brand<bigint, 'Amount'>;
/** The token's smallest units, as on chain. */
export type TokenUnits = Brand<bigint, 'TokenUnits'>;

/** How many ledger units make one of the token's smallest units. */
export const LEDGER_UNITS_PER_TOKEN_UNIT = 1_000_000n;

/** Says what a plain value means, once, at the edge where that is known. */
export const brand = <B>(value: B extends Brand<infer T, string> ? T : never): B => value as unknown as B;
