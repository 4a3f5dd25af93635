import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { shared } from '../../state';
import { installNotebookDisplay } from '../install';

const INTERNAL = Symbol('Deno.internal');
const INSTALLED = Symbol.for('spanbook.display.v1');

beforeEach(() => {
  Reflect.deleteProperty(globalThis, INSTALLED);
});

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'Deno');
  shared.observers.clear();
});

describe('installNotebookDisplay', () => {
  it('observes nothing outside a notebook', () => {
    installNotebookDisplay();
    expect(shared.observers.size).toBe(0);
  });

  it('hooks the kernel once, however often and by however many copies it is called', () => {
    const jupyter = { broadcastResult: () => Promise.resolve() };
    Object.assign(globalThis, {
      Deno: {
        internal: INTERNAL,
        jupyter: { broadcast: () => undefined },
        [INTERNAL]: { jupyter }
      }
    });
    installNotebookDisplay();
    const hooked = jupyter.broadcastResult;
    installNotebookDisplay();
    expect(shared.observers.size).toBe(1);
    expect(jupyter.broadcastResult).toBe(hooked);
  });

  it('does not throw in a kernel whose parts throw', () => {
    Object.assign(globalThis, {
      Deno: {
        get jupyter(): never {
          throw new Error('hostile');
        }
      }
    });
    expect(installNotebookDisplay).not.toThrow();
    expect(shared.observers.size).toBe(0);
  });
});
