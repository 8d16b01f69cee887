/**
 * How many tests passed and failed, from vitest's exit code and its JSON report. A file that does not even load has
 * no failed test, and an unhandled error none either: each counts as one.
 */
export function countTests(code, report) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(report);
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = numFailedTests + broken;
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}
