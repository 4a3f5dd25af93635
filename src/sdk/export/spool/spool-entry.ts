import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { isList, isObject } from '../../../bundle/read-json';
import type { ExperimentChoice } from '../../config/experiment-choice';
import { textOf } from '../../trace/read-text';
import type { EncodedTrace } from '../encoded-trace';

/** Where the traces of an entry are to go; no credential. */
export type SpoolAddress = {
  readonly trackingUri: string;
  /** True for the server that Jupyter started: the next time it has another address. */
  readonly isEmbedded: boolean;
  /** Whether that address had ever answered as an MLflow server. */
  readonly isReached: boolean;
  readonly experiment: ExperimentChoice;
  readonly runId?: string | undefined;
};

/** The first line of an entry. */
export type SpoolHeader = {
  readonly address: SpoolAddress;
  readonly traceIds: readonly string[];
};

/** An entry that was cut off, changed, or written by a later version. */
export class CorruptEntryError extends Error {
  override readonly name = 'CorruptEntryError';
}

/** Of the form below. */
const VERSION = 1;

/*
 * An entry is one line of JSON, and then the bytes of the traces without anything between them:
 *
 *     {"version":1,"kind":"mlflow","address":{…},"size":1234,"sha256":"…","traces":[{"id":"tr-…","parts":[…]}]}\n
 *     <spans><info><inline><file><file>…                                    one after the other, trace after trace
 *
 * `parts` has the length of each; -1 for what is not there. `files` has the names of the files.
 */

/** The bytes of an entry. */
export function entryBytes(
  address: SpoolAddress,
  traces: readonly EncodedTrace[]
): Buffer {
  const parts = traces.map(partsOf);
  const body = Buffer.concat(parts.flat().filter(part => part !== undefined));
  const header = {
    version: VERSION,
    kind: 'mlflow',
    address,
    size: body.length,
    sha256: hashOf(body),
    traces: traces.map(({ traceId, files }, index) => ({
      id: traceId,
      parts: parts[index]?.map(part => part?.length ?? -1),
      files: files.map(({ id }) => id)
    }))
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
}

/**
 * Reads the first line of an entry, from its first bytes at least.
 * @throws CorruptEntryError
 */
export function readHeader(bytes: Uint8Array): SpoolHeader {
  const { address, traces } = parsedHeader(bytes).header;
  return { address, traceIds: traces.map(({ id }) => id) };
}

/**
 * Reads the traces of an entry.
 * @throws CorruptEntryError also when the bytes are not those that were written.
 */
export function readTraces(bytes: Uint8Array): readonly EncodedTrace[] {
  const { header, length } = parsedHeader(bytes);
  const body = bytes.subarray(length);
  if (body.length !== header.size || hashOf(body) !== header.sha256) {
    throw new CorruptEntryError(
      `${body.length} of ${String(header.size)} bytes, or others than were written`
    );
  }
  let offset = 0;
  const next = (size: number | undefined): Uint8Array | undefined => {
    if (size === undefined || size < 0) {
      return undefined;
    }
    offset += size;
    return body.subarray(offset - size, offset);
  };
  return header.traces.map(({ id, parts, files }) => {
    const [spans, info, inline, ...contents] = parts.map(next);
    return {
      traceId: id,
      spans: spans ?? new Uint8Array(),
      info: info && Buffer.from(info).toString('utf8'),
      inline,
      files: files.map((fileId, index) => ({
        id: fileId,
        content: contents[index] ?? new Uint8Array()
      }))
    };
  });
}

function partsOf({
  spans,
  info,
  inline,
  files
}: EncodedTrace): (Uint8Array | undefined)[] {
  return [
    spans,
    info === undefined ? undefined : Buffer.from(info),
    inline,
    ...files.map(({ content }) => content)
  ];
}

type ParsedHeader = {
  readonly address: SpoolAddress;
  readonly size: unknown;
  readonly sha256: unknown;
  readonly traces: readonly {
    readonly id: string;
    readonly parts: readonly number[];
    readonly files: readonly string[];
  }[];
};

function parsedHeader(bytes: Uint8Array): {
  readonly header: ParsedHeader;
  readonly length: number;
} {
  const end = bytes.indexOf(0x0a);
  const header = parsed(Buffer.from(bytes.subarray(0, Math.max(end, 0))));
  const address = isObject(header) ? addressOf(header['address']) : undefined;
  if (
    !isObject(header) ||
    header['version'] !== VERSION ||
    header['kind'] !== 'mlflow' ||
    address === undefined
  ) {
    throw new CorruptEntryError('its first line cannot be read');
  }
  const traces = isList(header['traces']) ? header['traces'] : [];
  return {
    length: end + 1,
    header: {
      address,
      size: header['size'],
      sha256: header['sha256'],
      traces: traces.filter(isObject).map(trace => ({
        id: textOf(trace['id']) ?? '',
        parts: listOf(trace['parts']).map(Number),
        files: listOf(trace['files']).map(String)
      }))
    }
  };
}

function addressOf(value: unknown): SpoolAddress | undefined {
  const trackingUri = isObject(value)
    ? textOf(value['trackingUri'])
    : undefined;
  if (!isObject(value) || trackingUri === undefined) {
    return undefined;
  }
  return {
    trackingUri,
    isEmbedded: value['isEmbedded'] === true,
    isReached: value['isReached'] === true,
    experiment: experimentOf(value['experiment']),
    runId: textOf(value['runId'])
  };
}

function experimentOf(value: unknown): ExperimentChoice {
  const experiment = isObject(value) ? value : {};
  const id = textOf(experiment['id']);
  const name = textOf(experiment['name']);
  if (id !== undefined) {
    return { kind: 'id', id };
  }
  return name === undefined ? { kind: 'default' } : { kind: 'name', name };
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return isList(value) ? value : [];
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
