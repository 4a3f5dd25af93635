import type { BundleError } from './types';

/** Collects what is wrong with a bundle while it is read; reading goes on. */
export type Problems = {
  readonly found: BundleError[];
  add(path: string, code: BundleError['code'], message: string): void;
};

/** More problems than this are counted, not listed: a hostile bundle must not fill the memory. */
const MAX_LISTED = 100;

export function noProblems(): Problems {
  const found: BundleError[] = [];
  return {
    found,
    add: (path, code, message) => {
      if (found.length < MAX_LISTED) {
        found.push({ path, code, message });
      }
    }
  };
}
