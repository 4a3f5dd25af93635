import { describe, expect, it } from '@jest/globals';
import {
  ReadableStream,
  TransformStream,
  type ReadableStreamDefaultController
} from 'node:stream/web';
import { setImmediate } from 'node:timers/promises';
import { observedStream } from '../calls/observed-stream';

/* What happens to a source, its reader and whoever transforms its parts, with us between and without. */

type Controller = ReadableStreamDefaultController<unknown>;

/** A source that tells what it is asked for. */
function sourceOf(
  log: string[],
  pull: (controller: Controller, asked: number) => void
): ReadableStream<unknown> {
  let asked = 0;
  return new ReadableStream<unknown>(
    {
      pull: controller => {
        asked += 1;
        log.push(`source is asked for part ${asked}`);
        pull(controller, asked);
      },
      cancel: reason => {
        log.push(`source is cancelled: ${String(reason)}`);
      }
    },
    { highWaterMark: 0 }
  );
}

function upTo(last: number, end: (controller: Controller) => void) {
  return (controller: Controller, asked: number): void => {
    if (asked <= last) {
      controller.enqueue(asked);
    } else {
      end(controller);
    }
  };
}

const closing = upTo(5, controller => {
  controller.close();
});

const failing = upTo(3, controller => {
  controller.error(new Error('the source broke'));
});

function doubling(): TransformStream<unknown, unknown> {
  return new TransformStream<unknown, unknown>({
    transform: (part, controller) => {
      controller.enqueue(Number(part) * 2);
    }
  });
}

async function readAll(
  stream: ReadableStream<unknown>,
  log: string[],
  most = Infinity
): Promise<void> {
  const reader = stream.getReader();
  try {
    for (let count = 0; count < most; count++) {
      const { done, value } = await reader.read();
      if (done) {
        log.push('reader is told the end');
        return;
      }
      log.push(`reader gets ${String(value)}`);
    }
    await reader.cancel('enough');
    log.push('reader has cancelled');
  } catch (error) {
    log.push(`reader fails: ${String(error)}`);
  }
}

type Way = (stream: ReadableStream<unknown>, log: string[]) => Promise<void>;

const piped: Way = (stream, log) =>
  readAll(stream.pipeThrough(doubling()), log);

const left: Way = (stream, log) =>
  readAll(stream.pipeThrough(doubling()), log, 2);

/** What is told to who asks the stream itself afterwards. */
const andReadAgain =
  (way: Way): Way =>
  async (stream, log) => {
    await way(stream, log);
    await setImmediate();
    await readAll(stream, log);
  };

const WAYS: readonly (readonly [
  string,
  Parameters<typeof sourceOf>[1],
  Way
])[] = [
  ['read to its end', closing, (stream, log) => readAll(stream, log)],
  ['left by its reader', closing, (stream, log) => readAll(stream, log, 2)],
  ['broken', failing, (stream, log) => readAll(stream, log)],
  ['piped to its end', closing, piped],
  ['piped, and broken', failing, piped],
  ['piped, and left by the reader', closing, left],
  [
    'piped on and on',
    closing,
    (stream, log) =>
      readAll(stream.pipeThrough(doubling()).pipeThrough(doubling()), log)
  ],
  [
    'piped by who fails',
    closing,
    (stream, log) =>
      readAll(
        stream.pipeThrough(
          new TransformStream<unknown, unknown>({
            transform: (part, controller) => {
              if (part === 3) {
                throw new Error('the transform broke');
              }
              controller.enqueue(part);
            }
          })
        ),
        log
      )
  ],
  [
    'piped by who wants no more',
    closing,
    (stream, log) =>
      readAll(
        stream.pipeThrough(
          new TransformStream<unknown, unknown>({
            transform: (part, controller) => {
              controller.enqueue(part);
              if (part === 3) {
                controller.terminate();
              }
            }
          })
        ),
        log
      )
  ],
  [
    'piped, and the pipe aborted while the source is silent',
    upTo(2, () => undefined),
    async (stream, log) => {
      const { readable, writable } = doubling();
      const abort = new AbortController();
      const over = readAll(
        stream.pipeThrough({ readable, writable }, { signal: abort.signal }),
        log
      );
      await setImmediate();
      abort.abort(new Error('the program aborts'));
      await over;
    }
  ],
  [
    'piped, and left while the source is silent',
    upTo(2, () => undefined),
    async (stream, log) => {
      const reader = stream.pipeThrough(doubling()).getReader();
      log.push(`reader gets ${String((await reader.read()).value)}`);
      await setImmediate();
      await reader.cancel('enough');
    }
  ],
  ['piped to its end, and read again', closing, andReadAgain(piped)],
  ['piped, left, and read again', closing, andReadAgain(left)],
  ['piped, broken, and read again', failing, andReadAgain(piped)],
  [
    'piped to what cannot be read',
    closing,
    (stream, log) => {
      const { writable } = doubling();
      try {
        stream.pipeThrough({ writable } as never);
      } catch (error) {
        log.push((error as Error).name);
      }
      return readAll(stream, log);
    }
  ],
  [
    'piped where the source is not to be cancelled',
    closing,
    andReadAgain((stream, log) =>
      readAll(stream.pipeThrough(doubling(), { preventCancel: true }), log, 2)
    )
  ],
  [
    'piped while it is read',
    closing,
    async (stream, log) => {
      stream.getReader();
      try {
        await readAll(stream.pipeThrough(doubling()), log);
      } catch (error) {
        log.push((error as Error).name);
      }
    }
  ],
  [
    'teed',
    closing,
    async (stream, log) => {
      const [one, other] = stream.tee();
      await readAll(one, log);
      await readAll(other, log);
    }
  ],
  [
    'read step by step',
    closing,
    async (stream, log) => {
      for await (const part of stream.pipeThrough(doubling())) {
        log.push(`reader gets ${String(part)}`);
        if (part === 6) {
          break;
        }
      }
      await setImmediate();
      log.push(`locked: ${String(stream.locked)}`);
    }
  ]
];

