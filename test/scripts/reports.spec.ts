import { describe, expect, it } from '@jest/globals';

import {
  judged,
  oneCheck,
  readJestReport,
  readJUnitReport,
  sumOf
} from '../../scripts/lib/reports.mjs';

const jestReport = (...testResults: unknown[]) =>
  JSON.stringify({ testResults });
const fine = { passed: 2, failed: 0, skipped: 0, failures: [] };

describe("jest's report", () => {
  it('gives each test by file and full name', () => {
    const report = jestReport({
      name: 'a.spec.ts',
      status: 'failed',
      assertionResults: [
        { status: 'passed', fullName: 'a works' },
        { status: 'failed', fullName: 'b works' },
        { status: 'pending', fullName: 'c works' },
        { status: 'todo', fullName: 'd works' }
      ]
    });
    expect(readJestReport(report)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      failures: ['a.spec.ts: b works']
    });
  });

  it('counts a spec file that could not be loaded', () => {
    const report = jestReport({
      name: 'a.spec.ts',
      status: 'failed',
      assertionResults: []
    });
    expect(readJestReport(report)).toMatchObject({
      failed: 1,
      failures: ['a.spec.ts: could not be loaded']
    });
  });
});

describe("pytest's report", () => {
  it('gives passed, failed, broken and skipped tests', () => {
    const xml = `<testsuites><testsuite tests="4">
      <testcase classname="test.a" name="test_one" time="0.1" />
      <testcase classname="test.a" name="test_two[&quot;x&quot; &lt; 1]"><failure message="m">text</failure></testcase>
      <testcase classname="test.a" name="test_three"><error message="no fixture">text</error></testcase>
      <testcase classname="test.a" name="test_four"><skipped message="m"/></testcase>
    </testsuite></testsuites>`;
    expect(readJUnitReport(xml)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      failures: ['test.a: test_two["x" < 1]', 'test.a: test_three']
    });
  });

  it('counts a test that passes and then fails in its tear-down once', () => {
    const xml = `<testcase classname="a" name="one"></testcase>
      <testcase classname="a" name="one"><error message="m"></error></testcase>`;
    expect(readJUnitReport(xml)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('is not misled by a test name that looks like an element', () => {
    const xml = `<testcase classname="a" name="&lt;failure&gt;"></testcase>`;
    expect(readJUnitReport(xml)).toMatchObject({ passed: 1, failed: 0 });
  });
});

describe('a runner', () => {
  it('is worth what its report says', () => {
    expect(judged(undefined, fine)).toBe(fine);
  });

  it.each<[string, string | undefined, typeof fine | undefined, string]>([
    ['leaves no report', undefined, undefined, 'it left no report'],
    ['crashes', 'exit code 139', undefined, 'exit code 139'],
    ['runs no test', undefined, { ...fine, passed: 0 }, 'it ran no test'],
    ['fails beside its tests', 'exit code 1', fine, 'exit code 1']
  ])('that %s is itself a failure', (_what, failure, tally, why) => {
    expect(judged(failure, tally)).toMatchObject({
      failed: 1,
      failures: [`the runner itself: ${why}`]
    });
  });

  it('keeps the tests that did pass when it fails beside them', () => {
    expect(judged('exit code 1', fine)).toMatchObject({ passed: 2, failed: 1 });
  });

  it('with failed tests is not counted once more for its exit code', () => {
    const tally = { ...fine, failed: 1, failures: ['a'] };
    expect(judged('exit code 1', tally)).toBe(tally);
  });
});

describe('the sum', () => {
  it('is over all runners, a check without tests counting as one', () => {
    const tallies = [fine, oneCheck(undefined), oneCheck('exit code 2')];
    expect(sumOf(tallies)).toEqual({ passed: 3, failed: 1 });
  });
});
