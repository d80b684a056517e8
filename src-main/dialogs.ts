import {
  app,
  type BrowserWindow,
  dialog,
  type MessageBoxOptions,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron'

/** Main's own dialogs, over the window when there is one. Null: the person closed it. */
export async function chooseNewFile(
  window: BrowserWindow | null,
  name: string,
  [kind, extension]: readonly [kind: string, extension: string],
): Promise<string | null> {
  const options: SaveDialogOptions = {
    defaultPath: `${name}.${extension}`,
    filters: [{ name: kind, extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  }
  const chosen = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath
}

export const choosePlanFile = (window: BrowserWindow | null): Promise<string | null> =>
  chooseOne(window, { filters: [{ name: 'Aplec', extensions: ['aplec'] }], properties: ['openFile'] })

export const chooseFolder = (window: BrowserWindow | null, title: string, button: string): Promise<string | null> =>
  chooseOne(window, {
    title,
    buttonLabel: button,
    defaultPath: app.getPath('documents'),
    properties: ['openDirectory', 'createDirectory'],
  })

async function chooseOne(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> {
  const chosen = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
  return chosen.canceled ? null : (chosen.filePaths[0] ?? null)
}

/** True when the person chose the first button; the second one is what Escape does. */
export async function confirms(
  window: BrowserWindow | null,
  asked: Pick<MessageBoxOptions, 'message' | 'detail'> & { readonly buttons: readonly [string, string] },
): Promise<boolean> {
  const options: MessageBoxOptions = {
    ...asked,
    type: 'question',
    buttons: [...asked.buttons],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
  const answer = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
  return answer.response === 0
}
