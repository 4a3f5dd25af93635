import { invalidParameter } from '../client/mlflow-exception';
import { messageOf, warn } from '../diag';
import { isTracingOn } from '../recording/ambient';
import { AttributeKey, TraceKey } from '../recording/attribute-keys';
import type { LiveSpan } from '../recording/live-span';
import {
  isRecordingSpan,
  type RecordingSpan
} from '../recording/recording-span';
import { beginSpan } from '../recording/start-span';
import type { TraceDetails } from '../recording/trace-details';
import type { Span } from '../trace/span';
import { Trace } from '../trace/trace';
import type { TraceInfo } from '../trace/trace-info';
import { getCurrentActiveSpan } from './current-trace';

/**
 * Adds the spans of a finished trace, mostly one that a remote service answered, to the trace that runs here: under
 * `target`, else under the active span, else under a new root span `Remote Trace <name>`. The spans get new ids. Tags and
 * metadata are added too; where both traces have a key, the local trace's value stays.
 *
 * @param trace a `Trace`, or its JSON form.
 * @throws MlflowException when it is no trace, has not ended, or has a span before its parent; then nothing is added.
 * @example
 * const { trace: remote } = JSON.parse(await (await fetch(url)).text());
 * withSpan(() => addTrace(remote));
 */
export function addTrace(trace: unknown, target?: LiveSpan): void {
  if (!isTracingOn()) {
    return;
  }
  const added = checkedTrace(trace);
  const parent = target ?? getCurrentActiveSpan();
  if (parent === null) {
    addUnderNewRoot(added);
  } else if (isRecordingSpan(parent)) {
    addUnder(parent, added);
  }
}

function addUnder(parent: RecordingSpan, trace: Trace): void {
  if (parent.recorder.isEnded) {
    warn(
      'addTrace target',
      `addTrace: the trace ${parent.traceId} has ended, nothing is added`
    );
    return;
  }
  const copies = new Map<string, LiveSpan>();
  for (const span of trace.data.spans) {
    const copy = copyOf(
      span,
      (span.parentId !== null && copies.get(span.parentId)) || parent
    );
    copies.set(span.spanId, copy);
  }
  mergeInfo(parent.recorder.details, trace.info);
}

function addUnderNewRoot(trace: Trace): void {
  const [root] = trace.data.spans;
  if (root === undefined) {
    return;
  }
  const { span } = beginSpan(
    {
      name: `Remote Trace <${root.name}>`,
      // One nanosecond earlier, so that it comes first when spans are sorted by their starts.
      startTimeNs: root.startTimeNs - 1n
    },
    copy => {
      copyAttributes(root, copy);
    }
  );
  if (isRecordingSpan(span)) {
    addUnder(span, trace);
    span.end({
      status: trace.info.state === 'ERROR' ? 'ERROR' : 'OK',
      ...(root.endTimeNs !== null && { endTimeNs: root.endTimeNs })
    });
  }
}

function copyOf(span: Span, parent: LiveSpan): LiveSpan {
  const { span: copy } = beginSpan(
    { name: span.name, startTimeNs: span.startTimeNs, parent },
    recording => {
      copyAttributes(span, recording);
      span.events.forEach(event => {
        recording.addEvent(event);
      });
      recording.setStatus(span.status);
    }
  );
  copy.end(span.endTimeNs === null ? {} : { endTimeNs: span.endTimeNs });
  return copy;
}

/** Values are copied as their texts: reading and writing them again could change long numbers. */
function copyAttributes(span: Span, copy: RecordingSpan): void {
  for (const [key, stored] of span.toData().attributes) {
    if (key === AttributeKey.traceId) {
      continue;
    }
    if (isJson(stored)) {
      copy.setText(key, stored);
    } else {
      copy.setAttribute(key, stored);
    }
  }
}

function isJson(stored: unknown): stored is string {
  try {
    return typeof stored === 'string' && JSON.parse(stored) !== undefined;
  } catch {
    return false;
  }
}

/** The metadata under MLflow's own keys that says something of the call; the rest is found out again, or is of there. */
const KEPT_METADATA: ReadonlySet<string> = new Set([
  TraceKey.session,
  TraceKey.user,
  TraceKey.model,
  TraceKey.run
]);

function mergeInfo(
  { tags, metadata }: TraceDetails,
  { tags: addedTags, traceMetadata }: TraceInfo
): void {
  addMissing(tags, addedTags, key => !isOfMlflow(key));
  addMissing(
    metadata,
    traceMetadata,
    key => !isOfMlflow(key) || KEPT_METADATA.has(key)
  );
}

function addMissing(
  texts: Map<string, string>,
  added: Readonly<Record<string, string>>,
  isKept: (key: string) => boolean
): void {
  for (const [key, text] of Object.entries(added)) {
    if (isKept(key) && !texts.has(key)) {
      texts.set(key, text);
    }
  }
}

function isOfMlflow(key: string): boolean {
  return key.startsWith('mlflow.');
}

function checkedTrace(value: unknown): Trace {
  const trace = readTrace(value);
  const { state } = trace.info;
  if (state !== 'OK' && state !== 'ERROR') {
    throw invalidParameter(
      `addTrace: the trace must have ended, its state is ${state}`
    );
  }
  const known = new Set<string>();
  for (const { spanId, parentId, name } of trace.data.spans) {
    if (parentId !== null && !known.has(parentId)) {
      throw invalidParameter(
        `addTrace: the span "${name}" stands before its parent ${parentId}`
      );
    }
    known.add(spanId);
  }
  return trace;
}

function readTrace(value: unknown): Trace {
  if (value instanceof Trace) {
    return value;
  }
  try {
    return Trace.fromJSON(value);
  } catch (error) {
    throw invalidParameter(
      `addTrace: expected a trace or its JSON form; ${messageOf(error)}`
    );
  }
}
