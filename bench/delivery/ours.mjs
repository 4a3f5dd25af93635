// Our side: MLFLOW_ENABLE_ASYNC_TRACE_LOGGING says whether it is the asynchronous or the synchronous one.
import { flushTraces, trace } from 'spanbook';
import { obey } from './obey.mjs';

const step = trace(function step(number) {
  return { number };
});

obey({
  traced: spans =>
    trace(async function root(number) {
      for (let i = 1; i < spans; i++) step(i);
      return { number };
    }),
  flush: seconds => flushTraces({ timeout: seconds })
});
