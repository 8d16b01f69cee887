/** The card in the page of a site, as its visitor and its page meet it. */
import type { Frame, FrameLocator, Page } from 'playwright';
import { expect, vi } from 'vitest';

/** What the page around hears, in order. Runs in the page before its own scripts. */
export function listen(): void {
  const heard: unknown[] = [];
  Object.assign(window, { heard });
  window.addEventListener('manyhands', () => {
    const { manyhands } = window as unknown as { manyhands: Record<string, never> };
    const { on, ready } = manyhands as unknown as {
      on(event: string, listener: (news: object) => void): void;
      ready: Promise<void>;
    };
    for (const event of [
      'ready',
      'asking',
      'consented',
      'declined',
      'progress',
      'earned',
      'stopped',
      'problem',
    ])
      on(event, (news) => heard.push({ ...news, event }));
    ready.catch(({ code }) => heard.push({ event: 'never ready', code }));
  });
}

export const heard = (page: Page): Promise<{ event: string; code?: string; items?: number }[]> =>
  page.evaluate('window.heard');
export const until = (page: Page, event: string) =>
  vi.waitFor(async () => expect((await heard(page)).map((each) => each.event)).toContain(event), {
    timeout: 20_000,
  });

/** The card takes a click only after it was seen for a moment: on a busy machine as people do, once more. */
export async function acceptCard(card: FrameLocator, words = 'Yes, compute'): Promise<void> {
  const yes = card.getByRole('button', { name: words });
  await yes.waitFor();
  for (let tries = 0; tries < 10 && (await yes.isVisible()); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 900));
    if (await yes.isVisible()) await yes.click();
  }
}

/** The frame of the card in a page. */
export function cardFrame(page: Page, coordinator: string): Frame {
  const frame = page.frames().find((each) => each.url().startsWith(coordinator));
  if (!frame) throw new Error('no frame');
  return frame;
}
