import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collectWarnings } from '../../__tests__/diagnostics';
import { drawn, tracesOf } from '../../__tests__/recorded-traces';
import { addTraceObserver } from '../../recording/observers';
import { repairTraces } from '../../recording/repair';
import type { SpanProcessor } from '../../recording/span-processors';
import { TraceRouter } from '../../export/trace-router';
import type { RecordingSpan } from '../../recording/recording-span';
import { shared } from '../../state';
import { startSpan } from '../start-span';
import { trace } from '../trace';
import { tracing } from '../tracing';
import { withSpan } from '../with-span';

let warnings: ReturnType<typeof collectWarnings>;

const hidePassword: SpanProcessor = span => {
  span.setInputs({ ...Object(span.inputs), password: '***' });
};

function logIn(): void {
  withSpan(span => span.setInputs({ user: 'ada', password: 'secret-1' }), {
    name: 'log in'
  });
}

beforeEach(() => {
  warnings = collectWarnings();
});

afterEach(() => {
  tracing.reset();
  warnings.stop();
});

describe('span processors', () => {
  it('change what is recorded of a span before it ends, in order', async () => {
    tracing.configure({
      spanProcessors: [
        hidePassword,
        span => span.setOutputs(`checked ${JSON.stringify(span.inputs)}`),
        span => span.setAttribute('reviewed', span.endTime)
      ]
    });
    const [record] = await tracesOf(logIn);
    expect(drawn(record!)).toBe(
      'log in {"user":"ada","password":"***"} → "checked {\\"user\\":\\"ada\\",\\"password\\":\\"***\\"}"'
    );
    expect(record?.spans?.attributes.get(0)).toContain('"reviewed":null');
  });

  it('reach the previews and the metadata of the trace', async () => {
    tracing.configure({ spanProcessors: [hidePassword] });
    const [record] = await tracesOf(logIn);
    expect(
      JSON.stringify([...Object.values(record!.info.metadata)])
    ).not.toContain('secret-1');
    expect(record?.info.requestPreview).toContain('***');
  });

  it('come before anything of a span is shown, also while it runs', async () => {
    tracing.configure({ spanProcessors: [hidePassword] });
    const seen: string[] = [];
    const look = (record: { snapshot(): unknown }): void => {
      seen.push(
        JSON.stringify(record.snapshot(), (_, value) =>
          typeof value === 'bigint'
            ? String(value)
            : value instanceof Map
              ? [...value]
              : value
        )
      );
    };
    const stop = addTraceObserver({
      traceStarted: look,
      traceChanged: look,
      traceEnded: look
    });
    const root = startSpan({ name: 'root', inputs: { password: 'secret-1' } });
    root.addEvent({ name: 'try', attributes: { password: 'secret-2' } });
    startSpan({
      name: 'child',
      parent: root,
      inputs: { password: 'secret-3' }
    }).end();
    root.end({ outputs: 'done' });
    stop();
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.slice(0, -1).join()).not.toContain('secret');
    expect(seen.join()).not.toContain('secret-1');
    expect(seen.join()).not.toContain('secret-3');
  });

  it('reach the exporter', () => {
    const sent: unknown[] = [];
    const sink = shared.sink;
    shared.sink = Object.assign(new TraceRouter(), {
      accept: (_: unknown, spans: readonly RecordingSpan[]) =>
        sent.push(...spans.map(({ otel }) => otel.attributes))
    });
    tracing.configure({ spanProcessors: [hidePassword] });
    logIn();
    shared.sink = sink;
    expect(JSON.stringify(sent)).toContain('***');
    expect(JSON.stringify(sent)).not.toContain('secret-1');
  });

  it('that throw are reported, and the next one runs', async () => {
    const broken: SpanProcessor = () => {
      throw new TypeError('no such key');
    };
    tracing.configure({ spanProcessors: [broken, hidePassword] });
    const [record] = await tracesOf(logIn);
    expect(drawn(record!)).toContain('***');
    expect(warnings.messages).toEqual([
      'span processor "broken" failed: no such key'
    ]);
  });

  it('that return something are told that it is ignored', async () => {
    const late = async (): Promise<void> => Promise.reject(new Error('late'));
    tracing.configure({ spanProcessors: [late] });
    const [record] = await tracesOf(logIn);
    expect(record?.info.state).toBe('OK');
    expect(warnings.messages.join()).toContain('"late" returned a promise');
  });

  it('that end the span, or call a traced function, do no harm', async () => {
    const lookUp = trace(() => 1, { name: 'look up' });
    tracing.configure({
      spanProcessors: [
        span => {
          lookUp();
          span.end();
        },
        hidePassword
      ]
    });
    const records = await tracesOf(logIn);
    expect(records).toHaveLength(1);
    expect(drawn(records[0]!)).toContain('{"user":"ada","password":"***"}');
  });

  it('are called again when the stack was full, rather than left out', async () => {
    tracing.configure({ spanProcessors: [hidePassword] });
    const dive = trace(
      (password: string, depth: number): number =>
        depth === 0 ? 0 : 1 + dive(password, depth - 1),
      { name: 'dive' }
    );
    const [record] = await tracesOf(() => {
      expect(() => dive('secret-1', 1_000_000)).toThrow(RangeError);
    });
    const inputs = [...(record?.spans?.inputs.values() ?? [])];
    expect(inputs.length).toBeGreaterThan(500);
    expect(inputs.filter(text => text.includes('secret-1'))).toEqual([]);
  });

  it('are called again also when the error of the full stack is of another realm', async () => {
    const foreign: unknown = runInNewContext('new RangeError("too deep")');
    let calls = 0;
    tracing.configure({
      spanProcessors: [
        span => {
          calls += 1;
          if (calls === 1) {
            throw foreign;
          }
          hidePassword(span);
        }
      ]
    });
    const [record] = await tracesOf(() => {
      logIn();
      repairTraces();
    });
    expect(calls).toBe(2);
    expect(drawn(record!)).toContain('{"user":"ada","password":"***"}');
  });

  it('stay until the configuration is restored, and nested ones restore each other', async () => {
    const outer = tracing.configure({ spanProcessors: [hidePassword] });
    const inner = tracing.configure({ spanProcessors: [] });
    const [open] = await tracesOf(logIn);
    inner[Symbol.dispose]();
    const [hidden] = await tracesOf(logIn);
    outer.restore();
    const [openAgain] = await tracesOf(logIn);
    expect(
      [open, hidden, openAgain].map(it => drawn(it!).includes('secret-1'))
    ).toEqual([true, false, true]);
  });

  it('stay as they are when configure does not name them', async () => {
    tracing.configure({ spanProcessors: [hidePassword] });
    tracing.configure({});
    const [record] = await tracesOf(logIn);
    expect(drawn(record!)).toContain('***');
  });

  it('must be functions of one span', () => {
    const configure: (options: object) => unknown = tracing.configure;
    expect(() => configure({ spanProcessors: ['redact'] })).toThrow(
      'spanProcessors[0] is string, expected a function of one span'
    );
    const two = (a: unknown, b: unknown): unknown => [a, b];
    expect(() => configure({ spanProcessors: [two] })).toThrow(
      'a function of 2 parameters'
    );
    expect(shared.spanProcessors).toEqual([]);
  });
});

describe('tracing.reset', () => {
  it('leaves span processors and destination behind, and enables tracing', async () => {
    tracing.configure({ spanProcessors: [hidePassword] });
    tracing.setDestination({ experimentId: '7' });
    tracing.disable();
    tracing.reset();
    const [record] = await tracesOf(logIn);
    expect(drawn(record!)).toContain('secret-1');
    expect(record?.info.experimentId).toBeUndefined();
  });
});
