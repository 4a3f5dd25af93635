import { isList, isObject, type Unknown } from '../../bundle/read-json';
import { asciiOnly, pythonTextOf } from './python-json';

/** The object of Python's `Trace.to_dict()`. */
export type TraceJson = {
  readonly info: Unknown;
  readonly data: { readonly spans: readonly Unknown[] };
};

/** How `Trace.toJSONString` writes. */
export type TraceTextOptions = {
  /** Over several lines, indented by two spaces. */
  readonly pretty?: boolean;
};

/** The JSON text; bigints become numbers with all their digits. */
export function traceText(
  json: TraceJson,
  { pretty = false }: TraceTextOptions = {}
): string {
  return asciiOnly(pretty ? prettyText(json, '') : pythonTextOf(json));
}

/** The same object with the digits of each bigint as a string, so that `JSON.stringify` takes it. */
export function withoutBigints(json: TraceJson): TraceJson {
  return {
    info: json.info,
    data: { spans: json.data.spans.map(span => mapMembers(span, digits)) }
  };
}

function digits(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return value.toString();
  }
  if (isList(value)) {
    return value.map(digits);
  }
  return isObject(value) ? mapMembers(value, digits) : value;
}

function mapMembers(
  value: Unknown,
  map: (member: unknown) => unknown
): Unknown {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, map(member)])
  );
}

/** `json.dumps(…, indent=2)`: empty lists and objects on one line. */
function prettyText(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (isList(value) && value.length > 0) {
    return `[\n${value.map(item => inner + prettyText(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    const members = Object.entries(value).map(
      ([key, member]) =>
        `${inner}${pythonTextOf(key)}: ${prettyText(member, inner)}`
    );
    return `{\n${members.join(',\n')}\n${indent}}`;
  }
  return pythonTextOf(value);
}
