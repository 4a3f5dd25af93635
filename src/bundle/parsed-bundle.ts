import type { ParseResult } from './types';

/** A bundle that was parsed elsewhere, as in a worker, where text of any size holds up nobody. */
export class ParsedBundle {
  constructor(readonly result: ParseResult) {}
}
