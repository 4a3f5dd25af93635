/**
 * How long a regular expression can run, told from its text alone: JavaScript's engine backtracks and cannot be
 * stopped, and what it searches was written by a model.
 *
 * Unbounded repetitions whose characters overlap multiply: r of them, tried from each of n places, cost n^(r+1) steps.
 * A repetition of something that itself can be read in several ways costs 2^n.
 */
export type SearchRisk =
  /** Safe on texts cut to windows of that many UTF-16 units. */
  | { readonly kind: 'bounded'; readonly window: number }
  | { readonly kind: 'exponential' };

/** By the number of repetitions that overlap; each window costs at most about 30 million steps, or 100 ms. */
const WINDOWS: readonly number[] = [262_144, 4_096, 512, 160];

/** A repetition with a wider span of counts than this is taken for an unbounded one. */
const FEW = 8;

/** Judges the source of a regular expression that compiles without the flag `v`. */
export function searchRisk(source: string, flags: string): SearchRisk {
  const reader: Reader = { source, at: 0, flags: flags.replace(/[gy]/g, '') };
  const { overlaps, isExponential } = readAlternatives(reader);
  const window = WINDOWS[overlaps];
  return isExponential || window === undefined
    ? { kind: 'exponential' }
    : { kind: 'bounded', window };
}

type Reader = { readonly source: string; at: number; readonly flags: string };

/** The ASCII characters that something can begin with or hold; the last place stands for all other characters. */
type CharacterSet = Uint8Array;

const ASCII = 128;

/** One element of a sequence with its quantifier. */
type Piece = {
  readonly characters: CharacterSet;
  /** Once exactly, and one character long. */
  readonly isSingle: boolean;
  readonly isOptional: boolean;
  /** It can take up more or fewer characters of the same text. */
  readonly isVariable: boolean;
};

type Judged = {
  readonly pieces: readonly Piece[];
  /** The first element of each alternative. */
  readonly firsts: readonly Piece[];
  readonly alternatives: number;
  /** Repetitions that can compete for the same characters. */
  readonly overlaps: number;
  readonly isExponential: boolean;
};

function readAlternatives(reader: Reader): Judged {
  const branches: Judged[] = [];
  do {
    branches.push(readSequence(reader));
  } while (take(reader, '|'));
  const [only] = branches;
  if (branches.length === 1 && only) {
    return only;
  }
  return {
    pieces: branches.flatMap(({ pieces }) => pieces),
    firsts: branches.flatMap(({ pieces }) => pieces.slice(0, 1)),
    alternatives: branches.length,
    overlaps: Math.max(...branches.map(({ overlaps }) => overlaps)),
    isExponential: branches.some(branch => branch.isExponential)
  };
}

function readSequence(reader: Reader): Judged {
  const pieces: Piece[] = [];
  let inner = 0;
  let isExponential = false;
  while (reader.at < reader.source.length && !/[|)]/.test(next(reader))) {
    const atom = readAtom(reader);
    const counts = readQuantifier(reader);
    isExponential ||=
      atom.isExponential || (counts.max - counts.min > 0 && atom.isAmbiguous);
    isExponential ||= counts.max > 1 && atom.isAmbiguous;
    inner += atom.overlaps;
    if (atom.characters) {
      pieces.push({
        characters: atom.characters,
        isSingle: atom.isOneCharacter && counts.min === 1 && counts.max === 1,
        isOptional: counts.min === 0,
        isVariable: atom.isVariable || counts.max - counts.min > FEW
      });
    }
  }
  const overlaps = Math.max(inner, 0) + overlapsOf(pieces);
  return { pieces, firsts: [], alternatives: 1, overlaps, isExponential };
}

/** The most repetitions that can compete: each can run on over all that stands between it and the next. */
function overlapsOf(pieces: readonly Piece[]): number {
  let most = 0;
  pieces.forEach((piece, from) => {
    if (!piece.isVariable) {
      return;
    }
    let reach = piece.characters;
    let count = 1;
    for (const later of pieces.slice(from + 1)) {
      const isMet = meets(reach, later.characters);
      if (!isMet && !later.isOptional) {
        break; // a character that it cannot run over
      }
      if (later.isVariable && isMet) {
        count++;
        reach = union(reach, later.characters);
      }
    }
    most = Math.max(most, count);
  });
  return most;
}

type Atom = {
  /** Absent for what takes up no character. */
  readonly characters?: CharacterSet;
  readonly isOneCharacter: boolean;
  readonly isVariable: boolean;
  /** Repeated, it could be read in several ways. */
  readonly isAmbiguous: boolean;
  readonly overlaps: number;
  readonly isExponential: boolean;
};

const NOTHING: Atom = {
  isOneCharacter: false,
  isVariable: false,
  isAmbiguous: false,
  overlaps: 0,
  isExponential: false
};

