import { APP_ORIGIN } from './appFiles.ts'

/** What Electron tells of a request for a permission; the parts that are looked at. */
export interface AskedMedia {
  readonly isMainFrame: boolean
  readonly requestingUrl?: string | undefined
  /** Of a request: what is wanted. */
  readonly mediaTypes?: readonly string[] | undefined
  /** Of a check before it. */
  readonly mediaType?: string | undefined
}

/** The one door to a camera: open while the window's dialog for scanning says so, for our own page and for pictures only. */
export class CameraDoor {
  #isOpen = false

  /** Also closed by whatever ends the page that opened it. */
  set(isOpen: boolean): void {
    this.#isOpen = isOpen
  }

  grants(permission: string, asked: AskedMedia): boolean {
    if (!this.#isOpen || permission !== 'media') return false
    const kinds = asked.mediaTypes ?? (asked.mediaType === undefined ? [] : [asked.mediaType])
    const isVideoAlone = kinds.length > 0 && kinds.every((kind) => kind === 'video')
    return isVideoAlone && asked.isMainFrame && asked.requestingUrl?.startsWith(`${APP_ORIGIN}/`) === true
  }
}
