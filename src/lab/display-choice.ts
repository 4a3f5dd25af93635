import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal, type ISignal } from '@lumino/signaling';
import type { TraceAddress } from '../view/host';

/** The values of the setting `display` in `schema/plugin.json`. */
export type DisplaySetting = 'expanded' | 'collapsed' | 'off';

/** From the most to see to nothing: the order in menus. */
export const DISPLAY_SETTINGS: readonly DisplaySetting[] = [
  'expanded',
  'collapsed',
  'off'
];

/** Used where there is no settings registry; the same as the schema's default. */
export const DEFAULT_DISPLAY: DisplaySetting = 'expanded';

/**
 * How the user wants traces to be shown: the setting `display`, or a value of this page alone where the application
 * has no settings. One per plugin; every live renderer listens to it. `change-display.ts` changes it.
 */
export class DisplayChoice {
  private readonly _changed = new Signal<this, void>(this);
  private _chosen: DisplaySetting | undefined;
  private _shownBefore: DisplaySetting | undefined;

  /** Where the choice is kept, if anywhere. */
  settings?: ISettingRegistry.ISettings;

  /** Opens a trace in MLflow's UI, by default that of the active cell, `null` for none; there once the commands are. */
  openInMlflow?: (trace?: TraceAddress | null) => Promise<unknown>;

  /** Emitted after the choice or another setting changed, from wherever. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What the user chose; `undefined` while untouched, and then the bundle's own wish counts. */
  get chosen(): DisplaySetting | undefined {
    return this._chosen;
  }

  /** What was chosen before traces were hidden. */
  get shownBefore(): DisplaySetting | undefined {
    return this._shownBefore;
  }

  /** What counts for a bundle without a wish of its own. */
  get current(): DisplaySetting {
    return this._chosen ?? DEFAULT_DISPLAY;
  }

  get isOff(): boolean {
    return this._chosen === 'off';
  }

  /** Follows `settings` from now on. */
  follow(settings: ISettingRegistry.ISettings): void {
    this.settings = settings;
    settings.changed.connect(this._read, this);
    this._read(settings);
  }

  /** Takes a value for this page, without storing it. */
  accept(next: DisplaySetting | undefined): void {
    if (!this.isOff) {
      this._shownBefore = this._chosen;
    }
    this._chosen = next;
    this._changed.emit();
  }

  private _read(settings: ISettingRegistry.ISettings): void {
    const { user, composite } = settings.get('display');
    // A site's overrides change the default without the user's doing; hiding everything is theirs to decide too.
    const wish =
      user ?? (composite === DEFAULT_DISPLAY ? undefined : composite);
    this.accept(DISPLAY_SETTINGS.find(setting => setting === wish));
  }
}
