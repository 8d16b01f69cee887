import { expect, it } from 'vitest';
import { isWebKit } from './webkit.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';

it.each([
  ['Safari on a Mac', `${MAC} Version/17.6 Safari/605.1.15`],
  ['Safari on an iPhone', `${IPHONE} Version/17.7 Mobile/15E148 Safari/604.1`],
  [
    'Safari on an older iPad',
    'Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1',
  ],
  ['Chrome on an iPhone', `${IPHONE} CriOS/130.0.6723.90 Mobile/15E148 Safari/604.1`],
  ['Chrome on an iPad that asks for the desktop page', `${MAC} CriOS/130 Version/11.1.1 Safari/605.1.15`],
  ['Firefox on an iPhone', `${IPHONE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15`],
  ['Edge on an iPhone', `${IPHONE} Version/17.0 EdgiOS/130.0.2849.80 Mobile/15E148 Safari/604.1`],
  ['Opera on an iPhone', `${IPHONE} Version/17.7 Mobile/15E148 Safari/604.1 OPT/5.2.0`],
  ['an app of an iPhone', `${IPHONE} Mobile/15E148`],
  [
    'MiniBrowser',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  ],
  [
    'Epiphany',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Safari/605.1.15 Epiphany/605.1.15',
  ],
])('%s is WebKit', (_, userAgent) => expect(isWebKit(userAgent)).toBe(true));

it.each([
  ['Chrome on Windows', `${WINDOWS} Chrome/130.0.0.0 Safari/537.36`],
  ['Edge on Windows', `${WINDOWS} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`],
  ['Opera on Windows', `${WINDOWS} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0`],
  ['Chrome on a Mac', `${MAC.replace('605.1.15', '537.36')} Chrome/130.0.0.0 Safari/537.36`],
  [
    'Chromium without a window',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
  ],
  [
    'Chrome on Android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  ],
  [
    "Samsung's browser",
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36',
  ],
  [
    'an app of Android',
    'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  ],
  ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'],
  ['Firefox on Android', 'Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0'],
])('%s is not WebKit', (_, userAgent) => expect(isWebKit(userAgent)).toBe(false));
