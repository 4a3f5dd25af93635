import type { AutologSettings, Integration } from './integration';
import { isObject, valueAt, type Undo } from './patching/patch';
import { followCalls6, telemetry6 } from './vercel/version-6';
import { telemetry7 } from './vercel/version-7';
import { traceModel } from './vercel/models';
import { modelsIn, PROVIDERS } from './vercel/providers';

/** Where the AI SDK, whichever copy of it, looks for those who want to know of its calls. */
const REGISTRY = 'AI_SDK_TELEMETRY_INTEGRATIONS';

/** Marks what any copy of the SDK has put there. */
const OURS = Symbol.for('spanbook.autolog.vercel');

/**
 * Vercel's AI SDK, versions 6 and 7, with every provider. It tells of its calls whoever asks in a list of the process:
 * nothing needs to be imported or handed in. What version 6 does not tell of is seen at the models of its providers.
 */
export const vercel: Integration = {
  name: 'vercel',
  modules: ['ai'],
  needsNoModule: true,
  alongside: PROVIDERS,
  patch: (subject, settings) => {
    const models = modelsIn(subject);
    const isOurs = subject === undefined || isAiSdk(subject);
    return isOurs || models.length > 0
      ? [
          ...register(settings),
          ...models.flatMap(model => traceModel(model, settings))
        ]
      : undefined;
  }
};

function isAiSdk(subject: unknown): boolean {
  return [subject, valueAt(subject, 'default')].some(
    module => typeof valueAt(module, 'generateText') === 'function'
  );
}

function register(
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  const known: unknown = Reflect.get(globalThis, REGISTRY);
  const list: unknown[] = Array.isArray(known) ? known : [];
  Reflect.set(globalThis, REGISTRY, list);
  if (list.some(entry => isObject(entry) && OURS in entry)) {
    return [];
  }
  const ours = [telemetry6(settings), telemetry7(settings)];
  for (const entry of ours) {
    Reflect.defineProperty(entry, OURS, { value: true });
  }
  // Before others: a listener that comes after one that waits runs in a context of its own.
  list.unshift(...ours);
  return [
    () => {
      removeFrom(list, ours);
    },
    ...followCalls6()
  ];
}

function removeFrom(list: unknown[], entries: readonly unknown[]): void {
  for (const entry of entries) {
    const at = list.indexOf(entry);
    if (at >= 0) {
      list.splice(at, 1);
    }
  }
}
