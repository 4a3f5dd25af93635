import { textAt } from '../calls/read';

/** Hosts of those who speak OpenAI's API, by the names that MLflow's prices have for them. */
const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/\.azure\.com$/, 'azure'],
  [/(^|\.)groq\.com$/, 'groq'],
  [/(^|\.)deepseek\.com$/, 'deepseek'],
  [/(^|\.)openrouter\.ai$/, 'openrouter'],
  [/(^|\.)together\.(ai|xyz)$/, 'together_ai'],
  [/(^|\.)fireworks\.ai$/, 'fireworks_ai'],
  [/(^|\.)mistral\.ai$/, 'mistral'],
  [/(^|\.)x\.ai$/, 'xai'],
  [/(^|\.)perplexity\.ai$/, 'perplexity'],
  [/(^|\.)cerebras\.ai$/, 'cerebras'],
  [/(^|\.)googleapis\.com$/, 'gemini'],
  [/(^|\.)anthropic\.com$/, 'anthropic'],
  [/(^|\.)amazonaws\.com$/, 'bedrock']
];

/** Whose server a client asks: told by the client's class and by its address; `fallback` when neither tells. */
export function providerOf(client: unknown, fallback: string): string {
  if (textAt(client, 'constructor', 'name') === 'AzureOpenAI') {
    return 'azure';
  }
  const host = hostOf(textAt(client, 'baseURL'));
  return PROVIDERS.find(([pattern]) => pattern.test(host))?.[1] ?? fallback;
}

/** An address costs more to take apart than all else of a call; a program has few. */
const hosts = new Map<string, string>();

const MAX_HOSTS = 50;

function hostOf(address: string): string {
  const known = hosts.get(address);
  if (known !== undefined) {
    return known;
  }
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  if (hosts.size < MAX_HOSTS) {
    hosts.set(address, host);
  }
  return host;
}
