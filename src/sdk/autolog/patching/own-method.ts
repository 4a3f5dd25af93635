import { whenDropped } from '../calls/dropped';
import { isObject, type Undo } from './patch';

/**
 * Changes a method that each object gets as its own when it is made, of those of a class that are made from now on.
 *
 * @param prototype of the class, which has no such method itself.
 * @param change what is done to an object that has just got its method; says how to undo it.
 * @returns undefined when somebody waits for the method already.
 */
export function changeOwnMethod(
  prototype: unknown,
  name: string,
  change: (owner: object) => Undo | undefined
): Undo | undefined {
  if (!isObject(prototype) || Object.hasOwn(prototype, name)) {
    return undefined;
  }
  /** Of what was made meanwhile; none of these is held. */
  const made = new Set<WeakRef<object>>();
  const undoOf = new WeakMap<object, Undo>();
  const isWaiting = Reflect.defineProperty(prototype, name, {
    set(this: object, method: unknown) {
      Reflect.defineProperty(this, name, {
        value: method,
        ...{ writable: true, enumerable: true, configurable: true }
      });
      const undo = change(this);
      if (undo !== undefined) {
        const reference = new WeakRef(this);
        made.add(reference);
        undoOf.set(this, undo);
        whenDropped(this, () => made.delete(reference));
      }
    },
    configurable: true
  });
  return isWaiting
    ? () => {
        Reflect.deleteProperty(prototype, name);
        for (const reference of made) {
          const owner = reference.deref();
          (owner && undoOf.get(owner))?.();
        }
        made.clear();
      }
    : undefined;
}
