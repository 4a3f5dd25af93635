import type { VNode } from 'preact';
import type { EmbeddingVector } from '../../model/messages/embeddings';
import { LongText } from '../detail/long-text';
import { spanStrings } from '../strings/span';
import { detailStrings } from '../strings/detail';

/** Nobody reads more vectors than this; the tree has them all. */
const MAX_VECTORS = 100;

/** Vectors by their text, their length and their first numbers. */
export function EmbeddingsView({
  vectors
}: {
  vectors: readonly EmbeddingVector[];
}): VNode {
  const hidden = vectors.length - MAX_VECTORS;
  return (
    <div class="sb-documents">
      <ol class="sb-cards" aria-label={detailStrings.vectors(vectors.length)}>
        {vectors.slice(0, MAX_VECTORS).map(({ text, length, head }) => (
          <li class="sb-card">
            <header>
              <span class="sb-score">{detailStrings.numbers(length)}</span>
            </header>
            {text !== undefined && <LongText text={text} />}
            <div class="sb-value">
              {head.map(figure).join(', ')}
              {length > head.length && ' …'}
            </div>
          </li>
        ))}
      </ol>
      {hidden > 0 && <p class="sb-note">{spanStrings.showMore(hidden)}</p>}
    </div>
  );
}

function figure(number: number): string {
  return String(Number(number.toPrecision(5)));
}
