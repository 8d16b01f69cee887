/**
 * Whether a browser runs on WebKit, by what it calls itself. WebKit cannot end a worker that loops inside WebAssembly, so
 * doubtful ones count as WebKit: a hooked build is right everywhere. All browsers of iPhones and iPads are taken for it.
 */
export function isWebKit(userAgent: string): boolean {
  if (!userAgent.includes('AppleWebKit/')) return false;
  // Blink is WebKit's descendant and still says so, but always adds its own name.
  return !/(?:Chrome|Chromium)\/\d/.test(userAgent) || /\b(?:iPhone|iPad|iPod)\b/.test(userAgent);
}
