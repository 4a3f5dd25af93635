// The floor: the names of the spans and their bars, windowed with Preact, and nothing else. No viewer that draws rows with
// Preact costs less; what ours costs more is for what it does more.
import { render } from 'preact';
import { useState } from 'preact/hooks';
import type { VNode } from 'preact';

const ROW = 22;
const HEIGHT = 320;

type Spans = {
  readonly names: readonly string[];
  readonly starts: readonly number[];
  readonly durations: readonly number[];
};

/** Rows in sight and four more, as in the view. */
function Rows({ names, starts, durations }: Spans): VNode {
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / ROW) - 4);
  const last = Math.min(names.length, Math.ceil((top + HEIGHT) / ROW) + 4);
  const length = durations[0] ?? 1;
  return (
    <div
      id="floor"
      style={{ height: `${HEIGHT}px`, overflow: 'auto' }}
      onScroll={event => setTop(event.currentTarget.scrollTop)}
    >
      <div style={{ height: `${names.length * ROW}px`, position: 'relative' }}>
        {names.slice(first, last).map((name, at) => {
          const row = first + at;
          const left = (starts[row] ?? 0) / length;
          const width = (durations[row] ?? 0) / length;
          return (
            <div
              key={row}
              class="row"
              style={{
                position: 'absolute',
                top: `${row * ROW}px`,
                width: '100%'
              }}
            >
              <span>{name}</span>
              <div
                style={{
                  ...{ position: 'absolute', top: '6px', height: '10px' },
                  left: `${40 + left * 60}%`,
                  width: `${width * 60}%`,
                  background: 'steelblue'
                }}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const root = document.getElementById('root');
const trace = new URLSearchParams(location.search).get('trace') ?? '100';
const data = await (await fetch(`/data/${trace}`)).json();
const { names, name, start, duration } = data.traces[0].spans;
const numbersOf = (text: string): number[] => text.split(' ').map(Number);
if (root) {
  render(
    <Rows
      names={numbersOf(name).map(at => names[at])}
      starts={numbersOf(start)}
      durations={numbersOf(duration)}
    />,
    root
  );
}
