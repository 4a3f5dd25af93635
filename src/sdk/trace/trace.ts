import { types } from 'node:util';
import { parseJson } from '../../bundle/json-text';
import { kindOf } from '../../bundle/read-json';
import type { TraceRecord } from '../../bundle/types';
import { makeDisplayable } from '../display/displayable';
import type { SpanType } from '../recording/span-type';
import type { Assessment } from './assessment';
import { readTrace, recordOfJson } from './read-trace';
import type { Span } from './span';
import { spanJson } from './span-json';
import { traceInfoJson, type TraceInfo } from './trace-info';
import {
  traceText,
  withoutBigints,
  type TraceJson,
  type TraceTextOptions
} from './trace-text';

/** The spans of a trace, in the order in which they are stored. */
export type TraceData = { readonly spans: readonly Span[] };

/** What a span must be to be found; every member that is given must fit. */
export type SpanQuery = {
  readonly spanType?: SpanType;
  /** The whole name, or an expression that matches anywhere in it. */
  readonly name?: string | RegExp;
  readonly spanId?: string;
};

/** What an assessment must be to be found; every member that is given must fit. */
export type AssessmentQuery = {
  readonly name?: string;
  readonly spanId?: string;
  /** True: also those that another feedback overrides. */
  readonly all?: boolean;
  readonly type?: 'feedback' | 'expectation';
};

/**
 * A trace as it was stored: its info and its finished spans.
 * @example
 * ```ts
 * const trace = await getTrace(traceId);
 * const copy = Trace.fromJSON(JSON.stringify(trace));
 * copy.info.traceId === traceId; // → true
 * ```
 */
export class Trace {
  readonly info: TraceInfo;
  readonly data: TraceData;

  constructor(info: TraceInfo, data: TraceData) {
    this.info = info;
    this.data = data;
  }

  /**
   * Reads what `toJSON`, `toJSONString` and Python's `Trace.to_json()` write, as text or parsed, and the form of
   * MLflow's REST API. Give text where you have it: `JSON.parse` rounds nanoseconds.
   * @throws TypeError when it is no trace, SyntaxError when the text is no JSON.
   */
  static fromJSON(json: unknown): Trace {
    const { info, spans } = readTrace(
      typeof json === 'string' ? parseJson(json) : json
    );
    return new Trace(info, { spans });
  }

  get traceId(): string {
    return this.info.traceId;
  }

  /**
   * The spans that fit, in stored order.
   * @throws TypeError when `name` is neither a string nor a RegExp.
   * @example
   * ```ts
   * const trace = await getTrace(traceId);
   * const answers = trace?.searchSpans({ name: /^ans/ }) ?? [];
   * answers.map(span => span.name); // → ['answer']
   * ```
   */
  searchSpans({ spanType, name, spanId }: SpanQuery = {}): Span[] {
    const fitsName = nameTest(name);
    return this.data.spans.filter(
      span =>
        (spanType === undefined || span.spanType === spanType) &&
        (spanId === undefined || span.spanId === spanId) &&
        fitsName(span.name)
    );
  }

  /** The assessments that fit and, unless `all` is set, are not overridden. */
  searchAssessments(query: AssessmentQuery = {}): Assessment[] {
    const { name, spanId, all = false, type } = query;
    return this.info.assessments.filter(
      assessment =>
        (name === undefined || assessment.name === name) &&
        (spanId === undefined || assessment.spanId === spanId) &&
        (all || assessment.type !== 'feedback' || assessment.valid) &&
        (type === undefined || assessment.type === type)
    );
  }

  /**
   * What `JSON.stringify(trace)` writes: the object of Python's `Trace.to_dict()`, which `Trace.from_json` reads. The
   * times in nanoseconds are strings of digits, as in protobuf's JSON form: numbers would lose their last digits.
   */
  toJSON(): TraceJson {
    return withoutBigints(this._json());
  }

  /** The text that Python's `Trace.to_json()` writes, nanoseconds as numbers with all their digits. */
  toJSONString(options?: TraceTextOptions): string {
    return traceText(this._json(), options);
  }

  /** The trace as the notebook display takes it; without `spans` when it has none, as from a search without them. */
  toRecord(): TraceRecord {
    const { info, spans } = recordOfJson(this._json());
    return spans === undefined || spans.count === 0
      ? { info }
      : { info, spans };
  }

  toString(): string {
    return `Trace(traceId=${this.traceId})`;
  }

  private _json(): TraceJson {
    return {
      info: traceInfoJson(this.info),
      data: { spans: this.data.spans.map(span => spanJson(span.toData())) }
    };
  }
}

makeDisplayable(Trace.prototype);

function nameTest(name: unknown): (text: string) => boolean {
  if (name === undefined) {
    return () => true;
  }
  if (typeof name === 'string') {
    return text => text === name;
  }
  // Not instanceof: a notebook's expressions may come from another realm.
  if (types.isRegExp(name)) {
    return text => text.search(name) >= 0;
  }
  throw new TypeError(
    `searchSpans: expected name to be a string or a RegExp, found a value of type ${kindOf(name)}`
  );
}
