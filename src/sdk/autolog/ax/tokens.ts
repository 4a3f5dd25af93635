import { isObject, replaceMethod, valueAt, type Undo } from '../patching/patch';

/** Token counts of chunks whose makers had them and lost them. */
const found = new WeakMap<object, unknown>();

/**
 * What chunks say of tokens, in versions (14) whose clients' chunks are made by a method that is called on another object
 * than the one that is asked for the tokens afterwards: they say none, or those of an earlier call.
 */
export function tokensOf(chunk: unknown): unknown {
  return isObject(chunk) && found.has(chunk)
    ? found.get(chunk)
    : valueAt(chunk, 'modelUsage', 'tokens');
}

/** Notes the tokens of the chunks that a client makes; later versions make them by a function of the client's own. */
export function noteTokens(client: unknown): Undo | undefined {
  const maker = valueAt(client, 'aiImpl');
  return isObject(maker) && !Object.hasOwn(maker, MAKES_CHUNK)
    ? replaceMethod(
        maker,
        MAKES_CHUNK,
        original =>
          function noted(this: unknown, ...args: unknown[]): unknown {
            const chunk: unknown = Reflect.apply(original, this, args);
            if (isObject(chunk)) {
              found.set(chunk, valueAt(this, 'tokensUsed'));
            }
            return chunk;
          }
      )
    : undefined;
}

const MAKES_CHUNK = 'createChatStreamResp';
