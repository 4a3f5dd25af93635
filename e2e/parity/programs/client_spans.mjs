function raises(call) {
  try {
    call();
    return false;
  } catch (error) {
    return error.name === 'MlflowException';
  }
}

export function run(mlflow, keep) {
  const client = new mlflow.MlflowClient();
  const root = client.startTrace('by hand', {
    spanType: 'CHAIN',
    inputs: { q: 1 },
    attributes: { a: [1] },
    tags: { stage: 'draft' }
  });
  const { traceId } = root;
  const child = client.startSpan('child', {
    traceId,
    parentId: root.spanId,
    spanType: 'TOOL',
    inputs: [1],
    attributes: { b: 2 }
  });
  const leaf = client.startSpan('leaf', { traceId, parentId: child.spanId });
  client.endSpan(traceId, leaf.spanId, { status: 'ERROR' });
  client.endSpan(traceId, child.spanId, {
    outputs: { n: 0 },
    attributes: { c: 'd' }
  });
  client.endTrace(traceId, { outputs: 'done', attributes: { e: true } });
  keep('tree', traceId);

  const timed = client.startTrace('timed', {
    startTimeNs: 1_700_000_000_000_000_000n
  });
  client.endTrace(timed.traceId, {
    status: 'ERROR',
    endTimeNs: 1_700_000_000_250_000_000n
  });
  keep('timed', timed.traceId);

  let seen;
  let within;
  mlflow.withSpan(
    fluent => {
      const span = client.startSpan('by hand', {
        traceId: fluent.traceId,
        parentId: fluent.spanId
      });
      seen = mlflow.getCurrentActiveSpan().name;
      client.endSpan(fluent.traceId, span.spanId, { outputs: 1 });
      within = raises(() => client.startTrace('refused'));
      keep('client under fluent', fluent.traceId);
    },
    { name: 'fluent' }
  );

  const outer = client.startTrace('outer');
  mlflow.withSpan(
    own => {
      keep('fluent under client: own', own.traceId);
    },
    { name: 'own trace' }
  );
  client.endTrace(outer.traceId);
  keep('fluent under client: outer', outer.traceId);

  const open = client.startTrace('open');
  const facts = {
    'active within': seen,
    'trace within fluent raises': within,
    'no parent raises': raises(() =>
      client.startSpan('x', { traceId: open.traceId })
    ),
    'unknown parent raises': raises(() =>
      client.startSpan('x', {
        traceId: open.traceId,
        parentId: '1'.repeat(16)
      })
    ),
    'unknown span raises': raises(() =>
      client.endSpan(open.traceId, '1'.repeat(16))
    ),
    'unknown trace raises': raises(() =>
      client.endTrace(`tr-${'1'.repeat(32)}`)
    ),
    'finished trace raises': raises(() => client.endTrace(timed.traceId)),
    'no-op trace raises': raises(() => client.endTrace(mlflow.NO_OP_TRACE_ID))
  };
  client.endTrace(open.traceId);
  return facts;
}
