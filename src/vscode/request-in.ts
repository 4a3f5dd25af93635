import { isObject, type Unknown } from '../bundle/read-json';
import { callIn, isId, isText } from './call-in';
import type { Request } from './messages';

/**
 * The request that a message of the webview is; undefined for anything else. Whatever draws an output shares the page
 * with our renderer, so nothing is taken on trust: each member has its type, its length and no more than its meaning.
 */
export function requestIn(message: unknown): Request | undefined {
  if (!isObject(message)) {
    return undefined;
  }
  const { type, id, name, base64 } = message;
  switch (type) {
    case 'ready':
      return { type };
    case 'save':
      return isFileName(name) && isBase64(base64)
        ? { type, name, base64 }
        : undefined;
    case 'cancel':
      return isId(id) ? { type, id } : undefined;
    case 'ask':
      return askIn(message);
    default:
      return undefined;
  }
}

function askIn({ id, call, named }: Unknown): Request | undefined {
  const asked = isObject(call) ? callIn(call) : undefined;
  return isId(id) && asked
    ? { type: 'ask', id, call: asked, ...(isText(named) && { named }) }
    : undefined;
}

/** No way to another folder. */
function isFileName(name: unknown): name is string {
  return isText(name) && !/[\\/]/.test(name);
}

function isBase64(text: unknown): text is string {
  return typeof text === 'string' && /^[\w+/]*={0,2}$/.test(text);
}
