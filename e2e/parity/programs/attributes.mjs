const TOOLS = [
  {
    type: 'function',
    function: {
      name: 'add',
      description: 'Adds two numbers',
      parameters: { type: 'object', properties: { a: { type: 'number' } } }
    }
  }
];

export function run(mlflow, keep) {
  let refused = false;
  mlflow.withSpan(
    agent => {
      for (const [inputTokens, outputTokens] of [
        [10, 5],
        [3, 4]
      ]) {
        mlflow.withSpan(
          span => {
            mlflow.setTokenUsage(span, { inputTokens, outputTokens });
            mlflow.setSpanModel(span, {
              model: 'gpt-4o-mini',
              provider: 'openai',
              messageFormat: 'openai'
            });
            mlflow.setSpanChatTools(span, TOOLS);
          },
          { name: 'call', spanType: 'CHAT_MODEL' }
        );
      }
      try {
        mlflow.setSpanChatTools(agent, 'add');
      } catch {
        refused = true;
      }
      keep('tokens', agent.traceId);
    },
    { name: 'agent', spanType: 'AGENT' }
  );

  mlflow.withSpan(
    span => {
      mlflow.setSpanCost(span, { inputCost: 0.25, outputCost: 0.5 });
      keep('cost', span.traceId);
    },
    { name: 'priced', spanType: 'LLM' }
  );

  mlflow.withSpan(
    span => {
      span.setOutputs([
        new mlflow.Document({
          pageContent: 'rain',
          metadata: { source: 'a.md', score: 0.5 }
        }),
        new mlflow.Document({ pageContent: 'sun', id: '7' })
      ]);
      keep('documents', span.traceId);
    },
    { name: 'found', spanType: 'RETRIEVER' }
  );

  mlflow.withSpan(
    span => {
      span.setInputs({ messages: [{ role: 'user', content: 'hi' }] });
      mlflow.setSpanChatMessages(span, [{ role: 'user', content: 'hi' }]);
      span.setOutputs({
        choices: [{ message: { role: 'assistant', content: 'ho' } }]
      });
      keep('messages', span.traceId);
    },
    { name: 'chat', spanType: 'CHAT_MODEL' }
  );
  return { refused };
}
