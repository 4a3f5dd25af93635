// What the calls of every library need: questions, and ways to read an answer that give the same text each time.

export const QUESTION = 'hello world';
export const MESSAGES = [{ role: 'user', content: QUESTION }];
export const CITY = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city']
};

/** A tool of one name in each library, which the fake models ask for. */
export const WEATHER = { name: 'get_weather', description: 'the weather' };

/** In the form of OpenAI's API, which many share. */
export const FUNCTION = {
  type: 'function',
  function: { ...WEATHER, parameters: CITY }
};

/** All that a stream gives. @param {AsyncIterable<unknown>} stream */
export async function all(stream) {
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return chunks;
}

/** What a stream gives first; the rest is not read. @param {AsyncIterable<unknown>} stream */
export async function first(stream) {
  for await (const chunk of stream) {
    return chunk;
  }
  return undefined;
}

/**
 * The error as a value. What a class lacks is no error of the call: it says that this version has no such call.
 *
 * @param {() => Promise<unknown>} work
 */
export async function failing(work) {
  try {
    await work();
  } catch (error) {
    if (
      error instanceof TypeError &&
      /is not a (function|constructor)/.test(error.message)
    ) {
      throw error;
    }
    return `${error?.constructor?.name}: ${String(error)}`;
  }
  throw new Error('there was no error');
}
