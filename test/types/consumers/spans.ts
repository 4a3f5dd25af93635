import * as mlflow from 'spanbook';
import type { FlushResult, LiveSpan, Span, SpanStatus, Trace } from 'spanbook';
import { same } from './same';

/* Live spans. */

const span = mlflow.startSpan({
  name: 'fetch',
  spanType: 'my own type',
  inputs: { url: 'a' },
  startTimeNs: 1n
});
same<typeof span, LiveSpan>();
same<typeof span.startTime, bigint>();
same<typeof span.endTime, bigint | null>();
same<typeof span.parentId, string | null>();
same<typeof span.inputs, unknown>();
same<typeof span.status, SpanStatus>();
span.setStatus('ERROR', 'no answer');
span.setStatus(mlflow.SpanStatusCode.OK);
span.recordException(new Error('no answer'));
const child = mlflow.startSpan({ parent: span });
child.end();
span.end({ outputs: 1, status: 'OK', attributes: { status: 200 } });
// @ts-expect-error not one of the codes
span.setStatus('FINE');
// @ts-expect-error attributes are named
span.setAttribute(1, 'a');

same<typeof mlflow.SpanType.CHAT_MODEL, 'CHAT_MODEL'>();

/* The current trace. */

const active = mlflow.getCurrentActiveSpan();
same<typeof active, LiveSpan | null>();
const traceId = mlflow.getLastActiveTraceId();
same<typeof traceId, string | null>();
mlflow.updateCurrentTrace({
  tags: { stage: 'draft' },
  metadata: { build: '7' },
  sessionId: 's',
  user: 'u',
  state: 'ERROR'
});
// @ts-expect-error a tag is a text
mlflow.updateCurrentTrace({ tags: { stage: 1 } });
// @ts-expect-error a trace ends well or not
mlflow.updateCurrentTrace({ state: 'IN_PROGRESS' });

/* Configuration. */

mlflow.init();
mlflow.init({ trackingUri: 'http://localhost:5000', experimentName: 'e' });
mlflow.setTrackingUri('http://localhost:5000');
mlflow.setExperiment('e');
const { experimentId } = await mlflow.setExperiment({ experimentId: '1' });
same<typeof experimentId, string>();
mlflow.tracing.disable();
mlflow.tracing.enable();
mlflow.tracing.disableNotebookDisplay();
mlflow.tracing.enableNotebookDisplay();
const flushed = mlflow.flushTraces({ timeout: 1 });
same<typeof flushed, Promise<FlushResult>>();

/* Stored traces. */

const stored = await mlflow.getTrace('tr-1', { silent: true });
same<typeof stored, Trace | null>();
const found = await mlflow.searchTraces({
  filterString: "tags.stage = 'draft'",
  maxResults: 10
});
same<typeof found, Trace[]>();
for await (const each of mlflow.iterateTraces({ experimentNames: ['e'] })) {
  same<typeof each, Trace>();
}
const spans = stored?.searchSpans({ name: /fetch/, spanType: 'TOOL' });
same<typeof spans, Span[] | undefined>();
same<Span['startTimeNs'], bigint>();
const client = new mlflow.MlflowClient('http://localhost:5000');
const deleted = client.deleteTraces({ experimentId: '1', traceIds: ['tr-1'] });
same<typeof deleted, Promise<number>>();
// @ts-expect-error a whole filter is one text
void mlflow.searchTraces({ filterString: ['a'] });
