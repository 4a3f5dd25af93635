/**
 * A program that uses what Spanbook needs of an MLflow server, and what of it worked. Node, Deno and both kernels take it as it
 * is: parameters have their types from their defaults.
 */
export const PROGRAM = `
import * as mlflow from 'spanbook';
const say = (step = '', outcome = '') => console.log('compatibility ' + step + ': ' + outcome);
const step = async (name = '', run = async () => true) => {
  try {
    say(name, (await run()) ? 'yes' : 'other data');
  } catch (error) {
    say(name, String(error).replace(/\\s+/g, ' '));
  }
};
const client = new mlflow.MlflowClient();
const experiment = await mlflow.setExperiment('compatibility').then(
  found => [found.experimentId], error => { say('experiment', String(error)); return []; });
const name = 'outer ' + Date.now();
await mlflow.withSpan(async () => {
  await mlflow.withSpan(async () => 2, { name: 'inner', spanType: 'TOOL' });
}, { name });
const id = mlflow.getLastActiveTraceId() ?? '';
const find = async (filterString = '') => {
  const found = await mlflow.searchTraces({ locations: experiment, filterString });
  return found.length === 1 && found[0]?.info.traceId === id;
};
await step('store', async () => {
  const { dropped, kept } = await mlflow.flushTraces({ timeout: 20_000, throwOnFailure: true });
  return dropped === 0 && kept === 0;
});
await step('read', async () => (await client.getTrace(id)).data.spans.length === 2);
await step('search', () => find("trace.name = '" + name + "'"));
await step('search in spans', () => find("trace.name = '" + name + "' AND span.name = 'inner'"));
await step('tags', async () => {
  await mlflow.setTraceTag(id, 'colour', 'blue');
  return (await client.getTraceInfo(id)).tags['colour'] === 'blue';
});
await step('feedback', async () => {
  await mlflow.logFeedback({ traceId: id, name: 'good', value: true });
  return (await client.getTraceInfo(id)).assessments.length === 1;
});
await step('runs', async () => {
  await mlflow.withRun({ runName: 'one' }, async () => {
    await mlflow.withSpan(async () => 1, { name: 'in a run' });
  });
  await mlflow.flushTraces({ timeout: 20_000, throwOnFailure: true });
  return (await mlflow.searchTraces({ locations: experiment, filterString: "trace.name = 'in a run'" })).length > 0;
});
await step('delete', async () => await client.deleteTraces({ experimentId: experiment[0] ?? '', traceIds: [id] }) === 1);
`;

/** The steps, in the order of the table's columns. */
export const STEPS = [
  ...['store', 'read', 'search', 'search in spans'],
  ...['tags', 'feedback', 'runs', 'delete']
];

/** Step → outcome, of what the program wrote. @param {string} text @returns {Map<string, string>} */
export const outcomesIn = text =>
  new Map(
    [...text.matchAll(/compatibility ([a-z ]+): ([^\n]*)/g)].map(
      ([, step = '', outcome = '']) => [step, outcome]
    )
  );