function readAtom(reader: Reader): Atom {
  if (take(reader, '(')) {
    return readGroup(reader);
  }
  const text =
    /^(?:\\(?:u\{[^}]*\}|[pP]\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|k<[^>]*>|[1-9]\d*|[^])|\[(?:\\[^]|[^\]\\])*\]|[^])/.exec(
      reader.source.slice(reader.at)
    )?.[0];
  reader.at += text?.length ?? 1;
  if (text === undefined || /^(?:[\^$]|\\[bB])$/.test(text)) {
    return NOTHING;
  }
  if (/^\\(?:[1-9]|k<)/.test(text)) {
    // What a group matched, again: as long as that was, so it costs like a repetition of anything.
    return { ...NOTHING, characters: ANYTHING, isVariable: true };
  }
  const characters = charactersOf(text, reader.flags);
  return { ...NOTHING, characters, isOneCharacter: true };
}

function readGroup(reader: Reader): Atom {
  const opening = /^\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:)/.exec(
    reader.source.slice(reader.at)
  )?.[0];
  reader.at += opening?.length ?? 0;
  const inside = readAlternatives(reader);
  take(reader, ')');
  const { pieces, overlaps, isExponential } = inside;
  if (opening !== undefined && /[=!]$/.test(opening)) {
    return { ...NOTHING, overlaps, isExponential };
  }
  return {
    characters: pieces
      .map(({ characters }) => characters)
      .reduce(union, new Uint8Array(ASCII + 1)),
    isOneCharacter: false,
    isVariable: false,
    isAmbiguous: isAmbiguous(inside),
    overlaps,
    isExponential
  };
}

/**
 * Whether a repetition of the group could split one text in several ways. It cannot when each round has the same
 * length, or when each ends (or each begins) with a character that stands nowhere else in the group.
 */
function isAmbiguous({ pieces, firsts, alternatives }: Judged): boolean {
  const isFixed = pieces.every(
    ({ isVariable, isOptional }) => !isVariable && !isOptional
  );
  if (alternatives > 1) {
    return !isFixed || firsts.length < alternatives || !areApart(firsts);
  }
  return (
    !isFixed && !isDelimited(pieces) && !isDelimited([...pieces].reverse())
  );
}

function isDelimited([delimiter, ...rest]: readonly Piece[]): boolean {
  return (
    delimiter?.isSingle === true &&
    rest.every(({ characters }) => !meets(delimiter.characters, characters)) &&
    areApart(rest)
  );
}

function areApart(pieces: readonly Piece[]): boolean {
  return pieces.every((piece, at) =>
    pieces
      .slice(at + 1)
      .every(({ characters }) => !meets(piece.characters, characters))
  );
}

function readQuantifier(reader: Reader): {
  readonly min: number;
  readonly max: number;
} {
  const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(
    reader.source.slice(reader.at)
  );
  reader.at += found?.[0].length ?? 0;
  const [, sign, min, comma, max] = found ?? [];
  if (sign !== undefined) {
    return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
  }
  if (min === undefined) {
    return { min: 1, max: 1 };
  }
  const open = comma === ',' ? Infinity : Number(min);
  return { min: Number(min), max: max ? Number(max) : open };
}

/** Asked of the engine itself, character by character, so that no second reading of classes can differ from its own. */
function charactersOf(atom: string, flags: string): CharacterSet {
  const characters = new Uint8Array(ASCII + 1);
  const one = new RegExp(`^(?:${atom})$`, flags);
  for (let code = 0; code < ASCII; code++) {
    characters[code] = one.test(String.fromCharCode(code)) ? 1 : 0;
  }
  characters[ASCII] =
    /[^ -~]|\\[uxpPc]/.test(atom) ||
    (flags.includes('i') && flags.includes('u')) || // k is the Kelvin sign then
    OTHERS.some(other => one.test(other))
      ? 1
      : 0;
  return characters;
}

/** One of each kind that an atom written in ASCII can mean beyond it: letters, spaces, line ends. */
const OTHERS = ['é', 'я', '\u00a0', '\u2028', '\ufeff'] as const;

const ANYTHING: CharacterSet = new Uint8Array(ASCII + 1).fill(1);

function meets(a: CharacterSet, b: CharacterSet): boolean {
  return a.some((has, at) => has === 1 && b[at] === 1);
}

function union(a: CharacterSet, b: CharacterSet): CharacterSet {
  return a.map((has, at) => has | (b[at] ?? 0));
}

function next({ source, at }: Reader): string {
  return source.charAt(at);
}

function take(reader: Reader, character: string): boolean {
  const isNext = next(reader) === character;
  reader.at += isNext ? 1 : 0;
  return isNext;
}
