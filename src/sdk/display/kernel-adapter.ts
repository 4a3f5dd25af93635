import type { MimeBundle } from '../../bundle';

/** One execution of one cell, compared by identity; running a cell again makes another one. */
export type CellHandle = object;

export type EmitOptions = {
  /** Names the output, for the update and for the frontend; chosen by us, unique in the notebook. */
  readonly displayId: string;
  /** True: replace the output of that name; false: add it to the cell. */
  readonly isUpdate: boolean;
};

/**
 * What the display needs of a kernel.
 *
 * An adapter stands on hooks that its kernel does not promise to keep: each is looked up at run time, and where one is
 * missing the adapter falls back on the kernel's public interface and says so once.
 */
export type KernelAdapter = {
  /** The cell whose code is running now, by asynchronous context where the kernel allows it; undefined: no display. */
  currentCell(): CellHandle | undefined;
  /** Sends one message. May throw; the caller reports it. */
  emit(cell: CellHandle, data: MimeBundle, options: EmitOptions): void;
  /**
   * `listener` is called synchronously when a cell has ended or thrown, while its messages still reach it. It must not
   * throw. It may be called twice for one cell, and not at all where the kernel has no such moment.
   */
  onCellEnd(listener: (cell: CellHandle) => void): void;
  /**
   * Where the end of a cell waits for delivery: `listener` is called after that, while messages of the cell are still
   * heard. It must not throw.
   */
  onDelivered?(listener: (cell: CellHandle) => void): void;
  /**
   * Where the kernel lets us see that code of a cell clears its outputs: `listener` is called with that cell after the
   * message was sent. Nothing tells a kernel that its user clears an output. It must not throw.
   */
  onCleared?(listener: (cell: CellHandle) => void): void;
  /**
   * Where the kernel lets us see values that are to be displayed: `listener` is called in the cell, before its end, with
   * its last value and with what its code gives the kernel's own display call; where it answers true the kernel need
   * not show the value. It must not throw.
   */
  onResult?(listener: (value: unknown) => boolean): void;
};

/** What an adapter may ask of the rest of the SDK. */
export type AdapterServices = {
  /** Sends what waits for export; settles after half a second at the latest and says what still waits then. */
  readonly flush: () => Promise<{ readonly pending: number }>;
  /** Writes to disk what is not delivered, before it returns. */
  readonly secure: () => void;
  /** Whether each trace is written to disk as soon as it ends: while the end of the cell cannot be seen. */
  readonly setEager: (isEager: boolean) => void;
  readonly report: Report;
};

/** Says that something of the display is not as expected; said once a cause. Never throws. */
export type Report = (cause: string, message: string) => void;
