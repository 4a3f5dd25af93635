import type { AutologSettings, Integration } from './integration';
import { groqResources, openAiResources, type Resource } from './openai/calls';
import { isObject, valueAt, type Undo } from './patching/patch';
import { traceMethod, traceRetries } from './calls/stainless';

/** What a provider's client needs besides what its API has in common with OpenAI's. */
export type OpenAiLike = {
  readonly name: string;
  readonly modules: readonly string[];
  /** Names under which a module exports its client's class. */
  readonly classes: readonly string[];
  readonly resources: readonly Resource[];
};

/** OpenAI's client, also Azure's and every server that speaks OpenAI's API. */
export const openai = openAiLike({
  name: 'openai',
  modules: ['openai'],
  classes: ['OpenAI', 'default'],
  resources: openAiResources
});

/** Groq's client, of the same make and API. */
export const groq = openAiLike({
  name: 'groq',
  modules: ['groq-sdk'],
  classes: ['Groq', 'default'],
  resources: groqResources
});

function openAiLike(like: OpenAiLike): Integration {
  const { name, modules, classes, resources } = like;
  return {
    name,
    modules,
    patch: (subject, settings) => {
      const found = [subject, ...classes.map(key => valueAt(subject, key))]
        .map(candidate => patchOne(candidate, resources, settings))
        .find(done => done.length > 0);
      return found;
    }
  };
}

/** Traces every client of a class: what a client calls stands on the prototypes of its resources. */
function patchOne(
  subject: unknown,
  resources: readonly Resource[],
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  const found = resources.flatMap(resource => {
    const owner = ownerOf(subject, resource);
    return isObject(owner) ? [{ owner, resource }] : [];
  });
  if (found.length === 0) {
    return [];
  }
  const client = valueAt(subject, 'prototype') ?? subject;
  return [
    ...found.map(({ owner, resource: { method, call } }) =>
      traceMethod(owner, method, call, settings)
    ),
    traceRetries(client)
  ];
}

function ownerOf(
  subject: unknown,
  { onClass, onClient, method }: Resource
): unknown {
  const owner =
    valueAt(subject, ...onClass, 'prototype') ??
    prototypeOf(valueAt(subject, ...onClient));
  return typeof valueAt(owner, method) === 'function' ? owner : undefined;
}

function prototypeOf(value: unknown): unknown {
  return isObject(value) ? Reflect.getPrototypeOf(value) : undefined;
}
