/** Why the coordinator did not give what a page asked for: in its own words, or that it does not answer. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const UNREACHABLE = 'COORDINATOR_UNREACHABLE';
const unanswered = () => new Refused(UNREACHABLE, UNREACHABLE);

/** The coordinator's reply to a page, once; throws {@link Refused}. */
export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  let reply: { readonly code?: string; readonly message?: string };
  try {
    response = await fetch(path, init);
    reply = await response.json();
  } catch {
    throw unanswered();
  }
  if (!response.ok) throw new Refused(reply.code ?? 'INTERNAL', reply.message ?? '');
  return reply as T;
}

/** A request with a JSON body. */
export const sending = (method: 'POST' | 'PUT', body: object): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
