import type { FetchOptions } from '../view/host';

type OnProgress = FetchOptions['onProgress'];

/** Reads the body of an answer, telling of it piece by piece when somebody wants to know. */
export type BodyReader<T> = (
  response: Response,
  onProgress: OnProgress
) => Promise<T>;

export const responseText: BodyReader<string> = async (
  response,
  onProgress
) => {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  await eachPiece(response, onProgress, piece => {
    parts.push(decoder.decode(piece, { stream: true }));
  });
  return parts.join('') + decoder.decode();
};

export const responseBytes: BodyReader<Blob> = async (response, onProgress) => {
  const parts: BlobPart[] = [];
  await eachPiece(response, onProgress, piece => {
    parts.push(piece);
  });
  return new Blob(parts);
};

async function eachPiece(
  { body }: Response,
  onProgress: OnProgress,
  take: (piece: Uint8Array<ArrayBuffer>) => void
): Promise<void> {
  const reader = body?.getReader();
  let bytes = 0;
  for (
    let piece = await reader?.read();
    piece && !piece.done;
    piece = await reader?.read()
  ) {
    bytes += piece.value.length;
    onProgress?.(bytes);
    take(piece.value);
  }
}
