import fs from 'node:fs';

/**
 * What a runner did. `failures` names each failed test; `skipped` tests count as neither passed nor failed; `unsteady`
 * ones, by name, failed once and passed once. One that `isBroken` is a failure beside those of its tests.
 *
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures
 * @property {string[]} [unsteady]
 * @property {boolean} [isBroken]
 */

/**
 * The report that `jest --json` writes. A spec file that could not even be loaded is one failure.
 *
 * @param {string} text
 * @returns {Tally}
 */
export function readJestReport(text) {
  const report = JSON.parse(text);
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const file of report.testResults) {
    const broken =
      file.status === 'failed' && file.assertionResults.length === 0;
    if (broken) addFailure(tally, `${file.name}: could not be loaded`);
    for (const test of file.assertionResults) {
      if (test.status === 'passed') tally.passed++;
      else if (test.status === 'failed')
        addFailure(tally, `${file.name}: ${test.fullName}`);
      else tally.skipped++;
    }
  }
  return tally;
}

/**
 * The JUnit report that `pytest --junitxml` writes. An error outside of a test, in a fixture or at import, is a
 * `testcase` of its own there.
 *
 * @param {string} xml
 * @returns {Tally}
 */
export function readJUnitReport(xml) {
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: 0, failures: [] };
  /** @type {Map<string, Outcome>} */
  const cases = new Map();
  for (const [, head = '', body = ''] of xml.matchAll(TEST_CASE)) {
    const name = [attribute(head, 'classname'), attribute(head, 'name')]
      .filter(Boolean)
      .join(': ');
    // A test that fails and whose fixture then fails too stands there twice; it is one test.
    if (cases.get(name) !== 'failed') cases.set(name, outcomeOf(body));
  }
  for (const [name, outcome] of cases) {
    if (outcome === 'failed') addFailure(tally, name);
    else tally[outcome]++;
  }
  return tally;
}
const TEST_CASE = /<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g;

/** @typedef {'passed' | 'failed' | 'skipped'} Outcome */

/** @param {string} body @returns {Outcome} */
function outcomeOf(body) {
  if (/<(failure|error)\b/.test(body)) return 'failed';
  return /<skipped\b/.test(body) ? 'skipped' : 'passed';
}

/** @param {string} head @param {string} name */
function attribute(head, name) {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(head)?.[1] ?? '';
  return value.replace(
    /&(\w+|#\w+);/g,
    whole => ENTITIES[whole] ?? ' ' // a line break, as a number
  );
}

/** @type {Readonly<Record<string, string>>} */
const ENTITIES = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'"
};

/** @param {Tally} tally @param {string} name */
function addFailure(tally, name) {
  tally.failed++;
  tally.failures.push(name);
}

/**
 * What one runner is worth in the sum. A runner that ran nothing, left no report, or failed for a reason that its
 * report does not show, is itself one failure: silence never passes.
 *
 * @param {string | undefined} failure why its process failed, if it did
 * @param {Tally | undefined} tally undefined without a readable report
 * @returns {Tally}
 */
export function judged(failure, tally) {
  if (tally === undefined) return broken(failure ?? 'it left no report');
  if (tally.passed + tally.failed === 0)
    return broken(failure ?? 'it ran no test', tally);
  if (failure !== undefined && tally.failed === 0)
    return broken(failure, tally);
  return tally;
}

/** @param {string} why @param {Tally} [tally] @returns {Tally} */
const broken = (why, tally) => ({
  passed: tally?.passed ?? 0,
  failed: 1,
  skipped: tally?.skipped ?? 0,
  failures: [`the runner itself: ${why}`],
  isBroken: true
});

/**
 * A check without tests of its own, such as a linter, counts as one.
 *
 * @param {string | undefined} failure
 * @returns {Tally}
 */
export const oneCheck = failure =>
  failure === undefined
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : { passed: 0, failed: 1, skipped: 0, failures: [failure] };

/**
 * @param {string} file
 * @param {(text: string) => Tally} read
 * @returns {Tally | undefined} undefined when there is no such report, or half of one
 */
export function readReport(file, read) {
  try {
    return read(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {readonly Tally[]} tallies @returns {{ passed: number, failed: number }} */
export const sumOf = tallies => ({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.reduce((sum, { failed }) => sum + failed, 0)
});
