import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it
} from '@jest/globals';
import { shared } from '../../state';
import { MlflowClient } from '../mlflow-client';
import { StubServer } from './stub-server';

let server: StubServer;
let client: MlflowClient;

beforeAll(async () => {
  server = await StubServer.start();
  client = new MlflowClient(server.address);
});
afterAll(() => server.stop());
beforeEach(() => {
  server.seen.length = 0;
  holding(0);
});

/** A server with so many traces, run `r` of experiment 1, and experiment 5 named "bot". */
function holding(count: number): void {
  server.answer = ({ path, body }) => {
    if (path.endsWith('/runs/get')) {
      return { body: { run: { info: { run_id: 'r', experiment_id: '1' } } } };
    }
    if (path.endsWith('/get-by-name')) {
      return { body: { experiment: { experiment_id: '5', name: 'bot' } } };
    }
    const start = Number(body.page_token ?? 0);
    const size = Math.min(body.max_results ?? count, count - start);
    const traces = Array.from({ length: size }, (_, index) => ({
      trace_id: `tr-${start + index}`
    }));
    // As MLflow does: a full page has a token even when nothing follows, and no match has no member.
    return {
      body: {
        ...(size > 0 && { traces }),
        ...(size === body.max_results && {
          next_page_token: String(start + size)
        })
      }
    };
  };
}

const infosOnly = { locations: ['1'], includeSpans: false } as const;
const bodies = () => server.seen.map(({ body }) => body);

async function idsOf(options: object): Promise<string[]> {
  const ids: string[] = [];
  for await (const trace of client.iterateTraces({
    ...infosOnly,
    ...options
  })) {
    ids.push(trace.traceId);
  }
  return ids;
}

describe('iterateTraces', () => {
  it.each([0, 1, 99, 100, 101, 250])('gives all of %d traces', async count => {
    holding(count);
    expect((await idsOf({})).length).toBe(count);
  });

  it('asks for no more than maxResults, nor for a page that nobody takes', async () => {
    holding(1000);
    expect((await idsOf({ maxResults: 130 })).length).toBe(130);
    expect(bodies().map(body => body.max_results)).toEqual([100, 30]);
    server.seen.length = 0;
    for await (const trace of client.iterateTraces(infosOnly)) {
      if (trace.traceId === 'tr-5') {
        break;
      }
    }
    expect(server.seen.length).toBe(1);
  });

  it('tells the display how the search goes on, and when it does not', async () => {
    const told: unknown[] = [];
    shared.display = {
      found: () => undefined,
      show: () => false,
      searched: (query, pageToken) => told.push({ query, pageToken })
    };
    holding(130);
    const query = { experimentIds: ['1'], orderBy: ['timestamp_ms DESC'] };
    await idsOf({ maxResults: 20, orderBy: query.orderBy });
    await client.searchTraces({ ...infosOnly, maxResults: 5 });
    await idsOf({});
    shared.display = undefined;
    expect(told).toEqual([
      { query, pageToken: '20' },
      { query: { experimentIds: ['1'] }, pageToken: '5' },
      { query: { experimentIds: ['1'] }, pageToken: '100' },
      { query: { experimentIds: ['1'] }, pageToken: undefined }
    ]);
  });

  it('gives a trace once when new ones shift the pages', async () => {
    holding(250);
    const answer = server.answer;
    server.answer = async request => {
      const { page_token: token } = request.body;
      const shifted =
        token === undefined ? {} : { page_token: String(Number(token) - 3) };
      return answer({ ...request, body: { ...request.body, ...shifted } });
    };
    const ids = await idsOf({});
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('ends when a server gives the same token for ever', async () => {
    server.answer = () => ({
      body: { traces: [{ trace_id: 'tr-1' }], next_page_token: 'again' }
    });
    expect(await idsOf({})).toEqual(['tr-1']);
  });
});

describe('searchTraces of the client', () => {
  it('gives one page of 100 with the token of the next', async () => {
    holding(150);
    const first = await client.searchTraces(infosOnly);
    expect([first.length, first.token]).toEqual([100, '100']);
    const second = await client.searchTraces({
      ...infosOnly,
      pageToken: first.token
    });
    expect([second.length, second.token]).toEqual([50, undefined]);
  });

  it('passes filter and order on', async () => {
    await client.searchTraces({
      ...infosOnly,
      filterString: "tags.a = 'b'",
      orderBy: ['timestamp_ms DESC'],
      maxResults: 7
    });
    expect(bodies()).toEqual([
      {
        locations: [
          {
            type: 'MLFLOW_EXPERIMENT',
            mlflow_experiment: { experiment_id: '1' }
          }
        ],
        filter: "tags.a = 'b'",
        order_by: ['timestamp_ms DESC'],
        max_results: 7
      }
    ]);
  });

  it('adds a run to the filter, and a model as the filter', async () => {
    await client.searchTraces({
      ...infosOnly,
      runId: 'r',
      filterString: "tags.a = 'b'"
    });
    await client.searchTraces({ ...infosOnly, modelId: 'm' });
    expect(bodies().map(body => body.filter)).toEqual([
      undefined,
      "tags.a = 'b' AND attribute.run_id = 'r'",
      "request_metadata.`mlflow.modelId` = 'm'"
    ]);
  });

  it('searches experiments by name and id together, each once', async () => {
    await client.searchTraces({
      includeSpans: false,
      locations: ['1'],
      experimentIds: ['1', '2'],
      experimentNames: ['bot']
    });
    expect(bodies().at(-1)?.locations).toMatchObject(
      ['1', '2', '5'].map(id => ({ mlflow_experiment: { experiment_id: id } }))
    );
  });

  it('searches the default experiment when nothing else is chosen', async () => {
    await client.searchTraces({ includeSpans: false });
    expect(bodies()[0]?.locations).toMatchObject([
      { mlflow_experiment: { experiment_id: '0' } }
    ]);
  });

  it.each([
    [{ modelId: 'm', filterString: 'x' }, 'give modelId or filterString'],
    [
      { runId: 'r', filterString: "metadata.`mlflow.sourceRun` = 'r'" },
      'the filter names mlflow.sourceRun already'
    ],
    [{ runId: 'r', locations: ['2'] }, 'run r belongs to experiment 1'],
    [{ runId: "r' OR '1" }, 'is not an id'],
    [{ maxResults: -1 }, 'expected maxResults to be a whole number'],
    [{ maxResults: 1.5 }, 'expected maxResults to be a whole number'],
    [{ locations: ['catalog.schema'] }, 'is not the id of an experiment']
  ])('refuses %j', async (options, message) => {
    const search = client.searchTraces({ ...infosOnly, ...options });
    await expect(search).rejects.toMatchObject({
      name: 'MlflowException',
      errorCode: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining(message)
    });
  });
});
