import { describe, expect, it } from 'vitest';
import { Refusal } from './refusal.ts';

const DAY = 24 * 3_600_000;
const NOW = 1_800_000_000_000;

function storage() {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => void texts.set(name, text),
    removeItem: (name: string) => void texts.delete(name),
  };
}

describe('a no', () => {
  it('holds for thirty days, for its site alone, and is the only thing stored', () => {
    const place = storage();
    const no = new Refusal('aa', () => place);
    expect(no.holds(NOW)).toBe(false);
    expect(no.keep(NOW)).toBe(true);
    expect([...place.texts]).toEqual([['manyhands-no-aa', String(NOW)]]);
    expect([NOW, NOW + 30 * DAY - 1, NOW + 30 * DAY].map((now) => no.holds(now))).toEqual([
      true,
      true,
      false,
    ]);
    expect(new Refusal('bb', () => place).holds(NOW)).toBe(false);
    no.forget();
    expect(no.holds(NOW)).toBe(false);
  });

  it('is not kept where the browser forbids it, nor believed where the text is none or of the future', () => {
    const forbidden = new Refusal('aa', () => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(forbidden.keep(NOW)).toBe(false);
    expect(forbidden.holds(NOW)).toBe(false);
    expect(() => forbidden.forget()).not.toThrow();
    const place = storage();
    for (const text of ['', 'never', String(NOW + 1)]) {
      place.texts.set('manyhands-no-aa', text);
      expect(new Refusal('aa', () => place).holds(NOW)).toBe(false);
    }
  });
});
