export async function run(mlflow, keep) {
  const client = new mlflow.MlflowClient();
  const tool = mlflow.trace(
    async function tool(word) {
      await mlflow.setTraceTag(mlflow.getActiveTraceId(), 'running', word);
      return word.toUpperCase();
    },
    { spanType: 'TOOL' }
  );
  const chain = mlflow.trace(
    async function chain(question) {
      const words = [];
      for (const word of question.split(' ')) {
        words.push(await tool(word));
      }
      return words;
    },
    { spanType: 'CHAIN' }
  );

  await chain('is it');
  const traceId = mlflow.getLastActiveTraceId();
  keep('tagged and assessed', traceId);
  await mlflow.flushTraces();
  await mlflow.setTraceTag(traceId, 'stage', 'final');
  await mlflow.setTraceTag(traceId, 'gone', 'soon');
  await mlflow.deleteTraceTag(traceId, 'gone');
  await mlflow.logFeedback({
    traceId,
    name: 'good',
    value: true,
    rationale: 'it is'
  });
  await mlflow.logFeedback({
    traceId,
    name: 'score',
    value: 0.5,
    metadata: { by: 'hand' }
  });
  await mlflow.logExpectation({
    traceId,
    name: 'answer',
    value: { words: ['IS', 'IT'] }
  });

  const trace = await mlflow.getTrace(traceId);
  const traceIds = [1, 2].map(() => client.startTrace('to delete').traceId);
  traceIds.forEach(each => client.endTrace(each));
  await mlflow.flushTraces();
  const { experimentId } = trace.info;
  const found = await mlflow.searchTraces({
    locations: [experimentId],
    filterString: "tags.stage = 'final'"
  });
  return {
    'by name': trace.searchSpans({ name: 'tool' }).length,
    'by expression': trace.searchSpans({ name: /oo/ }).length,
    'by type': trace.searchSpans({ spanType: 'CHAIN' }).map(span => span.name),
    'by id': trace.searchSpans({ spanId: trace.data.spans[0].spanId }).length,
    none: trace.searchSpans({ name: 'too' }),
    assessments: trace
      .searchAssessments()
      .map(({ name, source }) => [name, source.sourceType])
      .sort(),
    expectations: trace
      .searchAssessments({ type: 'expectation' })
      .map(({ name }) => name),
    found: found.map(each => each.traceId === traceId),
    deleted: await client.deleteTraces({ experimentId, traceIds }),
    'is gone': (await mlflow.getTrace(traceIds[0], { silent: true })) === null
  };
}
