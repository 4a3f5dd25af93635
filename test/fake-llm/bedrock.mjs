import { crc32 } from 'node:zlib';
import { pieces } from './openai.mjs';
import { failureOf, sendFrames, sendJson } from './wire.mjs';

const INPUT = '{"city":"Paris"}';
const USAGE = {
  inputTokens: 9,
  outputTokens: 12,
  totalTokens: 21,
  cacheReadInputTokens: 4,
  cacheWriteInputTokens: 3
};

/** @type {Record<string, (call: import('./wire.mjs').Call) => void | Promise<void>>} */
export const bedrockRoutes = {
  'POST /model/:model/converse': guarded(converse),
  'POST /model/:model/converse-stream': guarded(converseStream),
  'POST /model/:model/invoke': guarded(invoke),
  'POST /model/:model/invoke-with-response-stream': guarded(invokeStream)
};

/** @param {(call: import('./wire.mjs').Call) => void | Promise<void>} route */
function guarded(route) {
  return (/** @type {import('./wire.mjs').Call} */ call) => {
    const failure = failureOf(call);
    const headers = { 'x-amzn-errortype': 'ThrottlingException' };
    return failure
      ? sendJson(
          call.response,
          failure.status,
          { message: 'Too many requests' },
          headers
        )
      : route(call);
  };
}

/** @param {any} body */
function contentFor({ messages = [], toolConfig }) {
  const last = messages.at(-1)?.content?.at(-1);
  if (toolConfig && !last?.toolResult) {
    const { name } = toolConfig.tools[0].toolSpec;
    return [
      { toolUse: { toolUseId: 'use_1', name, input: JSON.parse(INPUT) } }
    ];
  }
  return [{ text: `Echo: ${last?.text ?? JSON.stringify(last)}` }];
}

/** @param {any} content */
function reasonFor([{ toolUse }]) {
  return toolUse ? 'tool_use' : 'end_turn';
}

/** @param {import('./wire.mjs').Call} call */
function converse({ body, response }) {
  const content = contentFor(body);
  sendJson(response, 200, {
    output: { message: { role: 'assistant', content } },
    stopReason: reasonFor(content),
    usage: USAGE,
    metrics: { latencyMs: 5 }
  });
}

/** @param {import('./wire.mjs').Call} call */
function converseStream(call) {
  const content = contentFor(call.body);
  const [{ text, toolUse }] = content;
  const at = { contentBlockIndex: 0 };
  const deltas = toolUse
    ? [INPUT.slice(0, 6), INPUT.slice(6)].map(input => ({ toolUse: { input } }))
    : pieces(text).map(piece => ({ text: piece }));
  const use = { toolUseId: toolUse?.toolUseId, name: toolUse?.name };
  /** @type {[string, object][]} */
  const events = [
    ['messageStart', { role: 'assistant' }],
    ...(toolUse ? [started({ ...at, start: { toolUse: use } })] : []),
    ...deltas.map(delta => named('contentBlockDelta', { ...at, delta })),
    ['contentBlockStop', at],
    ['messageStop', { stopReason: reasonFor(content) }],
    ['metadata', { usage: USAGE, metrics: { latencyMs: 5 } }]
  ];
  return sendStream(call, events);
}

/** @param {object} start */
function started(start) {
  return named('contentBlockStart', start);
}

/** @param {string} name @param {object} value @returns {[string, object]} */
function named(name, value) {
  return [name, value];
}

/** Titan's forms: of text, and of embeddings. @param {import('./wire.mjs').Call} call */
function invoke({ body, response }) {
  const answer = String(body.model).includes('embed')
    ? {
        embedding: Array.from({ length: 1024 }, (_, at) => at / 10),
        inputTextTokenCount: 5
      }
    : {
        inputTextTokenCount: 9,
        results: [{ outputText: `Echo: ${body.inputText}`, tokenCount: 12 }]
      };
  sendJson(response, 200, answer);
}

/** @param {import('./wire.mjs').Call} call */
function invokeStream(call) {
  const parts = pieces(`Echo: ${call.body.inputText}`);
  const events = parts.map(outputText => {
    const bytes = Buffer.from(JSON.stringify({ outputText, index: 0 }));
    return named('chunk', { bytes: bytes.toString('base64') });
  });
  return sendStream(call, events);
}

/** @param {import('./wire.mjs').Call} call @param {[string, object][]} events */
function sendStream(call, events) {
  const frames = events.map(([name, value]) => frameOf(name, value));
  return sendFrames(call, 'application/vnd.amazon.eventstream', frames);
}

/**
 * A message of AWS's event stream: lengths and their checksum, headers, payload, checksum of all.
 *
 * @param {string} name @param {object} value
 */
function frameOf(name, value) {
  const headers = Buffer.concat([
    headerOf(':event-type', name),
    headerOf(':content-type', 'application/json'),
    headerOf(':message-type', 'event')
  ]);
  const payload = Buffer.from(JSON.stringify(value));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(16 + headers.length + payload.length, 0);
  lengths.writeUInt32BE(headers.length, 4);
  const head = [lengths, checksumOf(lengths), headers, payload];
  return Buffer.concat([...head, checksumOf(Buffer.concat(head))]);
}

/** @param {string} name @param {string} text */
function headerOf(name, text) {
  const lengths = [
    Buffer.from([name.length]),
    Buffer.from([7, 0, text.length])
  ];
  return Buffer.concat([
    lengths[0],
    Buffer.from(name),
    lengths[1],
    Buffer.from(text)
  ]);
}

/** @param {Buffer} bytes */
function checksumOf(bytes) {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
