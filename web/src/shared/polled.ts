/** What is asked for again and again while a part of a page is there. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

export interface Polled<T> {
  /** Undefined before the first answer. */
  readonly value: Signal<T | undefined>;
  /** Why there is no answer now, or null. */
  readonly problem: Signal<Error | null>;
  /** Asks at once. */
  readonly again: () => void;
}

/**
 * Asks when it appears and whenever `key` changes, and again so many milliseconds after each answer (null: not again). A page that
 * nobody sees asks nothing, and asks as soon as it is seen.
 */
export function usePolled<T>(look: () => Promise<T>, milliseconds: number | null, key: string): Polled<T> {
  const value = useSignal<T | undefined>(undefined);
  const problem = useSignal<Error | null>(null);
  const turn = useSignal(0);
  // Read while rendering, so that asking again starts the effect anew.
  const turns = turn.value;
  useEffect(() => {
    let isHere = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        const answer = await look();
        if (!isHere) return;
        value.value = answer;
        problem.value = null;
      } catch (error) {
        if (isHere) problem.value = error as Error;
      }
      if (isHere && milliseconds !== null) timer = setTimeout(next, milliseconds);
    };
    const next = (): void => {
      if (document.hidden) document.addEventListener('visibilitychange', next, { once: true });
      else void ask();
    };
    void ask();
    return () => {
      isHere = false;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', next);
    };
  }, [key, milliseconds, turns]);
  return {
    value,
    problem,
    again: () => {
      turn.value++;
    },
  };
}
