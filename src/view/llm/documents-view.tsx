import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type {
  FoundDocument,
  Reranking,
  Retrieval
} from '../../model/messages/documents';
import { JsonTree } from '../detail/json-tree';
import { ShowMore } from '../show-more';
import { detailStrings } from '../strings/detail';
import { localised } from '../strings/language';
import { Prose } from './prose';

/** Documents that are drawn at first, and with each click. */
const PAGE = 20;

/** What was asked for, and the documents that were found, as cards. */
export function DocumentsView({ retrieval }: { retrieval: Retrieval }): VNode {
  return (
    <div class="sb-documents">
      <Query query={retrieval.query} />
      <Cards documents={retrieval.documents} badge={() => null} />
    </div>
  );
}

/** The order after a reranker, each document with the way that it went, and the order before. */
export function RerankingView({ reranking }: { reranking: Reranking }): VNode {
  const { query, before, after } = reranking;
  return (
    <div class="sb-documents">
      <Query query={query} />
      <Cards
        documents={after}
        badge={at => <Move from={after[at]?.from} to={at} />}
      />
      {before.length > 0 && (
        <details class="sb-before">
          <summary>{detailStrings.orderBefore}</summary>
          <ol>
            {before.slice(0, 100).map(({ text, id }) => (
              <li>
                <span class="sb-text">
                  {[id, text.slice(0, 120)].filter(Boolean).join(' · ')}
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

function Query({ query }: { query: string | undefined }): VNode | null {
  return query === undefined ? null : (
    <div class="sb-query">
      <span class="sb-part-title">{detailStrings.question}</span>
      <Prose text={query} />
    </div>
  );
}

function Cards({
  documents,
  badge
}: {
  documents: readonly FoundDocument[];
  badge: (at: number) => ComponentChildren;
}): VNode {
  const [limit, setLimit] = useState(PAGE);
  const hidden = documents.length - limit;
  return (
    <>
      <ol
        class="sb-cards"
        aria-label={detailStrings.documents(documents.length)}
      >
        {documents.slice(0, limit).map((document, at) => (
          <li class="sb-card">
            <Card document={document} place={at + 1} badge={badge(at)} />
          </li>
        ))}
      </ol>
      <ShowMore hidden={hidden} onMore={() => setLimit(limit + PAGE)} />
    </>
  );
}

function Card({
  document: { text, id, score, place: from, metadata },
  place,
  badge
}: {
  document: FoundDocument;
  place: number;
  badge: ComponentChildren;
}): VNode {
  return (
    <>
      <header>
        <span class="sb-card-place">{place}</span>
        {badge}
        {score !== undefined && (
          <span class="sb-score">{detailStrings.score(figure(score))}</span>
        )}
        {from !== undefined && <Place place={from} />}
        {id !== undefined && <span class="sb-note">{id}</span>}
      </header>
      <Prose text={text} />
      {Object.keys(metadata).length > 0 && (
        <details>
          <summary>{detailStrings.metadata}</summary>
          <JsonTree value={metadata} root="metadata" />
        </details>
      )}
    </>
  );
}

/** A place that is an address is a link, which opens by a click only. */
function Place({ place }: { place: string }): VNode {
  return /^https?:\/\//i.test(place) ? (
    <a
      class="sb-link"
      href={place}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      {place}
    </a>
  ) : (
    <span class="sb-text">{place}</span>
  );
}

function Move({ from, to }: { from: number | undefined; to: number }): VNode {
  if (from === undefined) {
    return <span class="sb-move">{detailStrings.isNew}</span>;
  }
  const up = from - to;
  return (
    <span class="sb-move" data-way={up > 0 ? 'up' : up < 0 ? 'down' : 'none'}>
      {up > 0
        ? `↑ ${detailStrings.movedUp(up, from + 1)}`
        : up < 0
          ? `↓ ${detailStrings.movedDown(-up, from + 1)}`
          : detailStrings.stayed}
    </span>
  );
}

/** Four digits tell scores apart; more are noise. */
function figure(score: number): string {
  return localised(
    Number.isInteger(score)
      ? String(score)
      : score.toPrecision(4).replace(/\.?0+$/, '')
  );
}
