const { pathToFileURL } = require('node:url');

const SOURCE = Array.from(
  { length: 300 },
  (_, i) => `.a${i} { color: rgb(${i % 256}, 10, 20); & .b { margin: 1px 1px 1px ${i}px } }
@media (width >= ${i}px) { .c${i} { background: url("x.png"), linear-gradient(#ff0000, blue) } }`,
).join('\n');

exports.open = async (folder) => {
  const { default: init, transform } = await import(
    pathToFileURL(`${folder}/node_modules/lightningcss-wasm/wasm-node.mjs`)
  );
  await init();
  const code = new TextEncoder().encode(SOURCE);
  const targets = { chrome: 80 << 16 };
  return async () =>
    new TextDecoder().decode(transform({ filename: 'a.css', code, minify: true, targets }).code);
};
