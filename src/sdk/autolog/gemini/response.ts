import { lastOf } from '../calls/members';
import { listAt } from '../calls/read';
import { isObject, valueAt } from '../patching/patch';

/** The response that the chunks of a stream make up: what they all say is what the last says, but for the content. */
export function responseOf(chunks: readonly unknown[]): object {
  const candidates = new Map<unknown, Candidate>();
  for (const chunk of chunks) {
    for (const piece of listAt(chunk, 'candidates')) {
      addPiece(candidates, piece);
    }
  }
  const whole = [...candidates.values()].map(({ pieces, parts }) => ({
    ...lastOf(pieces),
    content: { role: 'model', parts }
  }));
  return { ...lastOf(chunks), candidates: whole };
}

/** One of the answers, of what came of it so far. */
type Candidate = { readonly pieces: unknown[]; readonly parts: unknown[] };

function addPiece(candidates: Map<unknown, Candidate>, piece: unknown): void {
  const index = valueAt(piece, 'index') ?? 0;
  const candidate = candidates.get(index) ?? { pieces: [], parts: [] };
  candidates.set(index, candidate);
  candidate.pieces.push(piece);
  for (const part of listAt(piece, 'content', 'parts')) {
    addPart(candidate.parts, part);
  }
}

/** Pieces of one text are one part. */
function addPart(parts: unknown[], part: unknown): void {
  const last = parts.at(-1);
  if (!isTextOnly(part)) {
    parts.push(part);
  } else if (isTextOnly(last) && last.thought === part.thought) {
    last.text += part.text;
  } else {
    parts.push({ ...part });
  }
}

type TextPart = { text: string; readonly thought?: unknown };

function isTextOnly(part: unknown): part is TextPart {
  return (
    isObject(part) &&
    typeof valueAt(part, 'text') === 'string' &&
    Object.keys(part).every(key => key === 'text' || key === 'thought')
  );
}
