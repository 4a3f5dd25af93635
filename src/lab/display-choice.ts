import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal, type ISignal } from '@lumino/signaling';

/** The values of the setting `display` in `schema/plugin.json`. */
export type DisplaySetting = 'expanded' | 'collapsed' | 'off';

const SETTINGS: readonly DisplaySetting[] = ['expanded', 'collapsed', 'off'];

/** Used where there is no settings registry; the same as the schema's default. */
const DEFAULT_DISPLAY: DisplaySetting = 'expanded';

/**
 * How the user wants traces to be shown: the setting `display`, or a value of this page alone where the application
 * has no settings. One per plugin; every live renderer listens to it.
 */
export class DisplayChoice {
  private readonly _changed = new Signal<this, void>(this);
  private _settings: ISettingRegistry.ISettings | undefined;
  private _chosen: DisplaySetting | undefined;
  private _shownBefore: DisplaySetting | undefined;

  /** Emitted after the choice changed, from wherever. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What the user chose; `undefined` while untouched, and then the bundle's own wish counts. */
  get chosen(): DisplaySetting | undefined {
    return this._chosen;
  }

  get isOff(): boolean {
    return this._chosen === 'off';
  }

  /** Follows `settings` from now on. */
  follow(settings: ISettingRegistry.ISettings): void {
    this._settings = settings;
    settings.changed.connect(this._read, this);
    this._read(settings);
  }

  /** Hides all traces, or shows them again the way they were shown before. */
  async toggle(): Promise<void> {
    const wasShown = !this.isOff;
    await this._store(this.isOff ? this._shownBefore : 'off');
    if (this.isOff && !wasShown) {
      await this._store(DEFAULT_DISPLAY); // the site's own default is to hide them
    }
  }

  private async _store(next: DisplaySetting | undefined): Promise<void> {
    if (!this._settings) {
      this._accept(next);
    } else if (next) {
      await this._settings.set('display', next);
    } else {
      await this._settings.remove('display');
    }
  }

  private _read(settings: ISettingRegistry.ISettings): void {
    const { user, composite } = settings.get('display');
    // A site's overrides change the default without the user's doing; hiding everything is theirs to decide too.
    const wish =
      user ?? (composite === DEFAULT_DISPLAY ? undefined : composite);
    this._accept(SETTINGS.find(setting => setting === wish));
  }

  private _accept(next: DisplaySetting | undefined): void {
    if (next === this._chosen) {
      return;
    }
    if (!this.isOff) {
      this._shownBefore = this._chosen;
    }
    this._chosen = next;
    this._changed.emit();
  }
}
