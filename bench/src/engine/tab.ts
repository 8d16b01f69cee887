import {
  type FrameOf,
  ScriptedCoordinator,
  type ScriptedSession,
  type Spin,
  spinKernel,
} from '@manyhands/browser-worker/testing';
import { type Browser, chromium } from 'playwright';

const WEB = new URL('../../../web/dist', import.meta.url).pathname;
const ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** A browser and a coordinator that gives it what the measurement says. */
export interface Stand {
  readonly browser: Browser;
  readonly coordinator: ScriptedCoordinator;
  readonly spin: Spin;
  close(): Promise<void>;
}

/** Needs the built pages: `npm run build`. */
export async function openStand(): Promise<Stand> {
  const coordinator = await new ScriptedCoordinator(WEB).listen();
  coordinator.answer('/v1/jobs', { jobs: [] });
  const spin = await spinKernel(coordinator.publish(Uint8Array.of(7)));
  for (const build of [spin.bytes, spin.hooked]) coordinator.publish(build);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS });
  return {
    browser,
    coordinator,
    spin,
    close: async () => {
      await browser.close();
      await coordinator.close();
    },
  };
}

/** A visitor says yes to one thread at its full share. `consented` is when, by this machine's clock. */
export async function consent({ browser, coordinator }: Stand) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(coordinator.url);
  await page.getByRole('slider').nth(0).fill('1');
  await page.getByRole('slider').nth(1).fill('100');
  await page.evaluate(() => {
    addEventListener('click', () => Object.assign(globalThis, { consented: Date.now() }), { capture: true });
  });
  await page.getByRole('button', { name: 'Start' }).click();
  const session = await coordinator.nextSession();
  await session.greet();
  const consented = () => page.evaluate(() => (globalThis as unknown as { consented: number }).consented);
  return { context, page, session, consented };
}

/** Units for a session, so many under way at once; every answer is checked and credited. */
export class Feed {
  readonly #session: ScriptedSession;
  readonly #spin: Spin;
  readonly #turns: readonly number[];
  #given = 0;

  constructor(session: ScriptedSession, spin: Spin, turns: readonly number[]) {
    this.#session = session;
    this.#spin = spin;
    this.#turns = turns;
  }

  give(): void {
    this.#session.assign(this.#spin.assign(`unit ${this.#given++}`, this.#turns));
  }

  async answer(): Promise<FrameOf<'answer'>> {
    const answer = await this.#session.next('answer');
    this.#session.send({ kind: 'credited', assignments: [answer.assignment] });
    const items = answer.statuses.length;
    if (items !== this.#turns.length) throw new Error(`an answer has ${items} items`);
    return answer;
  }

  /** Has `units` computed, `ahead` of them given out at any time. `each` hears of every answer. */
  async run(units: number, ahead: number, each: (answered: number) => void = () => {}): Promise<void> {
    const first = Math.min(ahead, units);
    for (let i = 0; i < first; i++) this.give();
    for (let answered = 1; answered <= units; answered++) {
      await this.answer();
      if (answered + first <= units) this.give();
      each(answered);
    }
  }
}
