import { jsonTextOf } from '../values/json-text';
import { withoutConcealed } from './concealed';
import { userFrames } from './user-frames';

/** What is recorded of anything that was thrown, in OpenTelemetry's terms. */
export type ExceptionFacts = {
  readonly type: string;
  readonly message: string;
  /** The user's frames of the stack, and of the stacks of its causes; empty when something else than an Error was thrown. */
  readonly stacktrace: string;
};

/** Causes followed; a chain may be circular. */
const MAX_CAUSES = 8;

/** Never throws, whatever was thrown: also strings, and objects whose getters throw. */
export function exceptionFactsOf(thrown: unknown): ExceptionFacts {
  return {
    type: typeOf(thrown),
    message: withoutConcealed(messageOf(thrown)),
    stacktrace: withoutConcealed(stacktraceOf(thrown))
  };
}

/**
 * The status text of an exception: `"Type: message"`, as Python writes it.
 */
export function statusTextOf({ type, message }: ExceptionFacts): string {
  return message === '' ? type : `${type}: ${message}`;
}

/** The name that the error gives itself; its class when it only inherits the name "Error". */
function typeOf(thrown: unknown): string {
  if (thrown === null) {
    return 'null';
  }
  if (typeof thrown !== 'object') {
    return typeof thrown;
  }
  const name = textAt(thrown, 'name');
  return name !== undefined && name !== '' && name !== 'Error'
    ? name
    : (classNameOf(thrown) ?? 'Error');
}

function messageOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null) {
    return textAt(thrown, 'message') ?? jsonTextOf(thrown);
  }
  return String(thrown);
}

function stacktraceOf(thrown: unknown): string {
  const stacks: string[] = [];
  let current = thrown;
  while (
    typeof current === 'object' &&
    current !== null &&
    stacks.length < MAX_CAUSES
  ) {
    const given = textAt(current, 'stack');
    if (given === undefined) {
      break;
    }
    const stack = userFrames(given);
    stacks.push(stacks.length === 0 ? stack : `Caused by: ${stack}`);
    current = read(current, 'cause');
  }
  return stacks.join('\n');
}

function classNameOf(value: object): string | undefined {
  const constructor = read(value, 'constructor');
  return typeof constructor === 'function' && constructor.name !== ''
    ? constructor.name
    : undefined;
}

function textAt(value: object, key: string): string | undefined {
  const text = read(value, key);
  return typeof text === 'string' ? text : undefined;
}

function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}