/** What all of them see, in order, each for itself: how they take turns is nobody's business. */
async function seen(
  pull: Parameters<typeof sourceOf>[1],
  way: Way,
  between: (stream: ReadableStream<unknown>) => ReadableStream<unknown>
): Promise<readonly string[]> {
  const log: string[] = [];
  await way(between(sourceOf(log, pull)), log);
  for (let turn = 0; turn < 5; turn++) {
    await setImmediate();
  }
  return [...log].sort();
}

const NOTHING = {
  part: () => undefined,
  end: () => undefined,
  fail: () => undefined
};

describe('an observed stream', () => {
  it.each(WAYS)('is as without us when it is %s', async (_, pull, way) => {
    const without = await seen(pull, way, stream => stream);
    expect(without.length).toBeGreaterThan(0);
    const observed = await seen(pull, way, stream =>
      observedStream(stream, NOTHING)
    );
    expect(observed).toEqual(without);
  });

  it.each([
    ['piped to its end', '1 2 3 4 5 end'],
    ['piped, and broken', '1 2 3 fail: the source broke'],
    ['piped, and left by the reader', 'cancel'],
    ['piped by who fails', 'cancel'],
    ['piped by who wants no more', 'cancel'],
    ['piped, and left while the source is silent', 'cancel'],
    ['piped while it is read', ''],
    ['read to its end', '1 2 3 4 5 end'],
    ['left by its reader', '1 2 cancel'],
    ['broken', '1 2 3 fail: the source broke'],
    ['teed', '1 2 3 4 5 end']
  ])('that is %s tells its observer once', async (name, expected) => {
    const [, pull, way] = WAYS.find(([known]) => known === name) ?? [];
    const told: string[] = [];
    await seen(pull ?? closing, way ?? piped, stream =>
      observedStream(stream, {
        part: part => told.push(String(part)),
        end: () => told.push('end'),
        fail: error => told.push(`fail: ${(error as Error).message}`),
        cancel: () => told.push('cancel')
      })
    );
    // How many parts were under way when the reader left is the transform's business.
    const text = told.join(' ');
    expect(expected === 'cancel' ? told.at(-1) : text).toBe(expected);
    expect(told.filter(word => !/^\d$/.test(word)).length).toBeLessThan(2);
  });

  it('is read as without us when its observer fails', async () => {
    const broken = (): never => {
      throw new Error('the observer broke');
    };
    const log = await seen(closing, piped, stream =>
      observedStream(stream, { part: broken, end: broken, fail: broken })
    );
    expect(log).toEqual(await seen(closing, piped, stream => stream));
  });

  it('asks the source for no more than there is room for', async () => {
    const asked = async (
      between: (stream: ReadableStream<unknown>) => ReadableStream<unknown>
    ): Promise<readonly string[]> =>
      seen(
        upTo(100, () => undefined),
        async (stream, log) => {
          const reader = stream.pipeThrough(doubling()).getReader();
          await reader.read();
          log.push('reader has one');
        },
        between
      );
    expect(await asked(stream => observedStream(stream, NOTHING))).toEqual(
      await asked(stream => stream)
    );
  });
});
