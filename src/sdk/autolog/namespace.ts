import process from 'node:process';
import { say, warnAnew } from '../diag';
import { shared } from '../state';
import { findLibrary, installedVersion } from './find-library';
import type {
  AutologOptions,
  AutologSettings,
  Integration
} from './integration';
import { checkedOptions, isOptions } from './options';
import type { Undo } from './patching/patch';

/** Auto tracing of one library, as it stands now; shared by all copies of the SDK. */
export type AutologState = {
  settings: AutologSettings;
  readonly undo: Undo[];
};

/** Turns auto tracing of one library on and off. */
export type LibraryNamespace = {
  /**
   * Traces calls of the library from now on, also those of clients that exist already. The library is looked for where
   * code of the notebook's folder would import it from.
   *
   * @returns true when the library is traced now. Never rejects: that it was not found is said.
   * @throws TypeError for what is no option.
   */
  autolog(options?: AutologOptions): Promise<boolean>;
  /**
   * Traces calls of what is handed in from now on.
   *
   * @param subject the module, a class or a client, or a list of such.
   */
  autolog(subject: unknown, options?: AutologOptions): Promise<boolean>;
};

/** What users call `mlflow.<library>`. */
export function namespaceOf(integration: Integration): LibraryNamespace {
  const said = `${integration.name}.autolog`;
  return {
    autolog: (subject?: unknown, options?: AutologOptions) =>
      isOptions(subject) && options === undefined
        ? switchLibrary(integration, undefined, checkedOptions(subject, said))
        : switchLibrary(
            integration,
            subject,
            checkedOptions(options ?? {}, said)
          )
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
      ? (await patchWithout(integration, state, options)) ||
        (await patchFound(integration, state))
      : patchSubject(integration, subject, state);
  if (!isFound && options.silent !== true && options.isAnyLibrary !== true) {
    sayNotFound(integration, subject);
  }
  return isFound;
}

async function patchWithout(
  integration: Integration,
  state: AutologState,
  { isAnyLibrary }: SwitchOptions
): Promise<boolean> {
  const isDone =
    integration.needsNoModule === true &&
    isAnyLibrary !== true &&
    patchSubject(integration, undefined, state);
  if (isDone) {
    await patchAlongside(integration, state);
  }
  return isDone;
}

async function patchAlongside(
  integration: Integration,
  state: AutologState
): Promise<void> {
  for (const name of integration.alongside ?? []) {
    await patchModule(name, integration, state);
  }
}

async function patchFound(
  integration: Integration,
  state: AutologState
): Promise<boolean> {
  for (const name of integration.modules) {
    if (await patchModule(name, integration, state)) {
      await patchAlongside(integration, state);
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
  warnAnew(
    `autolog ${name}`,
    subject === undefined
      ? `${name}.autolog(): ${whyNotFound(modules)}; or hand the library in: ${name}.autolog(module)`
      : `${name}.autolog(…): what was handed in is no module, class or client of ${name}`
  );
}

function whyNotFound(modules: readonly string[]): string {
  const folder = process.cwd();
  for (const module of modules) {
    const version = installedVersion(module);
    if (version !== undefined) {
      return `${module} ${version}, which is installed for ${folder}, does not load or has nothing that can be traced: try its newest version`;
    }
  }
  return `${modules.join(' or ')} is not installed for ${folder}: install it there`;
}

/** Says what is traced now, and how. */
export function sayTraced(
  names: readonly string[],
  { logTraces, captureContent }: AutologOptions
): void {
  const how =
    logTraces === false
      ? 'not recording'
      : captureContent === false
        ? 'tracing, without contents,'
        : 'tracing';
  say(`autolog: ${how} ${names.join(', ')}`);
}

/** Says that no library is there. */
export function sayNothingFound(): void {
  say(
    `autolog: no library that can be traced is installed for ${process.cwd()}; install one there, or hand in what you import: autolog({ openai: OpenAI })`
  );
}
