/** What main remembers from one start to the next. It can be lost or deleted at any time: nothing of a plan is in it. */
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { utf8 } from '#shared/base/bytes.ts'
import { writeWholeFile } from '#node/disk/wholeFile.ts'

const whole = v.pipe(v.number(), v.safeInteger())
const placeShape = v.object({ x: whole, y: whole, width: whole, height: whole, isMaximized: v.boolean() })
export type WindowPlace = v.InferOutput<typeof placeShape>

const remembered = v.object({
  window: v.fallback(v.nullable(placeShape), null),
  language: v.fallback(v.nullable(v.picklist(['ca', 'es', 'fr', 'en'])), null),
  deviceName: v.fallback(v.pipe(v.string(), v.maxLength(300)), ''),
  /** The last time all plans were saved as files; `path` never leaves main. */
  backup: v.fallback(v.nullable(v.object({ at: v.number(), plans: whole, path: v.string() })), null),
})
export type Remembered = Readonly<v.InferOutput<typeof remembered>>

/** Moving a window says so many times a second. */
const WRITE_AFTER_MS = 500

export class ShellMemory {
  readonly #file: string
  #now: Remembered
  #timer: ReturnType<typeof setTimeout> | null = null
  #writing: Promise<void> = Promise.resolve()

  /** Whatever cannot be read is forgotten, part by part. */
  constructor(file: string) {
    this.#file = file
    const parsed = v.safeParse(remembered, readJson(file))
    this.#now = parsed.success ? parsed.output : v.parse(remembered, {})
  }

  get now(): Remembered {
    return this.#now
  }

  change(part: Partial<Remembered>): void {
    this.#now = { ...this.#now, ...part }
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS)
  }

  /** Resolves when what was changed is on the disk, or the disk has refused it; never rejects. */
  flush(): Promise<void> {
    if (this.#timer === null) return this.#writing
    clearTimeout(this.#timer)
    this.#timer = null
    this.#writing = this.#writing.then(() =>
      writeWholeFile(this.#file, utf8(JSON.stringify(this.#now)), 0o600).catch(() => undefined),
    )
    return this.#writing
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}
