import binaryen from 'binaryen';

/**
 * Up to this size, in Binaryen's measure, a function is copied to where it is called. AssemblyScript stops at 12 and so
 * calls a function for every element of a typed array. A browser may make up for that by what it saw when it compiled,
 * Node does not; and a loop with calls can hardly be optimised, nor counted ahead.
 */
export const INLINED_SIZE = 40;

const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt, SIMD128 } = binaryen.Features;
/** What the compiler's output may use, and so what may be made of it. */
const FEATURES = MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt | SIMD128;

/** The module with its small functions inlined, accessors of arrays above all; the same for the same module. */
export function inlineSmall(wasm: Uint8Array): Uint8Array {
  const module = binaryen.readBinary(wasm);
  try {
    module.setFeatures(FEATURES);
    binaryen.setOptimizeLevel(3);
    binaryen.setShrinkLevel(0);
    binaryen.setAlwaysInlineMaxSize(INLINED_SIZE);
    module.optimize();
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}
