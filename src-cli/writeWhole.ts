import { open, rename, rm } from 'node:fs/promises'

/** Writes a file whole or not at all: under another name, durable, then renamed. False when it could not. */
export async function writeWhole(file: string, bytes: Uint8Array | string): Promise<boolean> {
  const part = `${file}.part-${process.pid}`
  try {
    const handle = await open(part, 'w')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(part, file)
    return true
  } catch {
    await rm(part, { force: true })
    return false
  }
}
