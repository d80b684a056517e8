// The only bridge between the page and Electron. It is bundled alone and sandboxed, so it imports types and one constant.
import { contextBridge, ipcRenderer } from 'electron'
import { CORE_PORT_MESSAGE } from '#shared/ipc/portMessage.ts'
import type { AplecBridge, ShellChannel, ShellEvent } from '#shared/ipc/shellChannels.ts'

const ask = (channel: ShellChannel, input: unknown = {}): Promise<never> =>
  ipcRenderer.invoke(channel, input) as Promise<never>

function on<T>(event: ShellEvent, listener: (payload: T) => void): () => void {
  const take = (_event: unknown, payload: T): void => listener(payload)
  ipcRenderer.on(`event:${event}`, take)
  return () => void ipcRenderer.off(`event:${event}`, take)
}

/** The page's window; this room is compiled without the DOM's types. */
const page = globalThis as unknown as { postMessage(message: string, origin: string, ports: unknown[]): void }

// A MessagePort cannot cross the context bridge; it goes over as a message of the page to itself.
ipcRenderer.on('core-port', (event) => page.postMessage(CORE_PORT_MESSAGE, '/', [...event.ports]))

const bridge: AplecBridge = {
  connectCore: () => ask('core.connect'),
  about: () => ask('app.about'),
  saveBundle: (input) => ask('bundle.save', input),
  saveAttachment: (input) => ask('attachment.save', input),
  exportPdf: (input) => ask('pdf.export', input),
  openExternal: (input) => ask('external.open', input),
  chooseFile: () => ask('file.choose'),
  useCamera: (input) => ask('camera.use', input),
  remindAtClosing: (input) => ask('closing.remind', input),
  takePlace: () => ask('place.take'),
  recoverKey: (input) => ask('key.recover', input),
  showMenu: (input) => ask('menu.show', input),
  nameDevice: (input) => ask('device.name', input),
  showFolder: (input) => ask('folder.show', input),
  saveCopies: (input) => ask('copies.save', input),
  makeDiagnostics: (input) => ask('diagnostics.make', input),
  saveDiagnostics: () => ask('diagnostics.save'),
  tellNews: (input) => ask('news.tell', input),
  preparePaper: (input) => ask('paper.prepare', input),
  dragPaper: (input) => ask('paper.drag', input),
  printPaper: (input) => ask('paper.print', input),
  printPage: () => ask('page.print'),
  onCore: (listener) => on('core', listener),
  onPlace: (listener) => on('place', () => listener()),
  onCommand: (listener) => on('command', listener),
  onCopying: (listener) => on('copying', listener),
}

contextBridge.exposeInMainWorld('aplec', bridge)
