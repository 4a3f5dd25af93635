export async function run(mlflow, keep, { experimentName }) {
  const work = mlflow.trace(function work() {
    return 1;
  });
  const keepLast = name => keep(name, mlflow.getLastActiveTraceId());
  const runs = {};
  const client = new mlflow.MlflowClient();
  await mlflow.setExperiment(experimentName);
  const other = await client.createExperiment(`${experimentName} other`);

  const outer = await mlflow.startRun({
    runName: 'outer',
    tags: { a: 'b' },
    description: 'about it'
  });
  runs.outer = outer.info.runId;
  work();
  keepLast('in a run');
  const active = await mlflow.withRun(
    { runName: 'inner', nested: true },
    inner => {
      runs.inner = inner.info.runId;
      work();
      keepLast('in a nested run');
      return mlflow.activeRun().info.runName;
    }
  );
  let twice = false;
  try {
    await mlflow.startRun();
  } catch {
    twice = true;
  }
  await mlflow.endRun();
  try {
    await mlflow.withRun({ runName: 'failed', experimentId: other }, failed => {
      runs.failed = failed.info.runId;
      work();
      keepLast('in a run of another experiment');
      mlflow.withSpan(() => {}, { name: 'chosen', runId: runs.outer });
      keepLast('of a chosen run');
      throw new RangeError('over');
    });
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
  }
  await mlflow.startRun({ runId: runs.inner });
  work();
  keepLast('in a resumed run');
  await mlflow.endRun('KILLED');
  await mlflow.withRun({ runName: 'child', parentRunId: runs.outer }, child => {
    runs.child = child.info.runId;
  });
  work();
  keepLast('outside of runs');

  mlflow.startSpanNoContext({ name: 'elsewhere', experimentId: other }).end();
  keepLast('experiment by argument');
  mlflow.tracing.setDestination({ experimentId: other });
  work();
  keepLast('experiment by destination');
  await mlflow.withRun({ runName: 'destination first' }, last => {
    runs['destination first'] = last.info.runId;
    work();
    keepLast('run and destination');
  });
  mlflow.tracing.reset();
  work();
  keepLast('back again');
  return {
    runs,
    active,
    'twice raises': twice,
    none: mlflow.activeRun() === null
  };
}
