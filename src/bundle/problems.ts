import type { BundleError, Finding } from './types';

/** Collects what is wrong with a bundle while it is read; reading goes on. */
export type Problems = {
  readonly found: BundleError[];
  add(
    path: string,
    code: BundleError['code'],
    finding: Finding,
    ...values: readonly (string | number)[]
  ): void;
};

/** More problems than this are counted, not listed: a hostile bundle must not fill the memory. */
const MAX_LISTED = 100;

export function noProblems(): Problems {
  const found: BundleError[] = [];
  return {
    found,
    add: (path, code, finding, ...values) => {
      if (found.length < MAX_LISTED) {
        found.push({ path, code, finding, values });
      }
    }
  };
}
