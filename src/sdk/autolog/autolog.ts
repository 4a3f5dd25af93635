import { anthropic as anthropicIntegration } from './anthropic';
import { ax as axIntegration } from './ax';
import { bedrock as bedrockIntegration } from './bedrock';
import { gemini as geminiIntegration } from './gemini';
import type { AutologOptions, Integration, LibraryName } from './integration';
import { langchain as langchainIntegration } from './langchain';
import { llamaIndex as llamaIndexIntegration } from './llamaindex';
import {
  namespaceOf,
  sayNothingFound,
  sayTraced,
  switchLibrary,
  type SwitchOptions
} from './namespace';
import { openaiAgents as openaiAgentsIntegration } from './openai-agents';
import { groq as groqIntegration, openai as openaiIntegration } from './openai';
import { mastra as mastraIntegration } from './mastra';
import { mcp as mcpIntegration } from './mcp';
import { mistral as mistralIntegration } from './mistral';
import { ollama as ollamaIntegration } from './ollama';
import { checkedOptions, isOptionName, isOptions } from './options';
import { vercel as vercelIntegration } from './vercel';

/** Every library that can be traced; one file each. */
const INTEGRATIONS: readonly Integration[] = [
  openaiIntegration,
  anthropicIntegration,
  groqIntegration,
  vercelIntegration,
  geminiIntegration,
  ollamaIntegration,
  mistralIntegration,
  bedrockIntegration,
  mcpIntegration,
  langchainIntegration,
  openaiAgentsIntegration,
  llamaIndexIntegration,
  axIntegration,
  mastraIntegration
];

/**
 * Auto tracing of OpenAI's client (npm `openai`), also of Azure's and of every server that speaks OpenAI's API.
 * @example
 * await openai.autolog({ silent: true });
 */
export const openai = namespaceOf(openaiIntegration);

/**
 * Auto tracing of Anthropic's client (npm `@anthropic-ai/sdk`).
 * @example
 * await anthropic.autolog({ silent: true });
 */
export const anthropic = namespaceOf(anthropicIntegration);

/**
 * Auto tracing of Groq's client (npm `groq-sdk`).
 * @example
 * await groq.autolog({ silent: true });
 */
export const groq = namespaceOf(groqIntegration);

/**
 * Auto tracing of Vercel's AI SDK (npm `ai`), versions 6 and 7, with every provider.
 * @example
 * await vercel.autolog({ silent: true });
 */
export const vercel = namespaceOf(vercelIntegration);

/**
 * Auto tracing of Google's GenAI client (npm `@google/genai`), for Gemini's API and for Vertex.
 * @example
 * await gemini.autolog({ silent: true });
 */
export const gemini = namespaceOf(geminiIntegration);

/**
 * Auto tracing of Ollama's client (npm `ollama`).
 * @example
 * await ollama.autolog({ silent: true });
 */
export const ollama = namespaceOf(ollamaIntegration);

/**
 * Auto tracing of Mistral's client (npm `@mistralai/mistralai`).
 * @example
 * await mistral.autolog({ silent: true });
 */
export const mistral = namespaceOf(mistralIntegration);

/**
 * Auto tracing of AWS Bedrock's runtime client (npm `@aws-sdk/client-bedrock-runtime`).
 * @example
 * await bedrock.autolog({ silent: true });
 */
export const bedrock = namespaceOf(bedrockIntegration);

/**
 * Auto tracing of the client of the Model Context Protocol (npm `@modelcontextprotocol/sdk`): the calls of its tools.
 * @example
 * await mcp.autolog({ silent: true });
 */
export const mcp = namespaceOf(mcpIntegration);

/**
 * Auto tracing of LangChain.js and LangGraph.js (npm `@langchain/core`): chains, models, tools, retrievers and graphs.
 * @example
 * await langchain.autolog({ silent: true });
 */
export const langchain = namespaceOf(langchainIntegration);

/**
 * Auto tracing of OpenAI's Agents SDK (npm `@openai/agents`): runs, agents, tools, handoffs and guardrails.
 * @example
 * await openaiAgents.autolog({ silent: true });
 */
export const openaiAgents = namespaceOf(openaiAgentsIntegration);

