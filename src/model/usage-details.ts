import { present } from '../bundle/present';
import type { SpanDetail, TokenUsage } from './types';
import { tokensOf } from './usage';

/** Parts of the tokens that cost another price, as MLflow and the providers record them. */
export type UsageDetails = {
  readonly cacheRead?: number;
  readonly cacheWritten?: number;
  readonly reasoning?: number;
};

/**
 * The tokens of one span: MLflow's attribute, else OpenTelemetry's, OpenInference's and Vercel's, which stand on spans
 * that never passed through MLflow.
 */
export function tokensOfSpan(
  attributes: SpanDetail['attributes']
): TokenUsage | undefined {
  return (
    tokensOf(attributes['mlflow.chat.tokenUsage']) ??
    tokensOf({
      input_tokens:
        attributes['gen_ai.usage.input_tokens'] ??
        attributes['llm.token_count.prompt'] ??
        attributes['ai.usage.inputTokens'] ??
        attributes['ai.usage.promptTokens'],
      output_tokens:
        attributes['gen_ai.usage.output_tokens'] ??
        attributes['llm.token_count.completion'] ??
        attributes['ai.usage.outputTokens'] ??
        attributes['ai.usage.completionTokens'],
      total_tokens: attributes['llm.token_count.total']
    })
  );
}

/** What of the tokens came from a cache, went into it, or was spent on reasoning. */
export function usageDetails({
  attributes,
  outputs
}: SpanDetail): UsageDetails {
  const own = membersOf(attributes['mlflow.chat.tokenUsage']);
  const value = outputs?.kind === 'json' ? outputs.value : undefined;
  const usage = membersOf(membersOf(value)['usage']);
  const details = [
    usage['completion_tokens_details'],
    usage['output_tokens_details']
  ].map(membersOf);
  const gemini = membersOf(membersOf(value)['usageMetadata']);
  return present({
    cacheRead: firstCount(
      own['cache_read_input_tokens'],
      usage['cache_read_input_tokens'],
      attributes['gen_ai.usage.cache_read.input_tokens'],
      attributes['llm.token_count.prompt_details.cache_read'],
      attributes['ai.usage.cachedInputTokens']
    ),
    cacheWritten: firstCount(
      own['cache_creation_input_tokens'],
      usage['cache_creation_input_tokens'],
      attributes['gen_ai.usage.cache_write.input_tokens'],
      attributes['gen_ai.usage.cache_creation.input_tokens']
    ),
    reasoning: firstCount(
      own['reasoning_tokens'],
      ...details.map(part => part['reasoning_tokens']),
      gemini['thoughtsTokenCount'],
      attributes['ai.usage.reasoningTokens'],
      attributes['llm.token_count.completion_details.reasoning']
    )
  });
}

/** None and nothing are the same to a reader. */
function firstCount(...values: readonly unknown[]): number | undefined {
  const found = values.find(value => typeof value === 'number' && value > 0);
  return typeof found === 'number' ? found : undefined;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
