import { isObject, valueAt } from '../patching/patch';

/** Where models come from; what a provider of another name gives may be handed in. */
export const PROVIDERS: readonly string[] = [
  ...[
    ...['openai', 'openai-compatible', 'azure', 'anthropic', 'amazon-bedrock'],
    ...['google', 'google-vertex', 'mistral', 'cohere', 'groq', 'xai'],
    ...['deepseek', 'togetherai', 'fireworks', 'deepinfra', 'cerebras'],
    ...['perplexity', 'baseten', 'huggingface', 'gateway', 'vercel']
  ].map(name => `@ai-sdk/${name}`),
  ...['@openrouter/ai-sdk-provider', 'ollama-ai-provider-v2'],
  'voyage-ai-provider'
];

/** The members of a provider that make a model of a name, and ask nobody anything. */
const MAKERS = [
  ...['languageModel', 'chat', 'completion', 'responses', 'messages'],
  ...['embeddingModel', 'embedding', 'textEmbeddingModel', 'textEmbedding'],
  ...['rerankingModel', 'reranking']
];

/** Functions of a model, of which it has one. */
const METHODS = ['doGenerate', 'doEmbed', 'doRerank'];

/** A model of each class in a module, in a provider, or the model that it is. */
export function modelsIn(subject: unknown): readonly unknown[] {
  if (hasOne(subject, METHODS)) {
    return [subject];
  }
  if (hasOne(subject, MAKERS)) {
    return modelsOf(subject);
  }
  const members = isObject(subject) ? Object.entries(subject) : [];
  const providers = members.filter(([, member]) => hasOne(member, MAKERS));
  const found = providers.length > 0 ? providers : made(members);
  return found.flatMap(([, provider]) => modelsOf(provider));
}

function hasOne(subject: unknown, names: readonly string[]): boolean {
  return names.some(name => typeof valueAt(subject, name) === 'function');
}

/** Of a module that has no provider but makes one of its address. */
function made(
  members: readonly (readonly [string, unknown])[]
): readonly (readonly [string, unknown])[] {
  const settings = { name: 'any', apiKey: 'any', baseURL: 'http://localhost' };
  return members
    .filter(([name]) => /^create[A-Z].*Compatible$/.test(name))
    .map(([name, create]) => [name, given(create, undefined, settings)]);
}

function modelsOf(provider: unknown): readonly unknown[] {
  return MAKERS.map(name =>
    given(valueAt(provider, name), provider, 'any')
  ).filter(model => hasOne(model, METHODS));
}

/** What a function gives; undefined when it will not. */
function given(make: unknown, owner: unknown, argument: unknown): unknown {
  try {
    return typeof make === 'function'
      ? Reflect.apply(make, owner, [argument])
      : undefined;
  } catch {
    return undefined;
  }
}
