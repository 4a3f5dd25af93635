import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  jest
} from '@jest/globals';
import OpenAI from 'openai';
import { autolog, mistral, openai } from '../autolog';
import { namespaceOf } from '../namespace';
import { base } from './openai-shapes';
import { traceCalls } from './traced-calls';

describe('autolog of several libraries', () => {
  const traced = traceCalls();

  async function namesAfterCall(): Promise<string[]> {
    const client = new OpenAI({ apiKey: 'k', baseURL: `${traced.url}/v1` });
    await client.chat.completions.create(base);
    return (await traced.ended()).map(({ name }) => name);
  }

  it('takes libraries by their names', async () => {
    const names = await autolog({ openai: OpenAI }, { silent: true });
    expect(names).toEqual(['openai']);
    expect(await namesAfterCall()).toEqual(['Completions']);
  });

  it('takes options alone, which are for all', async () => {
    await autolog({ openai: OpenAI }, { silent: true });
    expect(await autolog({ disable: true })).toEqual([]);
    expect(await namesAfterCall()).toEqual([]);
  });

  it('takes options alone for one library', async () => {
    await openai.autolog(OpenAI);
    await openai.autolog({ disable: true });
    expect(await namesAfterCall()).toEqual([]);
  });

  it('traces nothing where no library is handed in', async () => {
    expect(await autolog({}, { silent: true })).toEqual([]);
    expect(await namesAfterCall()).toEqual([]);
  });

  it.each([
    ['a name', [{ opneai: OpenAI }], /"opneai" is none of openai, anthropic, /],
    ['an option', [{ disabled: true }], /"disabled" is no option; there are /],
    [
      'a second argument',
      [{ openai: OpenAI }, { captureContents: false }],
      /"captureContents" is no option/
    ],
    [
      'a place',
      [{ openai: OpenAI, silent: true }],
      /"silent" is an option, and those follow/
    ],
    [
      'a value',
      [{ captureContent: 'no' }],
      /captureContent is "no", not true or false/
    ],
    [
      'a class',
      [OpenAI],
      /handed in by their names: autolog\({ openai: OpenAI }\)/
    ],
    ['a text', ['openai'], /handed in by their names/],
    ['null', [null], /handed in by their names/]
  ])('says at once what is wrong with it: %s', async (_, given, message) => {
    expect(() => Reflect.apply(autolog, undefined, given)).toThrow(message);
    expect(await namesAfterCall()).toEqual([]);
  });

  it('says what is wrong with the options of one library', async () => {
    expect(() => openai.autolog({ disabled: true })).toThrow(
      'openai.autolog: "disabled" is no option'
    );
    const misspelt: object = { captureContents: false };
    expect(() => openai.autolog(OpenAI, misspelt)).toThrow(TypeError);
    expect(await namesAfterCall()).toEqual([]);
  });
});

describe('what autolog says', () => {
  const said = jest.spyOn(console, 'warn');

  beforeEach(() => {
    said.mockReset();
  });

  afterEach(() => autolog({ disable: true }));

  const lines = (): unknown[] => said.mock.calls.flat();

  it.each([
    [{}, 'spanbook: autolog: tracing openai'],
    [
      { captureContent: false },
      'spanbook: autolog: tracing, without contents, openai'
    ],
    [{ logTraces: false }, 'spanbook: autolog: not recording openai']
  ])('is what is traced, and how: %p', async (options, line) => {
    await autolog({ openai: OpenAI }, options);
    expect(lines()).toEqual([line]);
  });

  it('is each time that what was handed in is another library’s', async () => {
    await openai.autolog('openai');
    await openai.autolog(null);
    expect(await autolog({ openai: Date })).toEqual([]);
    const wrong =
      'spanbook: openai.autolog(…): what was handed in is no module, class or client of openai';
    expect(lines()).toEqual([wrong, wrong, wrong]);
  });

  it('tells a library that is not there from one of which nothing is known', async () => {
    const lacking = (module: string): Promise<boolean> =>
      namespaceOf({
        name: 'made-up',
        modules: [module],
        patch: () => undefined
      }).autolog();
    expect(await lacking('@spanbook/none/inner')).toBe(false);
    expect(await lacking('acorn')).toBe(false);
    expect(lines()).toEqual([
      expect.stringContaining('@spanbook/none/inner is not installed for '),
      expect.stringMatching(/acorn 8\.\S+, which is installed for .* newest/)
    ]);
  });

  it('is nothing when it is to be silent', async () => {
    await mistral.autolog(Date, { silent: true });
    await autolog({ openai: OpenAI }, { silent: true });
    expect(lines()).toEqual([]);
  });
});
