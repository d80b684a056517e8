import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Notice } from '#shared/base/codes.ts'
import { ok, type Result } from '#shared/base/result.ts'
import type { ShellInput } from '#shared/ipc/shellChannels.ts'
import type { CoreHost } from './coreHost.ts'
import { fileNameOf } from './fileName.ts'

export type Paper = ShellInput<'paper.prepare'>

interface Sheet {
  readonly path: string
  readonly name: string
  readonly sha256: string
}

/**
 * PDFs that were made to be dragged out of the window or printed. They lie in a folder of their own, for their owner only,
 * which goes when the app ends. One is kept for each version of a plan, the newest.
 */
export class PaperTray {
  readonly #core: Pick<CoreHost, 'ask'>
  readonly #temporary: string
  #folder: Promise<string> | null = null
  readonly #sheets = new Map<string, Sheet>()
  #made = 0

  constructor(core: Pick<CoreHost, 'ask'>, temporary: string) {
    this.#core = core
    this.#temporary = temporary
  }

  /** Makes it anew: a draft may have changed. The plan is not told of a paper that nobody has yet taken. */
  async make(paper: Paper): Promise<Result<Sheet, Notice>> {
    const title = await this.#core.ask('planTitle', { planId: paper.planId })
    if (!title.ok) return title
    this.#folder ??= mkdtemp(join(this.#temporary, 'aplec-'))
    const name = `${fileNameOf(title.value)}.pdf`
    // In a folder of its own, so that a drag that is still being read is not written over.
    const own = await mkdtemp(join(await this.#folder, `${(this.#made += 1)}-`))
    const path = join(own, name)
    const printed = await this.#core.ask('exportPdf', { ...paper, path, record: false })
    if (!printed.ok) return printed
    const sheet = { path, name, sha256: printed.value.sha256 }
    this.#sheets.set(keyOf(paper), sheet)
    return ok(sheet)
  }

  /** The newest that was made of this version, if any. */
  find(paper: Paper): Sheet | undefined {
    return this.#sheets.get(keyOf(paper))
  }

  /** It leaves the window: of an agreement the plan then knows the paper, as of one that is saved. */
  async taken({ planId, version, language }: Paper, { sha256 }: Sheet): Promise<Result<null, Notice>> {
    if (version === 'draft') return ok(null)
    return this.#core.ask('recordPrint', { planId, agreement: version.agreement, language, sha256 })
  }

  async clear(): Promise<void> {
    const folder = await this.#folder
    if (folder !== null) await rm(folder, { recursive: true, force: true })
  }
}

const keyOf = ({ planId, version, language }: Paper): string => JSON.stringify([planId, version, language])
