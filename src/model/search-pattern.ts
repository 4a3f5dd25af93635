import { searchRisk } from './search-risk';

/** What a reader looks for, ready to be looked for. */
export type SearchPattern = {
  readonly query: string;
  /** Without the flags `g` and `y`: it keeps no position. */
  readonly expression: RegExp;
  readonly isPlain: boolean;
  /** Longer texts are searched in windows of that many UTF-16 units, which bounds the time of one look. */
  readonly window: number;
};

/** Why a query cannot be looked for. */
export type SearchProblem =
  /** The regular expression is none; `message` is the engine's. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** It could run for minutes on some texts. */
  | { readonly kind: 'too-slow' };

/** Nobody types more; beyond it a regular expression could take the engine long to compile. */
const MAX_EXPRESSION = 1000;

/** Large enough that few texts need a second window, small enough for a fraction of a millisecond. */
const PLAIN_WINDOW = 262_144;

/**
 * Reads a query: `/source/flags` is a regular expression, anything else is text in either case of its letters. A path
 * such as `/v1/chat` is text too, as its end is no flags.
 */
export function searchPattern(query: string): SearchPattern | SearchProblem {
  const [, source, flags] = /^\/(.+)\/([dgimsuvy]*)$/s.exec(query) ?? [];
  if (source === undefined || flags === undefined) {
    const literal = query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    const expression = new RegExp(literal, 'i');
    return { query, expression, isPlain: true, window: PLAIN_WINDOW };
  }
  return expressionPattern(query, source, flags.replace(/[dgy]/g, ''));
}

/** Whether all that `next` can find is among what `before` found: it is the same text, carried on. */
export function isNarrower(
  next: SearchPattern,
  before: SearchPattern
): boolean {
  return (
    next.isPlain &&
    before.isPlain &&
    next.query.toLowerCase().includes(before.query.toLowerCase())
  );
}

function expressionPattern(
  query: string,
  source: string,
  flags: string
): SearchPattern | SearchProblem {
  if (source.length > MAX_EXPRESSION || flags.includes('v')) {
    return { kind: 'too-slow' };
  }
  try {
    const expression = new RegExp(source, flags);
    expression.test(''); // one that is too large fails here, not when it is made
    const risk = searchRisk(source, flags);
    return risk.kind === 'exponential'
      ? { kind: 'too-slow' }
      : { query, expression, isPlain: false, window: risk.window };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'invalid', message };
  }
}
