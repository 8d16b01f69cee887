/** Why the coordinator did not give what a page asked for: in its own words, or that it does not answer. */
export class Refused extends Error {
  readonly code: string;
  /** What the coordinator said besides, by code. */
  readonly details: unknown;

  constructor(code: string, message: string, details?: unknown) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

export const UNREACHABLE = 'COORDINATOR_UNREACHABLE';
const unanswered = () => new Refused(UNREACHABLE, UNREACHABLE);

/** The coordinator's reply to a page, once; throws {@link Refused}. */
export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  let reply: { readonly code?: string; readonly message?: string; readonly details?: unknown };
  try {
    response = await fetch(path, init);
    reply = await response.json();
  } catch {
    throw unanswered();
  }
  if (!response.ok) throw new Refused(reply.code ?? 'INTERNAL', reply.message ?? '', reply.details);
  return reply as T;
}

/** A reply that is a text, such as CSV; throws {@link Refused}. */
export async function askText(path: string, init?: RequestInit): Promise<string> {
  const response = await fetch(path, init).catch(() => {
    throw unanswered();
  });
  if (response.ok)
    return response.text().catch(() => {
      // It broke off while it came.
      throw unanswered();
    });
  const { code = 'INTERNAL', message = '', details } = await response.json().catch(() => ({}));
  throw new Refused(code, message, details);
}

/** A request with a JSON body. */
export const sending = (method: 'POST' | 'PUT', body: object): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
