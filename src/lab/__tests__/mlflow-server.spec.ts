/** @jest-environment node */
import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  jest
} from '@jest/globals';
import './node-page';
import { PageConfig } from '@jupyterlab/coreutils';
import { mlflowServer } from '../mlflow-server';
import { untranslated } from './fakes';

type Asked = { url: string; method: string; body: string; signal: AbortSignal };

const asked: Asked[] = [];
let answer: (asked: Asked) => Response | Promise<Response>;

const trans = Object.assign(Object.create(untranslated), {
  __: (text: string, value: string | number) =>
    text.replace('%1', String(value))
});
// JupyterLab's own code asks, by the address of its page and by what stands for the network here.
PageConfig.setOption('baseUrl', 'http://lab.test/user/bob/');
globalThis.fetch = async input => {
  const request = new Request(input);
  const { url, method, signal } = request;
  const call = { url, method, signal, body: await request.text() };
  asked.push(call);
  signal.throwIfAborted();
  return answer(call);
};
const server = mlflowServer(trans);

const DOOR = 'http://lab.test/user/bob/spanbook/mlflow/ajax-api';
const reply = (body: unknown, init: ResponseInit = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    headers: { 'Content-Type': 'application/json' },
    ...init
  });
const mlflowError = (status: number, message: string): Response =>
  reply({ error_code: 'X', message }, { status });

beforeEach(() => {
  asked.length = 0;
  answer = () => reply({});
});
afterEach(() => {
  jest.useRealTimers();
});

describe('the tracking server behind Jupyter', () => {
  it('gives a trace with spans, no digit of a long integer lost', async () => {
    answer = ({ url }) =>
      url.includes('get-trace-artifact')
        ? reply(
            `{"spans":[{"trace_id":"AAAAAAAAAAAAAAAAAAAAAQ==","span_id":"AAAAAAAAAAE=","parent_span_id":null,"name":"root","start_time_unix_nano":1795358399145253988,"end_time_unix_nano":1795358399145354988,"attributes":{"mlflow.spanInputs":"9007199254740993"},"status":{"code":"STATUS_CODE_OK"},"events":[]}]}`
          )
        : reply({ trace: { trace_info: { trace_id: 'tr/1', state: 'OK' } } });
    const { info, spans } = await server.getTrace('tr/1');
    expect(info.startTime).toBe(1795358399145253988n);
    expect(spans?.inputs.get(0)).toBe('9007199254740993');
    expect(asked.map(({ url }) => url)).toEqual([
      `${DOOR}/3.0/mlflow/traces/tr%2F1`,
      `${DOOR}/2.0/mlflow/get-trace-artifact?request_id=tr%2F1`
    ]);
  });

  it('asks the database where a trace has no artifact yet', async () => {
    answer = ({ url }) =>
      url.includes('get-trace-artifact')
        ? mlflowError(500, 'no artifact')
        : reply({
            trace: {
              trace_info: { trace_id: 'tr-1' },
              spans: [{ span_id: 'AAAAAAAAAAE=', name: 'child' }]
            }
          });
    const { spans } = await server.getTrace('tr-1');
    expect(spans?.names).toEqual(['child']);
  });

  it('gives the bytes of a file that is stored beside a trace, telling how many have come', async () => {
    const bytes = new Uint8Array([0, 255, 128, 10]);
    answer = () =>
      new Response(bytes, {
        headers: { 'Content-Type': 'application/octet-stream' }
      });
    const come: number[] = [];
    const file = { traceId: 'tr/1', attachmentId: 'a b', contentType: 'x/y' };
    const content = await server.getAttachment(file, {
      onProgress: count => come.push(count)
    });
    expect(new Uint8Array(await content.arrayBuffer())).toEqual(bytes);
    expect(come.at(-1)).toBe(4);
    expect(asked.map(({ url }) => url)).toEqual([
      `${DOOR}/2.0/mlflow/get-trace-artifact?request_id=tr%2F1&path=a+b`
    ]);
    answer = () => mlflowError(404, 'no such file');
    await expect(server.getAttachment(file)).rejects.toThrow(
      'The tracking server says: no such file'
    );
  });

  it('gives infos in the order of the ids, and the next page with its token', async () => {
    answer = () =>
      reply({ trace_infos: [{ trace_id: 'b' }, { trace_id: 'a' }] });
    const infos = await server.getInfos(['a', 'x', 'b']);
    expect(infos.map(({ traceId }) => traceId)).toEqual(['a', 'b']);
    answer = () => reply({ traces: [{ trace_id: 'c' }], next_page_token: 't' });
    const search = { experimentIds: ['7'], pageToken: 's' };
    const page = await server.nextPage(search, 50);
    expect(page).toMatchObject({ infos: [{ traceId: 'c' }], pageToken: 't' });
    expect(JSON.parse(asked.at(-1)!.body)).toEqual({
      locations: [
        { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '7' } }
      ],
      max_results: 50,
      page_token: 's'
    });
    answer = () => reply({});
    expect(await server.nextPage(search, 50)).toEqual({ infos: [] });
  });

  describe('of MLflow 3.6, which has neither traces/get nor batchGetInfos', () => {
    const NOT_FOUND =
      '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>';
    const unknown = (): Response =>
      reply(NOT_FOUND, {
        status: 404,
        headers: { 'Content-Type': 'text/html' }
      });

    it('gives the spans of a list of one', async () => {
      answer = ({ url }) => {
        if (url.includes('/traces/batchGet?trace_ids=tr-1')) {
          const spans = [{ span_id: 'AAAAAAAAAAE=', name: 'child' }];
          return reply({
            traces: [{ trace_info: { trace_id: 'tr-1' }, spans }]
          });
        }
        return url.endsWith('/traces/tr-1')
          ? reply({ trace: { trace_info: { trace_id: 'tr-1' } } })
          : unknown();
      };
      expect((await server.getTrace('tr-1')).spans?.names).toEqual(['child']);
    });

    it('gives infos one by one, without those that it does not know', async () => {
      answer = ({ url }) => {
        const [, id] = /traces\/([abx])$/.exec(url) ?? [];
        if (id === undefined) {
          return unknown();
        }
        return id === 'x'
          ? mlflowError(404, 'no such trace')
          : reply({ trace: { trace_info: { trace_id: id } } });
      };
      const infos = await server.getInfos(['a', 'x', 'b']);
      expect(infos.map(({ traceId }) => traceId)).toEqual(['a', 'b']);
      await expect(server.getInfos(['x'])).rejects.toThrow('no such trace');
    });

    it.each([NOT_FOUND, '{"detail":"Not Found"}'])(
      'and of older ones it says so: %j',
      async body => {
        answer = () => reply(body, { status: 404 });
        await expect(
          server.nextPage({ experimentIds: ['1'], pageToken: '' }, 5)
        ).rejects.toThrow('needs MLflow 3.6 or newer');
        await expect(server.getTrace('tr-1')).rejects.toThrow('3.6');
      }
    );
  });

  it('writes feedback in the name of who is logged in', async () => {
    answer = ({ url }) =>
      url.includes('/user/bob/api/me')
        ? reply({ identity: { name: 'Ana' } })
        : reply({ assessment: { assessment_id: 'a-1' } });
    const stored = await server.logFeedback('tr-1', {
      name: 'helpful',
      value: true,
      rationale: ''
    });
    expect(stored).toBe('{"assessment_id":"a-1"}');
    expect(JSON.parse(asked.at(-1)!.body)).toEqual({
      assessment: {
        assessment_name: 'helpful',
        trace_id: 'tr-1',
        source: { source_type: 'HUMAN', source_id: 'Ana' },
        feedback: { value: true }
      }
    });
  });

  it('tells how much has come, and stops when the reader does', async () => {
    answer = () => reply({ trace: { trace_info: { trace_id: 'a' } } });
    const seen: number[] = [];
    await server.getTrace('a', { onProgress: bytes => seen.push(bytes) });
    expect(seen.at(-1)).toBeGreaterThan(10);
    const ending = new AbortController();
    answer = ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error('x')))
      );
    const lost = expect(
      server.getTrace('a', { signal: ending.signal })
    ).rejects.toThrow();
    ending.abort();
    await lost;
  });
});

