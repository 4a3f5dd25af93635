import type { VNode } from 'preact';
import { levelCount } from '../../layout/levels';
import { timelineStrings } from '../strings/timeline';
import {
  runCommand,
  showLevels,
  type CommandContext
} from './timeline-commands';
import type { Command } from './key-map';

/** Strokes on a 16 × 16 grid, as in `icons.tsx`. */
const PATHS = {
  'critical-path': 'M2 4h5v8h7M11 9.5l3 2.5-3 2.5M2 12h3M9 4h5',
  overview: 'M2.5 3.5h11M2.5 6.5h7M2.5 9.5h11M2.5 12.5h5',
  graph:
    'M5.5 2h5v3.5h-5zM1.8 10.5h4.6V14H1.8zM9.6 10.5h4.6V14H9.6zM8 5.5V8M4.1 10.5V8h7.8v2.5',
  icicle: 'M2 3h12v3.3H2zM2 6.3h7v3.3H2zM2 9.7h3.5V13H2zM11 6.3h3v3.3h-3z',
  'zoom-in': 'M8 3.5v9M3.5 8h9',
  'zoom-out': 'M3.5 8h9',
  'zoom-reset': 'M2.5 3v10M13.5 3v10M5 8h6M7 6L5 8l2 2M9 6l2 2-2 2',
  levels: 'M2.5 3.5h5M5.5 8h5M8.5 12.5h5M4 5.5V8M7 10v2.5',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M8 12v.3'
} as const;

/** With fewer spans nobody folds levels or looks for a place in time; the line is short then too. */
const FEW_SPANS = 12;

/** The buttons of the timeline among the tools of a trace; each does what a key does. */
export function TimelineTools(context: CommandContext): VNode {
  const { look, trace } = context.state;
  const hasMany = trace.spans.count >= FEW_SPANS;
  return (
    <>
      {hasMany && <Levels {...context} />}
      {hasMany && <Tool {...context} command="zoom-out" keys="-" />}
      {hasMany && <Tool {...context} command="zoom-in" keys="+" />}
      {look.range && <Tool {...context} command="zoom-reset" keys="0" />}
      <Tool {...context} command="critical-path" keys="c" isOn={look.hasPath} />
      <Tool {...context} command="overview" keys="o" isOn={look.hasOverview} />
      {trace.spans.count > 1 && (
        <Tool {...context} command="graph" keys="g" isOn={look.hasGraph} />
      )}
      <Tool {...context} command="icicle" keys="i" isOn={look.hasIcicle} />
      <Tool {...context} command="help" keys="?" isOpen={look.hasHelp} />
    </>
  );
}

/** Where their words stand. */
const LABELS = {
  'critical-path': 'criticalPath',
  overview: 'overview',
  graph: 'graph',
  icicle: 'icicle',
  'zoom-in': 'zoomIn',
  'zoom-out': 'zoomOut',
  'zoom-reset': 'zoomReset',
  help: 'help'
} as const satisfies Partial<Record<Command, string>>;

function Tool({
  state,
  dispatch,
  command,
  keys,
  isOn,
  isOpen
}: CommandContext & {
  readonly command: keyof typeof LABELS;
  readonly keys: string;
  readonly isOn?: boolean;
  readonly isOpen?: boolean;
}): VNode {
  const label = timelineStrings[LABELS[command]];
  return (
    <button
      type="button"
      class="sb-tool"
      title={`${label} (${keys})`}
      aria-label={label}
      aria-keyshortcuts={keys}
      aria-pressed={isOn}
      aria-expanded={isOpen}
      onClick={() => runCommand(command, keys, { state, dispatch })}
    >
      <Picture name={command} />
    </button>
  );
}

function Picture({ name }: { name: keyof typeof PATHS }): VNode {
  return (
    <svg class="sb-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** How many levels of the tree show; deeper trees than nine are folded with their rows. */
function Levels(context: CommandContext): VNode | null {
  const { trace } = context.state;
  const levels = Math.min(9, levelCount(trace));
  if (levels < 2) {
    return null;
  }
  return (
    <span class="sb-levels">
      <Picture name="levels" />
      <select
        class="sb-tool"
        aria-label={timelineStrings.levels}
        title={timelineStrings.levels}
        value=""
        onChange={event => {
          showLevels(context, Number(event.currentTarget.value));
          event.currentTarget.value = '';
        }}
      >
        <option value="" hidden>
          {timelineStrings.levels}
        </option>
        {Array.from({ length: levels - 1 }, (_, at) => (
          <option value={at + 1}>{timelineStrings.firstLevels(at + 1)}</option>
        ))}
        <option value={Infinity}>{timelineStrings.allLevels}</option>
      </select>
    </span>
  );
}
