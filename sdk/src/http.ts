import { ERRORS, type ErrorCode, KnownError } from '@manyhands/protocol';

/** Failures of a JSON request are tried again this often where the catalogue says that it may help. */
const ATTEMPTS = 5;

/** The error that a coordinator answered with, as the {@link KnownError} it was thrown as there. */
export function errorFrom(body: unknown, status: number): KnownError {
  const { code, message, details } = (body ?? {}) as { code?: string; message?: string; details?: unknown };
  if (code !== undefined && code in ERRORS)
    return new KnownError(code as ErrorCode, message ?? ERRORS[code as ErrorCode].meaning, { details });
  return new KnownError('INTERNAL', `the coordinator answered ${status}${message ? `: ${message}` : ''}`);
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Doubles from a quarter of a second to eight, jittered so that many clients do not come back together. */
export const backOff = (attempt: number): number =>
  Math.min(8000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2);

/** Requests to one coordinator under one API key. */
export class Http {
  readonly base: string;
  key: string | null;

  constructor(base: string, key: string | null) {
    this.base = base.replace(/\/+$/, '');
    this.key = key;
  }

  /** Throws what the coordinator refused with, or COORDINATOR_UNREACHABLE. */
  async send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.key !== null) headers.set('authorization', `Bearer ${this.key}`);
    let response: Response;
    try {
      response = await fetch(`${this.base}${path}`, { ...init, method, headers });
    } catch (cause) {
      if (init.signal?.aborted) throw init.signal.reason;
      throw unreachable(this.base, cause);
    }
    if (response.ok) return response;
    throw errorFrom(await response.json().catch(() => null), response.status);
  }

  /** The reply's JSON; asks again, a few times, after failures that `mayPass`. */
  json<T>(method: string, path: string, body?: unknown, mayPass = passes): Promise<T> {
    const init = body === undefined ? {} : jsonBody(body);
    return retrying(() => this.#once(method, path, init), mayPass);
  }

  async #once<T>(method: string, path: string, init: RequestInit): Promise<T> {
    return (await this.send(method, path, init)).json() as Promise<T>;
  }
}

export const jsonBody = (body: unknown): RequestInit => ({
  body: JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)),
  headers: { 'content-type': 'application/json' },
});

export const unreachable = (base: string, cause: unknown): KnownError =>
  new KnownError('COORDINATOR_UNREACHABLE', `nothing answers at ${base}; is the coordinator running?`, {
    cause,
  });

/** Every route of the API may be sent twice: uploads and kernels are named by hash, jobs, appends and calls by an idempotency key. */
const passes = (error: KnownError): boolean => error.retry && error.code !== 'JOB_NOT_CERTIFIED';

async function retrying<T>(attempt: () => Promise<T>, mayPass: (error: KnownError) => boolean): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const again = error instanceof KnownError && error.code !== 'INTERNAL' && mayPass(error);
      if (!again || tries === ATTEMPTS) throw error;
      await pause(backOff(tries));
    }
  }
}
