// Runs the programs of ./programs with our SDK; prints what each kept and told, as JSON.
import * as mlflow from 'spanbook';

const [uri, prefix, ...names] = process.argv.slice(2);
mlflow.setTrackingUri(uri);
const results = {};
for (const name of names) {
  const { run } = await import(`./programs/${name}.mjs`);
  const experimentName = `${prefix} ${name}`;
  await mlflow.setExperiment(experimentName);
  const ids = {};
  const keep = (label, traceId) => {
    ids[label] = traceId;
  };
  const facts = await run(mlflow, keep, { experimentName });
  results[name] = { ids, facts };
}
const { failed, dropped, pending, errors } = await mlflow.flushTraces();
if (failed + dropped + pending > 0) {
  throw new Error(errors.join('; '));
}
console.log(JSON.stringify(results));
