import { tell } from './page.ts';

const LOOK_MS = 2000;

/** Tells the page how far a challenge is, until it is solved, cannot be, or is given up. */
export class ChallengeWatch {
  #watched: string | null = null;

  /** `device` gives the device that works here, once there is one. */
  async watch(challenge: string, device: () => string): Promise<void> {
    this.#watched = challenge;
    while (this.#watched === challenge) {
      if (await this.#look(challenge, device())) return;
      await new Promise((wake) => setTimeout(wake, LOOK_MS));
    }
  }

  end(): void {
    this.#watched = null;
  }

  /** Whether there is nothing more to look for. */
  async #look(challenge: string, device: string): Promise<boolean> {
    const response = await fetch(`/v1/challenges/${challenge}`).catch(() => null);
    if (response === null || this.#watched !== challenge) return false;
    const said = await response.json();
    if (!response.ok) {
      if (said.retry) return false;
      tell('challenge', { challenge, fuel: '0', done: '0', solved: false, problem: said.code });
      return true;
    }
    const { fuel, done, solved } = said;
    const isOthers = said.device !== null && device !== '' && said.device !== device;
    tell('challenge', {
      challenge,
      fuel,
      done,
      solved: solved && !isOthers,
      problem: isOthers ? 'CHALLENGE_TAKEN' : '',
    });
    return solved || isOthers;
  }
}
