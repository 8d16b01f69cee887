import { accessSync, constants, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { countTests } from './steps/count.mjs';

const file = (status, ...tests) => ({ status, assertionResults: tests.map((status) => ({ status })) });
const report = (numPassedTests, numFailedTests, testResults) =>
  JSON.stringify({ numPassedTests, numFailedTests, testResults });

it.each([
  ['all passed', 0, report(2, 0, [file('passed', 'passed', 'passed')]), { passed: 2, failed: 0 }],
  ['a failed test', 1, report(1, 1, [file('failed', 'passed', 'failed')]), { passed: 1, failed: 1 }],
  ['a file that does not load', 1, report(1, 0, [file('failed'), file('passed')]), { passed: 1, failed: 1 }],
  ['an error outside of tests', 1, report(3, 0, [file('passed', 'passed')]), { passed: 3, failed: 1 }],
])('%s is counted', (_, code, text, counts) => {
  expect(countTests(code, text)).toEqual(counts);
});

it('continuous integration runs npm test and nothing else', () => {
  const path = new URL('../.ci/run', import.meta.url);
  accessSync(path, constants.X_OK);
  const commands = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /npm|node/.test(line));
  expect(commands).toEqual(['exec npm test']);
});
