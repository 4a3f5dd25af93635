import { bundleOf, DEFAULT_MAX_BYTES, mimeBundleOf } from '../../bundle';
import { messageOf } from '../diag';
import type { RecordedTrace, TraceObserver } from '../recording/types';
import { CellOutput, type CellOutputServices } from './cell-output';
import type { AddLimits, CellContent } from './cell-traces';
import type { DisplaySettings } from './display-settings';
import type {
  CellHandle,
  EmitOptions,
  KernelAdapter,
  Report
} from './kernel-adapter';
import {
  shownTracesOf,
  type SearchQuery,
  type ShownTrace,
  type TraceDisplay
} from './trace-display';
import { WaitingLines } from './waiting-lines';

export type NotebookDisplayServices = Pick<
  CellOutputServices,
  'now' | 'after'
> & {
  /** Whether new traces are to be shown; the user's switch. */
  isEnabled(): boolean;
  /** Read at each emission, since a notebook may set the environment in a cell. */
  settings(): DisplaySettings;
  /** A new name for an output, unique in the notebook. */
  newDisplayId(): string;
  /** The address of its server by the id of each trace that this did not take at once. */
  waiting(): ReadonlyMap<string, string>;
  readonly report: Report;
};

/**
 * Shows each trace in the output of the cell that started its root span, with the traces that the code of the cell read
 * or displayed.
 */
export class NotebookDisplay implements TraceObserver, TraceDisplay {
  private readonly _adapter: KernelAdapter;
  private readonly _services: NotebookDisplayServices;
  private readonly _waiting: WaitingLines;
  private readonly _outputs = new WeakMap<CellHandle, CellOutput>();
  private readonly _outputOf = new WeakMap<RecordedTrace, CellOutput>();

  constructor(adapter: KernelAdapter, services: NotebookDisplayServices) {
    this._adapter = adapter;
    this._services = services;
    this._waiting = new WaitingLines(services);
    adapter.onCellEnd(cell => this._outputs.get(cell)?.flush());
    adapter.onDelivered?.(cell => this._delivered(cell));
    adapter.onCleared?.(cell => this._outputs.get(cell)?.cleared());
    adapter.onResult?.(value => this._showResult(value));
  }

  traceStarted(trace: RecordedTrace): void {
    const output = this._isOn() ? this._output() : undefined;
    const { maxTraces } = this._services.settings();
    if (output?.traceStarted(trace, maxTraces) === true) {
      this._outputOf.set(trace, output);
    }
  }

  traceChanged(trace: RecordedTrace): void {
    this._outputOf.get(trace)?.traceChanged(trace);
  }

  traceEnded(trace: RecordedTrace): void {
    const output = this._outputOf.get(trace);
    if (output !== undefined) {
      output.traceEnded(trace);
      this._waiting.watch(output);
    }
  }

  found(traces: readonly ShownTrace[], isCapped: boolean): void {
    if (this._isOn() && traces.length > 0) {
      this._output()?.found(traces, this._limits(isCapped));
    }
  }

  searched(query: SearchQuery, pageToken: string | undefined): void {
    const cell = this._adapter.currentCell();
    if (this._isOn() && cell !== undefined) {
      this._outputs.get(cell)?.searched(query, pageToken);
    }
  }

  show(traces: readonly ShownTrace[]): boolean {
    const output = this._output();
    output?.show(traces, this._limits(false));
    return output !== undefined;
  }

  cell(): CellHandle | undefined {
    return this._adapter.currentCell();
  }

  /**
   * A value that the kernel is to display: whether it is shown and the kernel need not. Called by the kernel's own code,
   * which may not see a throw.
   */
  private _showResult(value: unknown): boolean {
    try {
      const traces = shownTracesOf(value);
      return traces !== undefined && this.show(traces);
    } catch (error) {
      this._services.report(
        'display-traces',
        `traces could not be shown: ${messageOf(error)}`
      );
      return false;
    }
  }

  /** Called by the kernel's own code, which may not see a throw. */
  private _delivered(cell: CellHandle): void {
    const output = this._outputs.get(cell);
    if (output !== undefined) {
      this._waiting.look(output);
    }
  }

  private _limits(isCapped: boolean): AddLimits {
    const { maxTraces, bundle } = this._services.settings();
    return {
      maxTraces: isCapped ? maxTraces : Infinity,
      maxBytes: bundle.maxBytes ?? DEFAULT_MAX_BYTES
    };
  }

  /** Of the cell whose code runs now. */
  private _output(): CellOutput | undefined {
    const cell = this._adapter.currentCell();
    return cell === undefined
      ? undefined
      : (this._outputs.get(cell) ?? this._open(cell));
  }

  private _isOn(): boolean {
    return this._services.isEnabled() && this._services.settings().isOn;
  }

  private _open(cell: CellHandle): CellOutput {
    const displayId = this._services.newDisplayId();
    const output = new CellOutput({
      now: () => this._services.now(),
      after: (delay, run) => this._services.after(delay, run),
      isEnabled: () => this._isOn(),
      emit: (content, isUpdate) =>
        this._emit(cell, content, { displayId, isUpdate }),
      failed: error =>
        this._services.report(
          'display-emit',
          `the traces of a cell could not be shown: ${messageOf(error)}`
        )
    });
    this._outputs.set(cell, output);
    return output;
  }

  private _emit(
    cell: CellHandle,
    { traces, more, moreIds, search, waiting }: CellContent,
    options: EmitOptions
  ): void {
    const { bundle } = this._services.settings();
    const shown = bundleOf(traces, {
      ...bundle,
      ...(more > 0 && { more, moreIds }),
      ...(search && { search }),
      ...(waiting && {
        waiting: { ...waiting, at: new Date().toISOString() }
      })
    });
    this._adapter.emit(cell, mimeBundleOf(shown), options);
  }
}
