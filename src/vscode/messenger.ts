import * as vscode from 'vscode';
import { fromBase64 } from './base64';
import type { Ask, Notice } from './messages';
import { OpenCalls } from './open-calls';
import { requestIn } from './request-in';
import { saveFile } from './save-file';
import { readSettings } from './settings';
import type { TrackingDesk } from './tracking-desk';

/** A large answer arrives in thousands of pieces; the reader sees no more than this many steps of it. */
const PROGRESS_INTERVAL_MS = 200;

const TOO_MANY = 'Too much is being asked at once; try again in a moment.';

/** Hears the renderers of all notebooks, and answers each one alone. */
export class Messenger {
  private readonly _open = new OpenCalls<vscode.NotebookEditor>();
  private readonly _subscriptions: vscode.Disposable;

  constructor(
    private readonly _messaging: vscode.NotebookRendererMessaging,
    private readonly _desk: TrackingDesk
  ) {
    this._subscriptions = vscode.Disposable.from(
      _messaging.onDidReceiveMessage(({ editor, message }) => {
        this._take(message, editor);
      }),
      vscode.workspace.onDidCloseNotebookDocument(closed => {
        this._open.endAll(({ notebook }) => notebook === closed);
      })
    );
  }

  /** Without an editor: in all of them. */
  tellSettings(editor?: vscode.NotebookEditor): void {
    this._tell({ type: 'settings', ...readSettings() }, editor);
  }

  dispose(): void {
    this._subscriptions.dispose();
    this._open.endAll();
  }

  private _take(message: unknown, editor: vscode.NotebookEditor): void {
    const request = requestIn(message);
    switch (request?.type) {
      case 'ready':
        this.tellSettings(editor);
        break;
      case 'save':
        void saveFile(request.name, fromBase64(request.base64));
        break;
      case 'cancel':
        this._open.cancel(editor, request.id);
        break;
      case 'ask':
        void this._answer(request, editor);
        break;
      case undefined: // of nobody whom we know
    }
  }

  private async _answer(
    ask: Ask,
    editor: vscode.NotebookEditor
  ): Promise<void> {
    const { id } = ask;
    const onProgress = inSteps(bytes => {
      this._tell({ type: 'progress', id, bytes }, editor);
    });
    onProgress(0); // heard
    try {
      const answer = await this._open.begin(editor, id, signal =>
        this._desk.answer(ask, { signal, onProgress })
      );
      this._tell(
        answer
          ? { type: 'answer', id, ...answer }
          : { type: 'refusal', id, why: TOO_MANY },
        editor
      );
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this._tell({ type: 'refusal', id, why }, editor);
    }
  }

  private _tell(notice: Notice, editor?: vscode.NotebookEditor): void {
    void this._messaging.postMessage(notice, editor);
  }
}

function inSteps(tell: (bytes: number) => void): (bytes: number) => void {
  let next = 0;
  return bytes => {
    const now = Date.now();
    if (now >= next) {
      next = now + PROGRESS_INTERVAL_MS;
      tell(bytes);
    }
  };
}
