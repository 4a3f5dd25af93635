import * as mlflow from 'spanbook';

/* As in a tslab cell: not strict, parameters without types. */

const add = mlflow.trace((a, b = 2) => a + b, { name: 'add' });
export const sum: number = add(1);
export const words: Promise<string[]> = mlflow.withSpan(
  async span => {
    span.setInputs(null);
    return ['a'];
  },
  { name: 'words' }
);

export class Agent {
  @mlflow.trace({ spanType: mlflow.SpanType.AGENT })
  ask(question) {
    return question;
  }
}
