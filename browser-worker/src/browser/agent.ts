/** Engines by what their browsers call themselves, the more particular first: all of them name the others as well. */
const ENGINES = [
  /(Firefox)\/(\d+)/,
  /(Edg|OPR)\/(\d+)/,
  /(Chrome)\/(\d+)/,
  /(Version)\/(\d+)[\d.]* (?:Mobile\S* )?Safari/,
];

/** The browser and its major version: all that a coordinator is told of a contributor's machine. */
export function agentOf(userAgent: string): string {
  for (const engine of ENGINES) {
    const found = engine.exec(userAgent);
    if (found !== null) return `${found[1] === 'Version' ? 'Safari' : found[1]} ${found[2]}`;
  }
  return 'browser';
}
