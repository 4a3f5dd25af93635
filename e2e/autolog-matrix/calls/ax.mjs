import { all, CITY, failing, first, QUESTION, WEATHER } from './reading.mjs';

/** Ids of sessions are of the run. @param {any} answer */
const choicesOf = ({ results }) =>
  results?.map((/** @type {any} */ { content, finishReason }) => [
    content,
    finishReason
  ]);

/** @type {import('../try-calls.mjs').CallsOf} */
export function ax({ modules: { ax: module }, url }) {
  const modelOf = (model = 'gpt-4o-mini') =>
    new module.AxAI({
      name: 'openai',
      apiKey: 'sk-of-the-matrix',
      apiURL: `${url}/v1`,
      config: { model, stream: false },
      options: { retry: { maxRetries: 0 } }
    });
  const asked = { question: QUESTION };
  const SIGNATURE = 'question:string -> echo:string';
  const programOf = (options = {}) => new module.AxGen(SIGNATURE, options);
  const functions = [
    {
      ...WEATHER,
      parameters: CITY,
      func: async (/** @type {any} */ { city }) => `sunny in ${city}`
    }
  ];
  const chat = (/** @type {boolean} */ stream) =>
    modelOf().chat(
      { chatPrompt: [{ role: 'user', content: QUESTION }] },
      { stream }
    );
  return {
    forward: () => programOf().forward(modelOf(), asked),
    streamingForward: () => all(programOf().streamingForward(modelOf(), asked)),
    tool: () => programOf({ functions }).forward(modelOf(), asked),
    flow: () =>
      module
        .flow()
        .node('ask', SIGNATURE)
        .execute('ask', (/** @type {any} */ { question }) => ({ question }))
        .returns((/** @type {any} */ { askResult: { echo } }) => ({ echo }))
        .forward(modelOf(), asked),
    chat: async () => choicesOf(await chat(false)),
    'streamed chat': async () => (await all(await chat(true))).map(choicesOf),
    embed: async () => {
      const { embeddings } = await modelOf().embed({
        texts: ['a', 'b'],
        embedModel: 'text-embedding-3-small'
      });
      return embeddings;
    },
    'error 429': async () => {
      // What it says of the request holds ids of the run.
      const said = await failing(() =>
        programOf().forward(modelOf('err-429'), asked)
      );
      return said.split('\n')[0]?.split('(')[0];
    },
    'reader that stops': () =>
      first(programOf().streamingForward(modelOf('slow'), asked))
  };
}
