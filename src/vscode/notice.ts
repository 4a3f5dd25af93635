import { isObject, type Unknown } from '../bundle/read-json';
import type { Notice, Shown } from './messages';

const SHOWN: readonly Shown[] = ['expanded', 'collapsed', 'off'];

/** What the extension says with a message; undefined for anything else. */
export function noticeIn(message: unknown): Notice | undefined {
  if (!isObject(message)) {
    return undefined;
  }
  const { type, display, trackingUri, id } = message;
  if (type === 'settings') {
    return {
      type,
      display: shownOf(display),
      trackingUri: webAddress(trackingUri)
    };
  }
  return typeof id === 'string' ? ofCall(id, message) : undefined;
}

function ofCall(
  id: string,
  { type, bytes, text, pageToken, why }: Unknown
): Notice | undefined {
  if (type === 'progress' && typeof bytes === 'number') {
    return { type, id, bytes };
  }
  if (type === 'answer' && typeof text === 'string') {
    return {
      ...{ type, id, text },
      ...(typeof pageToken === 'string' && { pageToken })
    };
  }
  return type === 'refusal' && typeof why === 'string'
    ? { type, id, why }
    : undefined;
}

/** The choice, where it is one. */
export function shownOf(value: unknown): Shown | undefined {
  return SHOWN.find(known => known === value);
}

/** The address with a slash at its end and without credentials, where it is one that a browser can open. */
export function webAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value.trim())) {
    return undefined;
  }
  try {
    const { origin, pathname } = new URL(value.trim());
    return `${origin}${pathname.replace(/\/*$/, '')}/`;
  } catch {
    return undefined;
  }
}
