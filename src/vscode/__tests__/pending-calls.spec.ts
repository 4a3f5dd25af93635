import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  jest
} from '@jest/globals';
import type { Request } from '../messages';
import { PendingCalls } from '../pending-calls';

let sent: Request[];
let calls: PendingCalls;
const asked = { call: { method: 'getInfo', traceId: 'tr-1' } } as const;

beforeEach(() => {
  sent = [];
  calls = new PendingCalls(request => sent.push(request));
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const idOf = (at: number): string => {
  const request = sent[at];
  return request && 'id' in request ? request.id : '';
};

describe('PendingCalls', () => {
  it('gives each call its own answer, and tells how far it is', async () => {
    const onProgress = jest.fn();
    const first = calls.ask(asked, { onProgress });
    const second = calls.ask(asked);
    calls.take({ type: 'answer', id: idOf(1), text: 'second' });
    calls.take({ type: 'progress', id: idOf(0), bytes: 0 });
    calls.take({ type: 'progress', id: idOf(0), bytes: 7 });
    calls.take({ type: 'refusal', id: idOf(0), why: 'no' });
    calls.take({ type: 'answer', id: idOf(0), text: 'too late' });
    expect(await second).toMatchObject({ text: 'second' });
    await expect(first).rejects.toThrow('no');
    expect(onProgress.mock.calls).toEqual([[7]]);
  });

  it('tells the extension once that nobody waits any more', async () => {
    const { signal, abort } = controller();
    const call = calls.ask(asked, { signal });
    abort();
    await expect(call).rejects.toThrow('cancelled');
    expect(sent).toEqual([expect.anything(), { type: 'cancel', id: idOf(0) }]);
    const answered = controller();
    const other = calls.ask(asked, { signal: answered.signal });
    calls.take({ type: 'answer', id: idOf(2), text: '' });
    await other;
    answered.abort();
    expect(sent).toHaveLength(3);
  });

  it('gives up when the extension does not even say that it has heard', async () => {
    const unheard = calls.ask(asked);
    const heard = calls.ask(asked);
    calls.take({ type: 'progress', id: idOf(1), bytes: 0 });
    jest.advanceTimersByTime(60_000);
    await expect(unheard).rejects.toThrow('VS Code does not answer');
    calls.take({ type: 'answer', id: idOf(1), text: 'slowly' });
    expect(await heard).toMatchObject({ text: 'slowly' });
  });
});

function controller(): { signal: AbortSignal; abort: () => void } {
  const made = new AbortController();
  return { signal: made.signal, abort: () => made.abort() };
}
