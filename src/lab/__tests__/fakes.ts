import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

/** The part of a loaded settings object that the plugin uses, over plain values. */
export class Settings {
  readonly changed = new Signal<this, void>(this);
  private _user: string | undefined;

  constructor(
    user?: string,
    private readonly _default = 'expanded'
  ) {
    this._user = user;
  }

  get(): { user: string | undefined; composite: string } {
    return { user: this._user, composite: this._user ?? this._default };
  }

  async set(_key: string, value: string): Promise<void> {
    this._user = value;
    this.changed.emit();
  }

  async remove(): Promise<void> {
    this._user = undefined;
    this.changed.emit();
  }

  /** As the type that the plugin is given: the rest of the interface is not called. */
  get asSettings(): ISettingRegistry.ISettings {
    return this as unknown as ISettingRegistry.ISettings;
  }
}

/** Gives each text back, with its values in it; JupyterLab's own null translator is shipped in a form that jest does not load. */
export const untranslated = {
  __: (text: string, ...values: string[]) =>
    values.reduce((said, value, i) => said.replace(`%${i + 1}`, value), text),
  _n: (one: string, many: string, count: number) =>
    (count === 1 ? one : many).replace('%1', String(count))
} as unknown as TranslationBundle;

/** The translator of a JupyterLab that speaks English. */
export const untranslating: ITranslator = {
  languageCode: 'en',
  load: () => untranslated
};
