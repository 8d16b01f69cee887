import type { Identity } from '../identity.ts';

const WAIT_MS = 10_000;

/** Takes up a site's challenge for this device; gives what went wrong in words, or an empty text. */
export async function takeUp(coordinator: string, challenge: string, identity: Identity): Promise<string> {
  const { device } = identity;
  try {
    const response = await fetch(new URL(`/v1/challenges/${challenge}`, coordinator), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device, signature: identity.signChallenge(challenge) }),
      signal: AbortSignal.timeout(WAIT_MS),
    });
    return response.ok ? '' : ((await response.json()).message ?? `the coordinator said ${response.status}`);
  } catch (error) {
    return (error as Error).message;
  }
}
