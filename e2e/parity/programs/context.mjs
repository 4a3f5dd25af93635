function raises(call) {
  try {
    call();
    return false;
  } catch {
    return true;
  }
}

export function run(mlflow, keep) {
  const { tracing } = mlflow;
  const work = mlflow.trace(function work(x) {
    return x;
  });
  const keepLast = name => keep(name, mlflow.getLastActiveTraceId());
  let last;
  let unseen;
  let offId;
  let errors;

  tracing.context(
    {
      metadata: { a: 'outer', b: 'outer' },
      tags: { t: 'outer' },
      sessionId: 'chat-1',
      user: 'ann'
    },
    () => {
      tracing.context(
        { metadata: { b: 'inner' }, tags: { u: 'inner' } },
        () => {
          work(1);
          keepLast('nested scopes');
        }
      );
      tracing.context({ enabled: false }, () => {
        last = mlflow.getLastActiveTraceId();
        work(2);
        mlflow.withSpan(
          off => {
            offId = off.traceId;
          },
          { name: 'off' }
        );
        unseen = mlflow.getLastActiveTraceId() === last;
        tracing.context({ enabled: true }, () => {
          work(3);
          keepLast('on again');
        });
      });
      mlflow.withSpan(
        () => {
          mlflow.updateCurrentTrace({
            tags: { t: 'own' },
            metadata: { a: 'own' },
            sessionId: 'chat-2',
            user: 'bob',
            clientRequestId: 'request-7',
            requestPreview: 'asked',
            responsePreview: 'told',
            modelId: 'm-1',
            state: 'ERROR'
          });
          errors = [
            raises(() => mlflow.updateCurrentTrace({ state: 'DONE' })),
            raises(() => mlflow.updateCurrentTrace({ requestPreview: 1 }))
          ];
        },
        { name: 'changed' }
      );
      keepLast('updated');
    }
  );
  work(4);
  keepLast('outside');

  const unsampled = mlflow.trace(
    function unsampled() {
      return work(5);
    },
    { samplingRatioOverride: 0 }
  );
  last = mlflow.getLastActiveTraceId();
  const results = [unsampled()];
  tracing.disable();
  results.push(work(6));
  tracing.enable();
  const still = mlflow.getLastActiveTraceId() === last;
  work(7);
  keepLast('after the switch');

  const configuration = tracing.configure({
    spanProcessors: [
      () => {
        throw new Error('never');
      },
      span => {
        span.setInputs({ x: '***' });
        span.setAttribute('seen', true);
      }
    ]
  });
  work('secret');
  configuration.restore();
  keepLast('redacted');
  work('open');
  keepLast('not redacted');
  return {
    'nothing while off': unseen,
    'id while off': offId,
    errors,
    results,
    'no trace of it': still,
    'update without trace raises': raises(() =>
      mlflow.updateCurrentTrace({ tags: { a: 'b' } })
    )
  };
}
