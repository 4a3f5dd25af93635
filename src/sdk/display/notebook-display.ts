import { bundleOf, mimeBundleOf } from '../../bundle';
import { messageOf } from '../diag';
import type { RecordedTrace, TraceObserver } from '../recording/types';
import {
  CellOutput,
  type CellContent,
  type CellOutputServices
} from './cell-output';
import type { DisplaySettings } from './display-settings';
import type {
  CellHandle,
  EmitOptions,
  KernelAdapter,
  Report
} from './kernel-adapter';

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
  readonly report: Report;
};

/** Shows each trace in the output of the cell that started its root span. */
export class NotebookDisplay implements TraceObserver {
  private readonly _adapter: KernelAdapter;
  private readonly _services: NotebookDisplayServices;
  private readonly _outputs = new WeakMap<CellHandle, CellOutput>();
  private readonly _outputOf = new WeakMap<RecordedTrace, CellOutput>();

  constructor(adapter: KernelAdapter, services: NotebookDisplayServices) {
    this._adapter = adapter;
    this._services = services;
    adapter.onCellEnd(cell => this._outputs.get(cell)?.flush());
  }

  traceStarted(trace: RecordedTrace): void {
    const cell = this._isOn() ? this._adapter.currentCell() : undefined;
    if (cell === undefined) {
      return;
    }
    const output = this._outputs.get(cell) ?? this._open(cell);
    if (output.traceStarted(trace, this._services.settings().maxTraces)) {
      this._outputOf.set(trace, output);
    }
  }

  traceChanged(trace: RecordedTrace): void {
    this._outputOf.get(trace)?.traceChanged(trace);
  }

  traceEnded(trace: RecordedTrace): void {
    this._outputOf.get(trace)?.traceEnded(trace);
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
    { traces, more }: CellContent,
    options: EmitOptions
  ): void {
    const { bundle } = this._services.settings();
    const shown = bundleOf(traces, more > 0 ? { ...bundle, more } : bundle);
    this._adapter.emit(cell, mimeBundleOf(shown), options);
  }
}
