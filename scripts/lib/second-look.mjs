/** @typedef {import('./reports.mjs').Tally} Tally */

/** More failures than this have a cause in common, which a second look would only tell later. */
const FEW = 5;

/**
 * Whether the failed tests are run once more, without the others beside them: a run has thousands of tests with real
 * kernels, servers and browsers, on machines that do other things too.
 *
 * @param {Tally} tally
 */
export const deservesSecondLook = ({ failed, isBroken = false }) =>
  failed > 0 && failed <= FEW && !isBroken;

/**
 * What both looks say together. A test that fails twice has failed; one that failed in one of them counts as passed and
 * is named as unsteady, which a reader of the run is to mend. A second look that ran nothing changes nothing.
 *
 * @param {Tally} first of all tests
 * @param {Tally} second of those that had failed
 * @returns {Tally}
 */
export function afterSecondLook(first, second) {
  if (second.isBroken) return first;
  const failures = first.failures.filter(name =>
    second.failures.includes(name)
  );
  const unsteady = [...first.failures, ...second.failures].filter(
    name => !failures.includes(name)
  );
  const failed = failures.length;
  return {
    ...first,
    ...{ passed: first.passed + first.failed - failed, failed },
    ...{ failures, unsteady }
  };
}
