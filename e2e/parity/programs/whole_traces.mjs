function raises(call) {
  try {
    call();
    return false;
  } catch (error) {
    return error.name === 'MlflowException';
  }
}

export async function run(mlflow, keep) {
  keep(
    'logged',
    mlflow.logTrace({
      name: 'told later',
      request: { q: 'rain?' },
      response: 'no',
      intermediateOutputs: { documents: ['a'] },
      tags: { t: '1' },
      startTimeMs: 1_700_000_000_000,
      executionTimeMs: 250
    })
  );
  keep(
    'logged with attributes',
    mlflow.logTrace({ request: 1, response: 2, attributes: { a: 'b' } })
  );

  const id = mlflow.withSpan(
    service => {
      service.setInputs({ x: 1 });
      mlflow.updateCurrentTrace({
        tags: { both: 'remote', remote: '1' },
        metadata: { m: 'remote', only: '2' }
      });
      mlflow.withSpan(part => part.setAttribute('big', 2n ** 60n), {
        name: 'part'
      });
      service.setOutputs([2]);
      return service.traceId;
    },
    { name: 'service', spanType: 'AGENT' }
  );
  const remote = await mlflow.getTrace(id, { flush: true });

  mlflow.withSpan(
    caller => {
      mlflow.updateCurrentTrace({
        tags: { both: 'local' },
        metadata: { m: 'local' }
      });
      mlflow.addTrace(JSON.parse(JSON.stringify(remote)));
      keep('added to active', caller.traceId);
    },
    { name: 'caller' }
  );

  mlflow.withSpan(
    outer => {
      keep('added to target', outer.traceId);
      mlflow.withSpan(
        target =>
          mlflow.withSpan(() => mlflow.addTrace(remote, target), {
            name: 'not the target'
          }),
        { name: 'target' }
      );
    },
    { name: "target's trace" }
  );

  mlflow.addTrace(remote);
  keep('added alone', mlflow.getLastActiveTraceId());
  return { 'no trace raises': raises(() => mlflow.addTrace('text')) };
}
