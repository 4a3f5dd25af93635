import type { AttributeForm } from './parse-attributes';
import { parseInfo } from './parse-info';
import { parseSpan, type ParsedSpan } from './parse-span';
import { kindOf, isObject, MemberReader, type Unknown } from './read-json';
import { traceOfSpans } from './trace-of-spans';
import type { Problems } from './problems';
import type { TraceRecord } from './types';

/**
 * A trace of MLflow 3: `{info, data: {spans}}` of `Trace.to_json()`, `{trace_info, spans}` of the REST API,
 * `{spans}` of an artifact, or the info alone as a search gives it; `undefined` when it is none of them.
 */
export function parseMlflowTrace(
  value: Unknown,
  path: string,
  problems: Problems
): TraceRecord | undefined {
  const reader = new MemberReader(value, path, problems);
  const { info, path: infoPath } = infoOf(reader);
  const data = isObject(value['data'])
    ? new MemberReader(value['data'], `${path}.data`, problems)
    : reader;
  const spans = Array.isArray(data.members['spans'])
    ? data.list('spans')
    : undefined;
  const given =
    info === undefined
      ? undefined
      : parseInfo(new MemberReader(info, infoPath, problems));
  if (spans === undefined) {
    return given === undefined ? undefined : { info: given };
  }
  const parsed = parseSpans(spans, `${data.path}.spans`, problems);
  return given === undefined && parsed.length === 0
    ? undefined
    : traceOfSpans(parsed, given ?? {});
}

/** The info of a trace, which stands under one of two names or is the object itself. */
function infoOf({ members, path }: MemberReader): {
  info: Unknown | undefined;
  path: string;
} {
  for (const key of ['trace_info', 'info']) {
    const info = members[key];
    if (isObject(info)) {
      return { info, path: `${path}.${key}` };
    }
  }
  const isInfo = 'trace_id' in members || 'request_id' in members;
  return { info: isInfo ? members : undefined, path };
}

/** The spans of one request of OTLP JSON, whatever resource and scope they stand in. */
export function parseOtlp(
  value: Unknown,
  path: string,
  problems: Problems
): readonly ParsedSpan[] {
  return membersOf(value, path, ['resourceSpans', 'resource_spans'])
    .flatMap(part =>
      membersOf(part.value, part.path, ['scopeSpans', 'scope_spans'])
    )
    .flatMap(part => membersOf(part.value, part.path, ['spans']))
    .flatMap(part => parseOne(part.value, part.path, problems, 'otlp'));
}

/**
 * The traces of spans of OTLP JSON, in order of their first span: a request may hold parts of several traces, and one
 * trace may be spread over requests.
 */
export function tracesOfOtlp(
  spans: readonly ParsedSpan[]
): readonly TraceRecord[] {
  const traces = new Map<string, ParsedSpan[]>();
  for (const span of spans) {
    const others = traces.get(span.traceId);
    if (others === undefined) {
      traces.set(span.traceId, [span]);
    } else {
      others.push(span);
    }
  }
  return [...traces.values()].map(group => traceOfSpans(group, {}));
}

type Part = { readonly value: unknown; readonly path: string };

/** The entries of the list that stands under the first of the keys that is there. */
function membersOf(
  value: unknown,
  path: string,
  keys: readonly string[]
): readonly Part[] {
  const key = keys.find(name => isObject(value) && Array.isArray(value[name]));
  const list = key !== undefined && isObject(value) ? value[key] : undefined;
  return Array.isArray(list)
    ? list.map((entry: unknown, index) => ({
        value: entry,
        path: `${path}.${key}[${index}]`
      }))
    : [];
}

function parseSpans(
  spans: readonly unknown[],
  path: string,
  problems: Problems
): readonly ParsedSpan[] {
  return spans.flatMap((span, index) =>
    parseOne(span, `${path}[${index}]`, problems, 'decoded')
  );
}

/** The span, or none when it is no object: one bad span never loses a trace. */
function parseOne(
  span: unknown,
  path: string,
  problems: Problems,
  form: AttributeForm
): readonly ParsedSpan[] {
  if (!isObject(span)) {
    problems.add(path, 'type', 'no-span', kindOf(span));
    return [];
  }
  // Camel case is protobuf's own JSON form, which no server has decoded.
  return [
    parseSpan(
      new MemberReader(span, path, problems),
      'spanId' in span ? 'otlp' : form
    )
  ];
}
