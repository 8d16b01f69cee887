/**
 * How much stack a call takes, at least as much as in any engine: V8's baseline compiler gives each local and operand 8
 * bytes, or 16 for a vector, and passes arguments on the stack besides; JavaScriptCore's interpreter gives each 16.
 * Optimising compilers need less. Whether it is enough is tested (depth.test.ts), not computed.
 */
import type { FunctionType, ModuleMap } from '../binary/module.ts';
import { OperandWalk } from './operands.ts';

/** Return address, saved registers, the instance, alignment. */
const FRAME_BYTES = 96;
const SLOT_BYTES = 16;
/** What rewriting may add to a function: locals of its own, and some for each loop. */
const ADDED_SLOTS = 6;
const ADDED_SLOTS_PER_LOOP = 2;

/** By function index, the stack in bytes that a call of it takes at most once it is rewritten; of an imported one 0. */
export function framesOf(module: ModuleMap): number[] {
  const imported = module.functions.length - module.bodies.length;
  return module.functions.map((_, index) => {
    if (index < imported) return 0;
    const { slots, loopCount } = new HeightWalk(module, index);
    return FRAME_BYTES + SLOT_BYTES * (slots + ADDED_SLOTS + ADDED_SLOTS_PER_LOOP * loopCount);
  });
}

class HeightWalk extends OperandWalk {
  constructor(module: ModuleMap, index: number) {
    super(module, index);
    this.run();
  }

  get slots(): number {
    return this.locals.length + this.highest;
  }

  protected override joined(): number {
    return 0;
  }

  protected override join(): void {}

  protected override called(type: FunctionType): readonly number[] {
    return type.results;
  }

  protected override apply(): number {
    return 0;
  }
}
