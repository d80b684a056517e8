import type { BrowserWindow } from 'electron'
import type { ShellEvent, ShellPayload } from '#shared/ipc/shellChannels.ts'
import type { AppMenu } from './appMenu.ts'
import type { CameraDoor } from './cameraDoor.ts'
import type { ClosingReminder } from './closingReminder.ts'
import type { CoreHost } from './coreHost.ts'
import type { KeyringState } from './keyring.ts'
import type { PaperTray } from './paperTray.ts'
import type { PendingPlace } from './pendingPlace.ts'
import type { QuietNews } from './quietNews.ts'
import type { ShellMemory } from './shellMemory.ts'

/** What the answers to the window are made of. */
export interface ShellParts {
  readonly core: CoreHost
  readonly places: PendingPlace
  readonly keyring: KeyringState
  readonly memory: ShellMemory
  readonly menu: AppMenu
  readonly tray: PaperTray
  readonly news: QuietNews
  readonly reminder: ClosingReminder
  readonly camera: CameraDoor
  /** Folder of the plans, keys and codes of this device. */
  readonly memberFolder: string
  readonly resources: string
  /** Since the start of the process. */
  readonly startMs: Record<string, number>
  readonly tell: <E extends ShellEvent>(event: E, payload: ShellPayload<E>) => void
  /** The window that asks; there is one at a time. */
  readonly window: () => BrowserWindow | null
}
