import type { Signal } from '@preact/signals';

/** A sentence in whatever language the page speaks; null: nothing is said. */
export type Said = Signal<(() => string) | null>;

/** Does what somebody wished, after what was said of earlier wishes is gone; what goes wrong becomes the problem, in words. */
export const attempting =
  (said: Said, problem: Said, wordsOf: (error: Error) => string) =>
  async (what: () => Promise<void>): Promise<void> => {
    problem.value = said.value = null;
    try {
      await what();
    } catch (error) {
      problem.value = () => wordsOf(error as Error);
    }
  };
