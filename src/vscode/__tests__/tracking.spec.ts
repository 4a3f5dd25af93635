/** @jest-environment node */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { TraceServer } from '../../view/host';
import { askedServer } from '../asked-server';
import { CredentialStore, type Credentials } from '../credentials';
import type { Hindrance } from '../hindrance';
import { Login } from '../login';
import type { Notice, Request } from '../messages';
import { noticeIn } from '../notice';
import { PendingCalls } from '../pending-calls';
import { requestIn } from '../request-in';
import { TrackingDesk } from '../tracking-desk';
import { secretsInMemory } from './secrets';

const SECRET = 'the-secret';
const OWN: Credentials = { token: SECRET };
const ID = 'tr-1';

type Seen = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

let server: Server;
let address: string;
let seen: Seen[];
/** What the server answers: status, type and body by what was asked. */
let reply: (request: Seen) => readonly [number, string, string];

beforeEach(async () => {
  seen = [];
  reply = () => json({});
  server = createServer((request, response) => {
    seen.push(request);
    const [status, type, body] = reply(request);
    response.writeHead(status, {
      'Content-Type': type,
      Location: 'http://127.0.0.1:9/'
    });
    response.end(body);
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve())
  );
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/ui/`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const json = (answer: unknown): readonly [number, string, string] => [
  200,
  'application/json',
  JSON.stringify(answer)
];

/** Renderer and extension with the messages between them, as JSON, which is what VS Code sends. */
function between(
  more: {
    isTrusted?: boolean;
    address?: string | undefined;
    named?: string;
    typed?: Credentials | undefined;
  } = {}
) {
  const sent: string[] = [];
  const advised: Hindrance[] = [];
  const credentials = new CredentialStore(secretsInMemory());
  const prompts: string[] = [];
  const desk = new TrackingDesk({
    isTrusted: () => more.isTrusted ?? true,
    address: () => ('address' in more ? more.address : address),
    login: new Login(credentials, async origin => {
      prompts.push(origin);
      return more.typed;
    }),
    advise: async hindrance => {
      advised.push(hindrance);
    }
  });
  const overTheWire = (message: Request | Notice): unknown => {
    sent.push(JSON.stringify(message));
    return JSON.parse(JSON.stringify(message));
  };
  const tell = (notice: Notice): void => {
    const heard = noticeIn(overTheWire(notice));
    if (heard && heard.type !== 'settings') calls.take(heard);
  };
  const calls = new PendingCalls(message => {
    const request = requestIn(overTheWire(message));
    if (request?.type !== 'ask') return;
    const { id } = request;
    desk.answer(request, {}).then(
      answer => tell({ type: 'answer', id, ...answer }),
      (error: unknown) =>
        tell({
          type: 'refusal',
          id,
          why: error instanceof Error ? error.message : ''
        })
    );
  });
  const { named } = more;
  const asked: TraceServer = askedServer((call, options) =>
    calls.ask({ call, ...(named !== undefined && { named }) }, options)
  );
  return { asked, advised, sent, prompts, credentials };
}

describe('a question of an output to the tracking server', () => {
  it('is answered without losing a digit or a letter', async () => {
    const spans = [
      {
        span_id: 'AAAAAAAAAAE=',
        trace_id: ID,
        name: 'ü',
        start_time_unix_nano: 1,
        end_time_unix_nano: 2,
        attributes: { 'mlflow.spanInputs': '9007199254740993' }
      }
    ];
    reply = ({ url = '' }) =>
      json(
        url.includes('get-trace-artifact')
          ? { spans }
          : {
              trace: {
                trace_info: {
                  trace_id: ID,
                  state: 'OK',
                  tags: { k: 'v' },
                  assessments: [{ assessment_id: 'a', feedback: { value: 1 } }]
                }
              }
            }
      );
    const { asked } = between();
    const record = await asked.getTrace(ID);
    expect(record.spans?.inputs.get(0)).toBe('9007199254740993');
    expect(record.spans?.names).toEqual(['ü']);
    const info = await asked.getInfo(ID);
    expect(info.tags).toEqual({ k: 'v' });
    expect(info.assessments.map(text => JSON.parse(text))).toMatchObject([
      { assessment_id: 'a' }
    ]);
  });

  it('brings a page of traces with the token of the next one, and the bytes of a file', async () => {
    reply = ({ url = '' }) =>
      url.includes('path=')
        ? [200, 'text/plain', 'a file']
        : json({
            traces: [{ trace_id: 'b' }, { trace_id: 'c' }],
            next_page_token: 'n'
          });
    const { asked } = between();
    const page = await asked.nextPage(
      { experimentIds: ['1'], pageToken: 't' },
      2
    );
    expect(page.infos.map(({ traceId }) => traceId)).toEqual(['b', 'c']);
    expect(page.pageToken).toBe('n');
    const file = await asked.getAttachment({
      traceId: ID,
      attachmentId: 'f',
      contentType: 'text/plain'
    });
    expect(await file.text()).toBe('a file');
  });

  it('carries the credentials to their server, and no message between webview and extension has them', async () => {
    const { asked, credentials, sent } = between();
    await credentials.keep(new URL(address).origin, OWN);
    await credentials.keep('http://127.0.0.1:1', { token: 'another' });
    await asked.setTag(ID, 'k', 'v');
    reply = () => [403, 'text/plain', `no, ${SECRET}`];
    await expect(asked.setTag(ID, 'k', 'v')).rejects.toThrow(
      'lets you read this and not change it'
    );
    reply = () => [
      400,
      'application/json',
      JSON.stringify({ error_code: 'BAD', message: `what is ${SECRET}?` })
    ];
    await expect(asked.deleteTag(ID, 'k')).rejects.toThrow('what is …?');
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(
      Array(3).fill(`Bearer ${SECRET}`)
    );
    expect(sent.join('\n')).not.toContain(SECRET);
  });

  it('is asked again with what the reader types when the server wants to know who they are', async () => {
    reply = ({ headers }) =>
      headers.authorization === `Bearer ${SECRET}`
        ? json({ traces: [] })
        : [401, 'text/html', ''];
    const { asked, prompts, sent } = between({ typed: OWN });
    const search = { experimentIds: ['1'], pageToken: 't' };
    await Promise.all([asked.nextPage(search, 2), asked.nextPage(search, 2)]);
    expect(prompts).toEqual([new URL(address).origin]);
    expect(sent.join('\n')).not.toContain(SECRET);
  });

  it('is refused with a way to the login when the reader types nothing, or what the server does not know', async () => {
    reply = () => [401, 'text/html', ''];
    for (const typed of [undefined, OWN]) {
      const { asked, advised } = between({ typed });
      await expect(asked.getInfo(ID)).rejects.toThrow(
        'wants to know who you are'
      );
      expect(advised).toEqual([
        { kind: 'stranger', asked: new URL(address).origin }
      ]);
    }
    expect(seen).toHaveLength(3);
  });

  it('goes to nobody in a workspace that is not trusted', async () => {
    const { asked, advised } = between({ isTrusted: false });
    await expect(asked.getInfo(ID)).rejects.toThrow('not trusted');
    expect(seen).toEqual([]);
    expect(advised).toEqual([{ kind: 'untrusted' }]);
  });

  it('goes to nobody when no server is set, not even to the one that the output names', async () => {
    const { asked } = between({ address: undefined, named: address });
    await expect(asked.getInfo(ID)).rejects.toThrow(
      `names ${new URL(address).origin}`
    );
    expect(seen).toEqual([]);
  });

  it('says that the output names another server when the one of the settings does not help', async () => {
    reply = () => [
      404,
      'application/json',
      JSON.stringify({
        error_code: 'RESOURCE_DOES_NOT_EXIST',
        message: 'no trace'
      })
    ];
    const { asked, advised } = between({ named: 'http://[x](command:evil)/' });
    await expect(asked.getInfo(ID)).rejects.toThrow(/no trace$/);
    const other = between({
      named: 'https://user:pw@elsewhere.example/[a](b)'
    });
    await expect(other.asked.getInfo(ID)).rejects.toThrow(
      `names https://elsewhere.example, and "spanbook.trackingUri" is ${new URL(address).origin}.`
    );
    expect([...advised, ...other.advised]).toHaveLength(1);
  });

  it('takes no credentials along to another address', async () => {
    reply = () => [302, 'text/html', ''];
    const { asked, credentials } = between();
    await credentials.keep(new URL(address).origin, OWN);
    await expect(asked.getInfo(ID)).rejects.toThrow(
      'must lead to MLflow itself'
    );
    expect(seen).toHaveLength(1);
  });

  it.each([
    [
      'is too old',
      [404, 'text/html', '<title>404 Not Found</title>'],
      'MLflow 3.6 or newer'
    ],
    ['is none', [404, 'text/plain', 'nothing here'], 'There is no MLflow'],
    ['fails', [500, 'text/html', 'oops'], 'failed (500)'],
    [
      'shows a login page',
      [200, 'text/html', '<form>'],
      'in place of an answer'
    ]
  ] as const)(
    'is refused in plain words when the server %s',
    async (_, answer, words) => {
      reply = () => answer;
      await expect(between().asked.getInfo(ID)).rejects.toThrow(words);
    }
  );

  it('is refused in plain words when nobody answers', async () => {
    const { asked } = between({ address: 'http://127.0.0.1:9/' });
    await expect(asked.getInfo(ID)).rejects.toThrow(
      'http://127.0.0.1:9 does not answer'
    );
  });
});
