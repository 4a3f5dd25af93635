import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import {
  startFakeLlm,
  type FakeLlm
} from '../../../../test/fake-llm/server.mjs';
import { shared } from '../../state';
import { autolog } from '../autolog';
import { observeTraces, type ObservedSpan } from './observed-spans';

/** What the tests of a `describe` share: a fake provider, and the spans of what they call. */
export type TracedCalls = ReturnType<typeof observeTraces> & {
  /** The provider's address; known once the tests run. */
  readonly url: string;
  readonly requests: FakeLlm['requests'];
  /**
   * Asserts that a program gives the same, and asks the provider as often, with tracing as without, and that no
   * span is left open.
   *
   * @param shown how what it gives is compared; as JSON when absent.
   * @returns the spans of the traced run, of which there is at least one.
   */
  readonly expectSame: (
    program: () => Promise<unknown>,
    turnOn: () => Promise<unknown>,
    shown?: (result: unknown) => unknown
  ) => Promise<ObservedSpan[]>;
};

/**
 * Starts a fake provider for the tests of a `describe`. After each of them nothing is traced, and what was seen is
 * forgotten.
 */
export function traceCalls(): TracedCalls {
  let fake: FakeLlm | undefined;
  const started = (): FakeLlm => {
    if (fake === undefined) {
      throw new Error('the provider is there when the tests run');
    }
    return fake;
  };
  const observed = observeTraces();
  beforeAll(async () => {
    fake = await startFakeLlm();
  });
  afterEach(async () => {
    await autolog({ disable: true });
    observed.clear();
    started().requests.length = 0;
  });
  afterAll(() => started().close());
  return {
    ...observed,
    get url() {
      return started().url;
    },
    get requests() {
      return started().requests;
    },
    async expectSame(program, turnOn, shown = JSON.stringify) {
      const untraced = shown(await program());
      const requests = started().requests.length;
      await turnOn();
      expect(shown(await program())).toEqual(untraced);
      expect(started().requests).toHaveLength(2 * requests);
      const spans = await observed.ended();
      expect(spans.length).toBeGreaterThan(0);
      expect(shared.openTraces.size).toBe(0);
      return spans;
    }
  };
}
