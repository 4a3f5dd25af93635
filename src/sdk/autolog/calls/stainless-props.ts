import type { Callee } from '../../api/traced-call';
import { isObject, replaceMethod, valueAt, type Undo } from '../patching/patch';

/** Told what an answer was read as. */
type Reader = (value: unknown) => void;

/** Who waits for the answer that stands in an object; a promise of another call may read it. */
const readers = new WeakMap<object, Reader>();

/**
 * Follows an answer that a helper of the client takes unread from the promise of its call, by `_responseProps`, to put it
 * into a promise of its own: Anthropic's threads and tool runners do so when they stream.
 * @returns how to undo what was done to the class of the promise; undefined when nothing was.
 */
export function followProps(promise: object, read: Reader): Undo | undefined {
  if (typeof valueAt(promise, '_responseProps') !== 'function') {
    return undefined;
  }
  Reflect.set(promise, '_responseProps', async () => {
    const props: unknown = await valueAt(promise, 'responsePromise');
    if (isObject(props)) {
      readers.set(props, read);
    }
    return props;
  });
  return replaceMethod(
    Reflect.getPrototypeOf(promise),
    '_thenUnwrap',
    original =>
      function derived(this: object, ...args: unknown[]): unknown {
        watchReading(this);
        return Reflect.apply(original, this, args);
      }
  );
}

function watchReading(promise: object): void {
  // A function: every promise of the class has it.
  const parse = Reflect.get(promise, 'parseResponse') as Callee;
  Reflect.set(promise, 'parseResponse', async (...args: unknown[]) => {
    const value: unknown = await Reflect.apply(parse, promise, args);
    const read = args
      .filter(isObject)
      .map(arg => readers.get(arg))
      .find(reader => reader !== undefined);
    read?.(value);
    return value;
  });
}
