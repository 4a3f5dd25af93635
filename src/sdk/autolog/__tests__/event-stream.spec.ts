import { describe, expect, it } from '@jest/globals';
import { openai } from '../autolog';
import { collected } from './collected';
import { all, failing, first } from './programs';
import { traceCalls } from './traced-calls';

const CHUNKS = ['Echo: ', 'hello'].map(content => ({
  choices: [{ index: 0, delta: { content } }]
}));

/** A stream as OpenAI's client had it before 4.4: without `iterator`, `tee` and `toReadableStream`. */
class EarlyStream {
  readonly controller = new AbortController();
  readonly isCut: boolean;

  constructor(isCut: boolean) {
    this.isCut = isCut;
  }

  async *[Symbol.asyncIterator]() {
    let isDone = false;
    try {
      yield* CHUNKS;
      if (this.isCut) {
        throw new TypeError('terminated');
      }
      isDone = true;
    } finally {
      if (!isDone) {
        this.controller.abort();
      }
    }
  }
}

/** What its `create` gives: the answer is read when somebody waits for it. */
class EarlyPromise {
  readonly responsePromise = Promise.resolve();
  private readonly _stream: EarlyStream;

  constructor(stream: EarlyStream) {
    this._stream = stream;
  }

  parseResponse(): unknown {
    return this._stream;
  }

  asResponse(): Promise<unknown> {
    return this.responsePromise;
  }

  then(
    fulfilled: (value: unknown) => unknown,
    rejected: (error: unknown) => unknown
  ): Promise<unknown> {
    return this.responsePromise
      .then(() => this.parseResponse())
      .then(fulfilled, rejected);
  }
}

class Completions {
  create({ isCut = false }): EarlyPromise {
    return new EarlyPromise(new EarlyStream(isCut));
  }
}

describe('a stream of an early client', () => {
  const traced = traceCalls();

  async function streamed(isCut = false): Promise<EarlyStream> {
    await openai.autolog({ Chat: { Completions } });
    const stream: unknown = await new Completions().create({ isCut });
    if (stream instanceof EarlyStream) {
      return stream;
    }
    throw new Error('create gives a stream');
  }

  async function onlySpan() {
    const spans = await traced.ended();
    expect(spans).toHaveLength(1);
    return spans[0];
  }

  it('is recorded whole when it is read whole', async () => {
    expect(await all(await streamed())).toEqual(CHUNKS);
    const span = await onlySpan();
    expect(span?.outputs).toMatchObject({
      choices: [{ message: { content: 'Echo: hello' } }]
    });
    expect(span?.events[0]?.name).toBe('first_token');
  });

  it('ends with what came when its reader stops', async () => {
    const stream = await streamed();
    expect(await first(stream)).toEqual(CHUNKS[0]);
    expect(stream.controller.signal.aborted).toBe(true);
    const span = await onlySpan();
    expect(span?.outputs).toMatchObject({
      choices: [{ message: { content: 'Echo: ' } }]
    });
    expect(span?.attributes['mlflow.stream.interrupted']).toBe(true);
  });

  it('is an error when it breaks off', async () => {
    const said = await failing(all(await streamed(true)));
    expect(said).toBe('TypeError: TypeError: terminated');
    expect((await onlySpan())?.status.statusCode).toBe('ERROR');
  });

  it('ends when it is aborted between two steps', async () => {
    const stream = await streamed();
    await stream[Symbol.asyncIterator]().next();
    stream.controller.abort();
    const span = await onlySpan();
    expect(span?.status.statusCode).toBe('OK');
    expect(span?.attributes['mlflow.stream.interrupted']).toBe(true);
  });

  it('ends when its reader lets it go', async () => {
    const stream = await streamed();
    await stream[Symbol.asyncIterator]().next();
    const [span] = await collected(1, traced.ended);
    expect(span?.outputs).toMatchObject({
      choices: [{ message: { content: 'Echo: ' } }]
    });
    expect(span?.attributes['mlflow.stream.interrupted']).toBe(true);
  });
});
