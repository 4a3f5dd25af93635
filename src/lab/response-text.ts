import type { FetchOptions } from '../view/host';

/** The body as text, told of piece by piece. */
export async function responseText(
  response: Response,
  onProgress: FetchOptions['onProgress']
): Promise<string> {
  const reader = onProgress && response.body?.getReader();
  if (!reader) {
    return response.text();
  }
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return parts.join('') + decoder.decode();
    }
    bytes += value.length;
    onProgress(bytes);
    parts.push(decoder.decode(value, { stream: true }));
  }
}
