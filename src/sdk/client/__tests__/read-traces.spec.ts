import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it
} from '@jest/globals';
import { setDiagnosticHandler } from '../../diag';
import { traceFixture } from '../../trace/__tests__/fixtures';
import { Trace } from '../../trace/trace';
import { MlflowClient } from '../mlflow-client';
import { mlflowError, StubServer, type Answer } from './stub-server';

const REST = JSON.parse(traceFixture('08_session_turn1', 'rest')).trace;
const NO_SPANS: Answer = {
  status: 500,
  type: 'text/html',
  body: '<!doctype html><title>500</title>'
};

let server: StubServer;
let client: MlflowClient;
let warnings: string[];

beforeAll(async () => {
  server = await StubServer.start();
  client = new MlflowClient(server.address);
});
afterAll(() => server.stop());
beforeEach(() => {
  server.seen.length = 0;
  server.peak = 0;
  warnings = [];
  setDiagnosticHandler(({ message }) => warnings.push(message));
});
afterEach(() => setDiagnosticHandler(undefined));

/** The info of the fixture under another id. */
function infoOf(id: string, spansLocation = 'TRACKING_STORE') {
  return {
    ...REST.trace_info,
    trace_id: id,
    tags: { 'mlflow.trace.spansLocation': spansLocation }
  };
}

/** A server with these traces; `broken` ones spoil each request for spans that names them. */
function holding(
  ids: readonly string[],
  { broken = [] as readonly string[], lost = [] as readonly string[] } = {}
): void {
  server.answer = ({ path, query }) => {
    const asked = [...query.getAll('trace_ids'), ...query.getAll('trace_id')];
    if (path.endsWith('/search')) {
      return { body: { traces: ids.map(id => infoOf(id)) } };
    }
    if (path.endsWith('/get-trace-artifact')) {
      const id = query.get('request_id') ?? '';
      return lost.includes(id)
        ? NO_SPANS
        : { body: '{"spans":[{"name":"from the artifact"}]}' };
    }
    if (asked.some(id => broken.includes(id))) {
      return NO_SPANS;
    }
    const traces = asked.map(id => ({ ...REST, trace_info: infoOf(id) }));
    if (path.endsWith('/batchGet')) {
      return { body: { traces: traces.reverse() } };
    }
    return path.endsWith('/get')
      ? { body: { trace: traces[0] } }
      : {
          body: { trace: { trace_info: infoOf(path.split('/').at(-1) ?? '') } }
        };
  };
}

const namesOf = (traces: readonly Trace[]) =>
  traces.map(trace => trace.data.spans.map(span => span.name).join());
const search = () => client.searchTraces({ locations: ['1'] });

describe('searchTraces', () => {
  it('keeps the order of the search, however the spans arrive', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `tr-${index}`);
    holding(ids);
    expect((await search()).map(trace => trace.traceId)).toEqual(ids);
    expect(server.seen.length).toBe(1 + 3);
  });

  it('has four requests under way at most', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `tr-${index}`);
    holding(ids, { broken: ids });
    const answer = server.answer;
    server.answer = async request => {
      await new Promise(resolve => setTimeout(resolve, 2));
      return answer(request);
    };
    expect((await search()).length).toBe(100);
    expect(server.peak).toBe(4);
  });

  it('reads a trace that the database cannot give from its artifact, the others of its batch as ever', async () => {
    holding(['tr-1', 'tr-2', 'tr-3'], { broken: ['tr-2'] });
    expect(namesOf(await search())).toEqual([
      REST.spans[0].name,
      'from the artifact',
      REST.spans[0].name
    ]);
    expect(warnings).toEqual([]);
  });

  it('gives a trace without readable spans as info, and says so', async () => {
    holding(['tr-1', 'tr-2'], { broken: ['tr-2'], lost: ['tr-2'] });
    expect(namesOf(await search())).toEqual([REST.spans[0].name, '']);
    expect(warnings).toEqual([
      expect.stringContaining('trace tr-2 is given without spans')
    ]);
  });

  it('goes straight to the artifact for spans that are no database rows', async () => {
    holding([]);
    const answer = server.answer;
    server.answer = request =>
      request.path.endsWith('/search')
        ? { body: { traces: [infoOf('tr-1', 'ARTIFACT_REPO')] } }
        : answer(request);
    expect(namesOf(await search())).toEqual(['from the artifact']);
    expect(server.seen.map(({ path }) => path)).toEqual([
      '/api/3.0/mlflow/traces/search',
      '/ajax-api/2.0/mlflow/get-trace-artifact'
    ]);
  });

  it('is rejected when the server refuses the spans for another reason', async () => {
    holding(['tr-1']);
    const answer = server.answer;
    server.answer = request =>
      request.path.endsWith('/batchGet')
        ? mlflowError(403, 'PERMISSION_DENIED', 'not yours')
        : answer(request);
    await expect(search()).rejects.toMatchObject({
      errorCode: 'PERMISSION_DENIED'
    });
  });
});

describe('getTrace', () => {
  it('names the version that gives the spans which an older server keeps to itself', async () => {
    server.answer = ({ path }) =>
      path.endsWith('/traces/tr-1')
        ? { body: { trace: { trace_info: infoOf('tr-1') } } }
        : mlflowError(404, 'ENDPOINT_NOT_FOUND', 'no such route');
    await expect(client.getTrace('tr-1')).rejects.toThrow(
      'older than MLflow 3.6'
    );
  });

  it('asks once for a trace that can be read', async () => {
    holding([]);
    const trace = await client.getTrace('tr-7');
    expect(trace.traceId).toBe('tr-7');
    expect(server.seen.length).toBe(1);
  });

  it.each([
    ['a server error', NO_SPANS],
    [
      'an older server that takes "get" for an id',
      mlflowError(
        404,
        'RESOURCE_DOES_NOT_EXIST',
        "Trace with ID 'get' not found"
      )
    ],
    ['a server without the route', { status: 404, body: 'Not Found' }],
    ['an answer that is no trace', { body: {} }]
  ])('reads the artifact after %s', async (_, refusal) => {
    holding([]);
    const answer = server.answer;
    server.answer = request =>
      request.path.endsWith('/traces/get') ? refusal : answer(request);
    const trace = await client.getTrace('tr-7');
    expect(trace.traceId).toBe('tr-7');
    expect(namesOf([trace])).toEqual(['from the artifact']);
  });

  it('does not look further for a trace that does not exist', async () => {
    server.answer = () => mlflowError(404, 'RESOURCE_DOES_NOT_EXIST');
    await expect(client.getTrace('tr-7')).rejects.toMatchObject({
      errorCode: 'RESOURCE_DOES_NOT_EXIST',
      status: 404
    });
    expect(server.seen.length).toBe(1);
  });
});