/**
 * Auto tracing of LlamaIndex.TS (npm `llamaindex`): models, embeddings, retrievers, query engines and agents.
 * @example
 * await llamaIndex.autolog({ silent: true });
 */
export const llamaIndex = namespaceOf(llamaIndexIntegration);

/**
 * Auto tracing of ax, which is DSPy for TypeScript (npm `@ax-llm/ax`): programs, flows, agents, models and tools.
 * @example
 * await ax.autolog({ silent: true });
 */
export const ax = namespaceOf(axIntegration);

/**
 * Auto tracing of Mastra (npm `@mastra/core`): agents, their models and tools, and workflows.
 * @example
 * await mastra.autolog({ silent: true });
 */
export const mastra = namespaceOf(mastraIntegration);

/** Modules, classes or clients by the name of their library; where one is undefined the library is looked for. */
export type AutologSubjects = { readonly [name in LibraryName]?: unknown };

/**
 * Turns auto tracing on for the libraries that are handed in, or else for all that are installed where code of the
 * notebook's folder would import them from, and says which.
 *
 * @param subjects may be left out, also where options follow.
 * @returns the names of the libraries that are traced now.
 * @throws TypeError for a library of a name that is not known, and for what is no option.
 * @example
 * await autolog({ silent: true });
 */
export function autolog(
  subjects?: AutologSubjects | AutologOptions,
  options?: AutologOptions
): Promise<readonly string[]> {
  // What is wrong is thrown at once: a rejection that nobody awaits would end the program.
  return subjects === undefined || (isOptions(subjects) && isSaid(subjects))
    ? traceInstalled(checkedOptions(subjects ?? options ?? {}, 'autolog'))
    : traceHandedIn(subjects, checkedOptions(options ?? {}, 'autolog'));
}

/** No subjects are no options for all libraries. */
function isSaid(options: AutologOptions): boolean {
  return Object.keys(options).length > 0;
}

async function traceInstalled(
  options: AutologOptions
): Promise<readonly string[]> {
  const traced = await traceAll(
    INTEGRATIONS.map(one => [one, undefined]),
    { ...options, isAnyLibrary: true }
  );
  if (traced.length === 0 && isTold(options)) {
    sayNothingFound();
  }
  return traced;
}

function traceHandedIn(
  subjects: unknown,
  options: AutologOptions
): Promise<readonly string[]> {
  if (typeof subjects !== 'object' || subjects === null) {
    throw new TypeError(
      'autolog: libraries are handed in by their names: autolog({ openai: OpenAI })'
    );
  }
  return traceAll(
    Object.entries(subjects).map(([name, subject]) => [
      integrationNamed(name),
      subject
    ]),
    options
  );
}

type Wanted = readonly (readonly [Integration, unknown])[];

async function traceAll(
  wanted: Wanted,
  options: SwitchOptions
): Promise<readonly string[]> {
  const traced: string[] = [];
  for (const [integration, subject] of wanted) {
    if (await switchLibrary(integration, subject, options)) {
      traced.push(integration.name);
    }
  }
  if (traced.length > 0 && isTold(options)) {
    sayTraced(traced, options);
  }
  return traced;
}

function isTold({ silent, disable }: AutologOptions): boolean {
  return silent !== true && disable !== true;
}

function integrationNamed(name: string): Integration {
  const found = INTEGRATIONS.find(one => one.name === name);
  if (found === undefined) {
    const known = INTEGRATIONS.map(one => one.name).join(', ');
    throw new TypeError(
      isOptionName(name)
        ? `autolog: "${name}" is an option, and those follow the libraries: autolog({ openai: OpenAI }, { ${name}: … })`
        : `autolog: "${name}" is none of ${known}`
    );
  }
  return found;
}

/**
 * Traces the calls of a client, and gives it back: for code that was written for MLflow's own TypeScript SDK. All
 * clients of its class are traced. What is no client of OpenAI's is given back as it is, with a warning.
 *
 * @example
 * const client = tracedOpenAI(new OpenAI({ apiKey: 'none' }));
 */
export function tracedOpenAI<T>(client: T): T {
  void openai.autolog(client);
  return client;
}