describe('what a reader is told', () => {
  const text = { 'Content-Type': 'text/plain; charset=utf-8' };
  const html = { 'Content-Type': 'text/html' };

  it.each([
    [
      'the trace is gone',
      () => mlflowError(404, "Trace with ID 'tr-1' not found."),
      "The tracking server says: Trace with ID 'tr-1' not found."
    ],
    [
      'a database speaks for MLflow',
      () => mlflowError(400, '(sqlite3.IntegrityError) FOREIGN KEY [SQL: …]'),
      'The tracking server could not store or find it; the trace may have been deleted.'
    ],
    [
      'MLflow starts',
      () =>
        reply('MLflow is starting.', {
          status: 503,
          headers: { ...text, 'Retry-After': '2' }
        }),
      'The tracking server is still starting; try again in a moment.'
    ],
    [
      'MLflow cannot start',
      () => reply('The disk is full.\n', { status: 503, headers: text }),
      'The disk is full.'
    ],
    [
      'it is refused',
      () => reply('no', { status: 403, headers: text }),
      'It was refused. If you were logged out of Jupyter, reload the page.'
    ],
    [
      'Jupyter shows its login page',
      () => reply('<html>', { headers: html }),
      'You are logged out of Jupyter; reload the page.'
    ],
    [
      'there is no server extension',
      () => reply('<html>', { status: 404, headers: html }),
      "Jupyter knows no way to a tracking server: Spanbook's server extension is not running."
    ],
    [
      'MLflow breaks',
      () => reply('<html>', { status: 500, headers: html }),
      'The tracking server failed (500).'
    ],
    [
      'there is no Jupyter',
      () => {
        throw new TypeError('Failed to fetch');
      },
      'Jupyter does not answer: its server has ended, or this computer is offline.'
    ]
  ])('when %s', async (_, answering, message) => {
    answer = answering;
    await expect(server.setTag('tr-1', 'k', 'v')).rejects.toThrow(message);
  });

  it('when nothing comes for two minutes', async () => {
    jest.useFakeTimers();
    answer = ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error('x')))
      );
    const refused = expect(server.getInfo('tr-1')).rejects.toThrow(
      'The tracking server took too long to answer.'
    );
    await jest.advanceTimersByTimeAsync(120_000);
    await refused;
  });
});
