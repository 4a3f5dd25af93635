class ValueError extends Error {}

export function run(mlflow, keep) {
  const linked = mlflow.startSpan({ name: 'linked' });
  linked.end();
  keep('linked', linked.traceId);

  mlflow.withSpan(
    span => {
      span.setInputs({ nested: { list: [1, null, 'ž'] }, zero: 0 });
      span.setAttribute('one', 1.5);
      span.setAttributes({ two: [true], one: 2 });
      span.setSpanType('MEMORY');
      span.addEvent({
        name: 'token',
        timestamp: 1_700_000_000_000_000_001n,
        attributes: { n: 1 }
      });
      span.addLink({ traceId: linked.traceId, spanId: linked.spanId });
      span.setOutputs('');
      keep('told', span.traceId);
    },
    { name: 'told', spanType: 'AGENT', attributes: { model: 'm' } }
  );

  mlflow.withSpan(span => keep('described', span.traceId), {
    name: 'described',
    logLevel: 'WARNING',
    description: 'what it does'
  });

  mlflow.withSpan(
    span => {
      span.recordException(new ValueError('bad value'));
      mlflow.withSpan(child => child.setStatus('ERROR'), { name: 'status' });
      keep('failed', span.traceId);
    },
    { name: 'failed' }
  );

  const root = mlflow.startSpanNoContext({
    name: 'no context',
    inputs: 1,
    tags: { t: '1' },
    metadata: { m: '2' },
    spanType: 'TASK'
  });
  const seen = mlflow.getCurrentActiveSpan() === null;
  const child = mlflow.startSpanNoContext({
    name: 'child',
    parent: root,
    attributes: { x: 'y' }
  });
  child.end({ outputs: [1], attributes: { z: 1 }, status: 'ERROR' });
  root.end({ outputs: { a: 1 } });
  keep('no context', root.traceId);

  let id;
  mlflow.withSpan(
    outer => {
      mlflow.startSpanNoContext({ name: 'inner' }).end();
      id = outer.traceId;
    },
    { name: 'ambient' }
  );
  keep('ambient parent', id);
  return {
    'not active': seen,
    'none active': mlflow.getCurrentActiveSpan() === null,
    'no trace': mlflow.getActiveTraceId() === null,
    last: mlflow.getLastActiveTraceId() === id,
    'last, local': mlflow.getLastActiveTraceId({ contextLocal: true }) === id
  };
}
