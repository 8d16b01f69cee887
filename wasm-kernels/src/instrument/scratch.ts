const TYPES = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ScratchType = keyof typeof TYPES;

/** Hands out extra locals to a function, after its own: of each type as many as are used at once. */
export class Scratch {
  readonly #first: number;
  readonly #slots: { readonly type: ScratchType; readonly which: number }[] = [];

  constructor(ownLocals: number) {
    this.#first = ownLocals;
  }

  /** The same local for the same type and number. */
  local(type: ScratchType, which = 0): number {
    const known = this.#slots.findIndex((slot) => slot.type === type && slot.which === which);
    return this.#first + (known >= 0 ? known : this.#slots.push({ type, which }) - 1);
  }

  /** A local that nobody else is given, for a value that lasts. */
  own(type: ScratchType): number {
    return this.#first + this.#slots.push({ type, which: -1 - this.#slots.length }) - 1;
  }

  /** The value types of the locals handed out, in order. */
  get declarations(): number[] {
    return this.#slots.map(({ type }) => TYPES[type]);
  }
}
