/** The system's own dialogs, which belong to no page: answered as a person would. */
import type { ElectronApplication, Page } from '@playwright/test'

/** The next files are saved here. */
export async function saveTo(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, filePath)
}

type Choosable = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

/** Chooses a file in the dialog that `press` opens. */
export async function choose(page: Page, press: () => Promise<void>, file: Choosable): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press()])
  await chooser.setFiles(file as never)
}

/** The next folder that is asked for. */
export async function chooseFolder(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, filePath)
}
