import { describe, expect, it } from '@jest/globals';
import {
  GoogleGenAI,
  type CallableTool,
  type FunctionCall,
  type GenerateContentParameters
} from '@google/genai';
import { withSpan } from '../../api/with-span';
import { gemini } from '../autolog';
import { spanNamed, treeOf } from './observed-spans';
import { all, failing, first, shown } from './programs';
import { traceCalls } from './traced-calls';

/** A tool that the client itself calls, as the tools of an MCP server are. */
function callable(
  answer: (call: FunctionCall) => string = () => 'sunny'
): CallableTool {
  return {
    tool: () =>
      Promise.resolve({
        functionDeclarations: [{ name: 'get_weather', description: 'the sky' }]
      }),
    callTool: calls =>
      Promise.resolve(
        calls.map(call => ({
          functionResponse: {
            name: call.name ?? '',
            response: {
              result: withSpan(() => answer(call), { name: 'look up' })
            }
          }
        }))
      )
  };
}

const asked = (
  tool: CallableTool,
  config: GenerateContentParameters['config'] = {}
): GenerateContentParameters => ({
  model: 'gemini-2.5-flash',
  contents: 'what weather?',
  config: { ...config, tools: [tool] }
});

const RUN = [
  'Models.generate_content LLM',
  '  Models._generate_content LLM',
  '  look up UNKNOWN',
  '  Models._generate_content LLM'
];

describe('auto tracing of Google’s client, which calls tools itself', () => {
  const traced = traceCalls();

  function clientOf(): GoogleGenAI {
    // Without `fetch` the client asks for Node's own, which Jest's sandbox hides.
    const httpOptions = { baseUrl: traced.url, fetch };
    return new GoogleGenAI({ apiKey: 'secret-key', httpOptions });
  }

  /** The spans of the traced run: the tool's function is traced in the other one too. */
  async function spansOf(
    program: (client: GoogleGenAI) => Promise<unknown>,
    client = clientOf
  ) {
    const spans = await traced.expectSame(
      () => program(client()),
      () => gemini.autolog(GoogleGenAI)
    );
    return spans.slice(1);
  }

  it('draws the rounds of a call as one tree', async () => {
    const spans = await spansOf(({ models }) =>
      models.generateContent(asked(callable(), { temperature: 0.5 }))
    );
    expect(treeOf(spans)).toEqual(RUN);
    const [call] = spans.slice(-1);
    expect(call).toMatchObject({
      inputs: { contents: 'what weather?', config: { temperature: 0.5 } },
      attributes: { 'mlflow.llm.model': 'gemini-2.5-flash' }
    });
    expect(shown(call?.outputs)).toContain('Echo');
    expect(shown(call?.inputs)).not.toContain('tools');
    // The rounds have it: their sum is the trace's.
    expect(call?.attributes).not.toHaveProperty('mlflow.chat.tokenUsage');
  });

  it('draws those of a stream, also of a client that was there before', async () => {
    const client = clientOf();
    const spans = await spansOf(
      async ({ models }) =>
        all(await models.generateContentStream(asked(callable()))),
      () => client
    );
    // The tool is called while the first round is read.
    expect(treeOf(spans)).toEqual([
      'Models.generate_content LLM',
      '  look up UNKNOWN',
      '  Models._generate_content LLM',
      '  Models._generate_content LLM'
    ]);
    expect(shown(spans.at(-1)?.outputs)).toContain('Echo');
  });

  it('draws those of a client that was there before when it is handed in', async () => {
    const client = clientOf();
    await gemini.autolog(client);
    await client.models.generateContent(asked(callable()));
    expect(treeOf(await traced.ended())).toEqual(RUN);
  });

  it('draws those of a chat', async () => {
    const spans = await spansOf(async ({ chats }) => {
      const { model, config } = asked(callable());
      const chat = chats.create({ model, ...(config && { config }) });
      return (await chat.sendMessage({ message: 'what weather?' })).text;
    });
    expect(treeOf(spans)).toEqual(RUN);
  });

  it('ends with the error of a tool', async () => {
    const spans = await spansOf(({ models }) =>
      failing(
        models.generateContent(
          asked(
            callable(() => {
              throw new RangeError('no weather');
            })
          )
        )
      )
    );
    expect(treeOf(spans)).toEqual([
      'Models.generate_content LLM !',
      '  Models._generate_content LLM',
      '  look up UNKNOWN !'
    ]);
  });

  it('marks a stream whose reader stops', async () => {
    const client = clientOf();
    await gemini.autolog(client);
    await first(
      await client.models.generateContentStream({
        ...asked(callable()),
        model: 'slow'
      })
    );
    const spans = await traced.ended();
    expect(
      spanNamed(spans, 'Models.generate_content').attributes
    ).toMatchObject({ 'mlflow.stream.interrupted': true });
  });

  it('is one span where the program calls the tools', async () => {
    await gemini.autolog(GoogleGenAI);
    const disabled = { automaticFunctionCalling: { disable: true } };
    const { models } = clientOf();
    await models.generateContent(asked(callable(), disabled));
    await models.generateContent({ model: 'm', contents: 'hello' });
    expect(treeOf(await traced.ended())).toEqual([
      'Models.generate_content LLM',
      'Models.generate_content LLM'
    ]);
  });

  it('records shapes and sizes only, when told so', async () => {
    await gemini.autolog(GoogleGenAI, { captureContent: false });
    await clientOf().models.generateContent(asked(callable()));
    const text = shown(
      (await traced.ended()).filter(({ name }) => name !== 'look up')
    );
    expect(text).toContain('Models.generate_content');
    for (const content of ['what weather', 'Echo', 'Paris', 'sunny']) {
      expect(text).not.toContain(content);
    }
  });

  it('records how many tokens a text would be', async () => {
    const [span] = await traced.expectSame(
      () =>
        clientOf().models.countTokens({ model: 'm', contents: 'hello world' }),
      () => gemini.autolog(GoogleGenAI)
    );
    expect(span).toMatchObject({
      name: 'Models.count_tokens',
      spanType: 'LLM',
      inputs: { model: 'm', contents: 'hello world' },
      outputs: { totalTokens: 2 }
    });
  });

  it('leaves no trace of itself in what it made and in what was made meanwhile', async () => {
    const plain = String(clientOf().models.generateContent);
    await gemini.autolog(GoogleGenAI);
    const { models } = clientOf();
    expect(String(models.generateContent)).not.toBe(plain);
    await gemini.autolog({ disable: true });
    expect(String(models.generateContent)).toBe(plain);
    expect(String(clientOf().models.generateContent)).toBe(plain);
    expect('generateContent' in Object(Reflect.getPrototypeOf(models))).toBe(
      false
    );
  });
});
