const TYPES = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ScratchType = keyof typeof TYPES;

/** Hands out one extra local of each type to a function, after its own. */
export class Scratch {
  readonly #first: number;
  readonly #types: ScratchType[] = [];

  constructor(ownLocals: number) {
    this.#first = ownLocals;
  }

  local(type: ScratchType): number {
    const known = this.#types.indexOf(type);
    return this.#first + (known >= 0 ? known : this.#types.push(type) - 1);
  }

  /** The value types of the locals handed out, in order. */
  get declarations(): number[] {
    return this.#types.map((type) => TYPES[type]);
  }
}
