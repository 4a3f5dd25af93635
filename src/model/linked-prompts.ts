import { jsonTextOf } from '../bundle/json-text';
import type { TraceInfo } from '../bundle/types';

/** A prompt of MLflow's registry that a trace was made with. */
export type LinkedPrompt = {
  /** What was recorded, as it is, where no name can be read. */
  readonly name: string;
  readonly version?: string;
};

/** The tag of a trace with a JSON list of `{name, version}` (`TraceTagKey.LINKED_PROMPTS` of MLflow 3). */
const LINKED_PROMPTS_TAG = 'mlflow.linkedPrompts';

/** The prompts of a trace in their order. Never throws: what is no list of prompts is given as it was recorded. */
export function linkedPrompts({ tags }: TraceInfo): readonly LinkedPrompt[] {
  const text = tags[LINKED_PROMPTS_TAG];
  if (text === undefined) {
    return [];
  }
  const prompts = parsed(text);
  return Array.isArray(prompts)
    ? prompts.map((prompt: unknown) => promptOf(prompt))
    : [{ name: text }];
}

function promptOf(prompt: unknown): LinkedPrompt {
  const { name, version } = membersOf(prompt);
  if (typeof name !== 'string' || name === '') {
    return { name: jsonTextOf(prompt) };
  }
  return typeof version === 'string' || typeof version === 'number'
    ? { name, version: String(version) }
    : { name };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
