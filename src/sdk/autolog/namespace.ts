import process from 'node:process';
import { say, warn } from '../diag';
import { shared } from '../state';
import { findLibrary } from './find-library';
import type {
  AutologOptions,
  AutologSettings,
  Integration
} from './integration';
import type { Undo } from './patch';

/** Auto tracing of one library, as it stands now; shared by all copies of the SDK. */
export type AutologState = {
  settings: AutologSettings;
  readonly undo: Undo[];
};

/** Turns auto tracing of one library on and off. */
export type LibraryNamespace = {
  /**
   * Traces calls of the library from now on, also those of clients that exist already. Without a subject the library is
   * looked for where code of the notebook's folder would import it from.
   *
   * @param subject the module, a class or a client, or a list of such; may be left out.
   * @returns true when the library is traced now. Never rejects: what was not found is said once.
   */
  autolog(subject?: unknown, options?: AutologOptions): Promise<boolean>;
};

/** What users call `mlflow.<library>`. */
export function namespaceOf(integration: Integration): LibraryNamespace {
  return {
    autolog: (subject, options) =>
      isOptions(subject) && options === undefined
        ? switchLibrary(integration, undefined, subject)
        : switchLibrary(integration, subject, options ?? {})
  };
}

/** What `autolog` itself adds to what a user may say. */
export type SwitchOptions = AutologOptions & {
  /** True: all libraries are wanted that are installed, and no other. */
  readonly isAnyLibrary?: boolean;
};

/** Does for a library what the options say. */
export async function switchLibrary(
  integration: Integration,
  subject: unknown,
  options: SwitchOptions
): Promise<boolean> {
  if (options.disable === true) {
    undo(integration.name);
    return false;
  }
  const state = stateOf(integration.name);
  state.settings = {
    logTraces: options.logTraces !== false,
    captureContent: options.captureContent !== false
  };
  const isFound =
    subject === undefined
      ? patchWithout(integration, state, options) ||
        (await patchFound(integration, state))
      : patchSubject(integration, subject, state);
  if (!isFound && options.silent !== true && options.isAnyLibrary !== true) {
    sayNotFound(integration, subject);
  }
  return isFound;
}

function patchWithout(
  integration: Integration,
  state: AutologState,
  { isAnyLibrary }: SwitchOptions
): boolean {
  return (
    integration.needsNoModule === true &&
    isAnyLibrary !== true &&
    patchSubject(integration, undefined, state)
  );
}

async function patchFound(
  integration: Integration,
  state: AutologState
): Promise<boolean> {
  for (const name of integration.modules) {
    if (await patchModule(name, integration, state)) {
      for (const other of integration.alongside ?? []) {
        await patchModule(other, integration, state);
      }
      return true;
    }
  }
  return false;
}

async function patchModule(
  name: string,
  integration: Integration,
  state: AutologState
): Promise<boolean> {
  const copies = await findLibrary(name, integration);
  return patchSubject(integration, copies, state);
}

/** Takes one subject, or a list of them; true when one of them is of this library. */
function patchSubject(
  integration: Integration,
  subject: unknown,
  state: AutologState
): boolean {
  const subjects: readonly unknown[] = Array.isArray(subject)
    ? subject
    : [subject];
  const done = subjects.map(one =>
    integration.patch(one, () => state.settings)
  );
  for (const undoOne of done.flat()) {
    if (undoOne !== undefined) {
      state.undo.push(undoOne);
    }
  }
  return done.some(one => one !== undefined);
}

function stateOf(name: string): AutologState {
  const known = shared.autolog.get(name) ?? {
    settings: { logTraces: true, captureContent: true },
    undo: []
  };
  shared.autolog.set(name, known);
  return known;
}

function undo(name: string): void {
  for (const undoOne of shared.autolog.get(name)?.undo.splice(0) ?? []) {
    undoOne();
  }
}

function sayNotFound({ name, modules }: Integration, subject: unknown): void {
  warn(
    `autolog ${name}`,
    subject === undefined
      ? `${name}.autolog(): ${modules.join(' or ')} is not installed for ${process.cwd()}; install it there, or hand the library in: ${name}.autolog(module)`
      : `${name}.autolog(…): what was handed in is no module, class or client of ${name}`
  );
}

const OPTIONS: ReadonlySet<string> = new Set([
  'disable',
  'logTraces',
  'silent',
  'captureContent'
]);

/** Told from a subject by what it is: a plain object that has nothing but options. */
export function isOptions(value: unknown): value is AutologOptions {
  return (
    typeof value === 'object' &&
    value !== null &&
    Reflect.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).length > 0 &&
    Object.keys(value).every(key => OPTIONS.has(key))
  );
}

/** Says what is traced now. */
export function sayTraced(names: readonly string[]): void {
  say(
    names.length === 0
      ? 'autolog: no library that can be traced is installed here'
      : `autolog: tracing ${names.join(', ')}`
  );
}
