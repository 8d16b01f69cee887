/**
 * Uses one package through its own loader, unmodified: `use.cjs FOLDER PACKAGE SECONDS`. Prints what came out, as a hash,
 * how long a use took, and the fuel that its module counted, if it counts any.
 */
const { createHash } = require('node:crypto');

/** Modules that count; the loader does not know of it, so instances are looked at as they are made. */
const counting = [];
const watch = (instance) => {
  const { __fuel } = instance.exports;
  if (__fuel) counting.push(__fuel);
  return instance;
};
const { Instance, instantiate } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, { construct: (of, given) => watch(Reflect.construct(of, given)) });
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  watch(made.instance ?? made);
  return made;
};

const left = () => counting.reduce((sum, fuel) => sum + fuel.value, 0n);

(async () => {
  const [folder, name, seconds] = process.argv.slice(2);
  const use = await require(`./${name}.cjs`).open(folder);
  const output = createHash('sha256')
    .update(await use())
    .digest('hex');
  const times = [];
  const until = performance.now() + Number(seconds) * 1000;
  const before = left();
  do {
    const start = performance.now();
    await use();
    times.push(performance.now() - start);
  } while (performance.now() < until);
  const fuel = counting.length === 0 ? null : String((before - left()) / BigInt(times.length));
  console.log(JSON.stringify({ output, milliseconds: Math.min(...times), fuel }));
  process.exit(0);
})();
